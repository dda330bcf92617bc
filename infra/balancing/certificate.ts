import { Certificate as AcmCertificate, CertificateValidation } from "@pulumi/aws/acm";
import { Record } from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import type { TagsOf } from "../tags";

export interface CertificateArgs {
    /** Names that the certificate is for, the first one as its subject. */
    readonly names: readonly string[];
    /** Public hosted zone that the names lie in; the validation records stay there, because ACM renews by them. */
    readonly zoneId: pulumi.Input<string>;
    readonly tagsOf: TagsOf;
}

/** A public certificate that ACM issues, and renews, by DNS records. */
export class Certificate extends pulumi.ComponentResource {
    /** Known once the certificate is valid, so that no listener is made with one that is not. */
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:balancing:Certificate", name, args, opts);
        const { names, tagsOf } = args;
        const [domainName = "", ...more] = names;
        const parent = { parent: this };
        const certificate = new AcmCertificate(
            name,
            {
                domainName,
                ...(more.length > 0 && { subjectAlternativeNames: more }),
                validationMethod: "DNS",
                tags: tagsOf("lb", name),
            },
            parent,
        );
        // A name and the wildcard below it are validated by the same record.
        const hosts = [...new Set(names.map((one) => one.replace(/^\*\./, "")))];
        const records = hosts.map((host) => {
            const own = host === domainName.replace(/^\*\./, "") ? `${name}-validation` : `${name}-validation-${host}`;
            return this.validationRecord(own, certificate, host, args.zoneId);
        });
        const validation = new CertificateValidation(
            name,
            { certificateArn: certificate.arn, validationRecordFqdns: records.map(({ fqdn }) => fqdn) },
            parent,
        );
        this.arn = validation.certificateArn;
        this.registerOutputs({ arn: this.arn });
    }

    private validationRecord(
        name: string,
        certificate: AcmCertificate,
        host: string,
        zoneId: pulumi.Input<string>,
    ): Record {
        const option = certificate.domainValidationOptions.apply((options) => {
            const own = options.find(({ domainName }) => domainName.replace(/^\*\./, "") === host);
            if (!own) throw new Error(`ACM gave no validation record for ${host}.`);
            return own;
        });
        return new Record(
            name,
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
            { parent: this, retainOnDelete: true },
        );
    }
}
