import { Certificate as AcmCertificate, CertificateValidation } from "@pulumi/aws/acm";
import { Record } from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import type { TagsOf } from "./tags";

export interface CertificateArgs {
    /** Name that the certificate is for. */
    readonly domainName: string;
    /** Public hosted zone that the name lies in; the validation record stays there, because ACM renews by it. */
    readonly zoneId: pulumi.Input<string>;
    readonly tagsOf: TagsOf;
}

/** A public certificate that ACM issues, and renews, by a DNS record. */
export class Certificate extends pulumi.ComponentResource {
    /** Known once the certificate is valid, so that no listener is made with one that is not. */
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:balancing:Certificate", name, args, opts);
        const { domainName, zoneId, tagsOf } = args;
        const parent = { parent: this };
        const certificate = new AcmCertificate(
            name,
            { domainName, validationMethod: "DNS", tags: tagsOf("lb", name) },
            parent,
        );
        const option = certificate.domainValidationOptions.apply((options) => {
            const own = options.find((candidate) => candidate.domainName === domainName);
            if (!own) throw new Error(`ACM gave no validation record for ${domainName}.`);
            return own;
        });
        const record = new Record(
            `${name}-validation`,
            {
                zoneId,
                name: option.resourceRecordName,
                type: option.resourceRecordType,
                records: [option.resourceRecordValue],
                ttl: 60,
                // All stacks of an account that name this host share the record: ACM derives it from account and name.
                allowOverwrite: true,
            },
            // ACM renews by it, for every stack that names this host.
            { ...parent, retainOnDelete: true },
        );
        const validation = new CertificateValidation(
            name,
            { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
            parent,
        );
        this.arn = validation.certificateArn;
        this.registerOutputs({ arn: this.arn });
    }
}
