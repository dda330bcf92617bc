import * as pulumi from "@pulumi/pulumi";
import { CertRequest } from "@pulumi/tls/certRequest";
import { LocallySignedCert } from "@pulumi/tls/locallySignedCert";
import { PrivateKey } from "@pulumi/tls/privateKey";
import { SelfSignedCert } from "@pulumi/tls/selfSignedCert";

export interface DatabaseTlsArgs {
    /** DNS names of the members. */
    readonly hosts: readonly string[];
}

/** Ten years: each member reads its certificate when its server is made, and nothing would renew it before. */
const VALIDITY_HOURS = 10 * 365 * 24;

/** Small, and taken by OpenSSL and Java alike. */
const KEY = { algorithm: "ECDSA", ecdsaCurve: "P256" };

/**
 * An authority of this database alone, and one certificate per member, signed by it. Private keys are kept in the state of the
 * stack, encrypted, and in Secrets Manager.
 */
export class DatabaseTls extends pulumi.ComponentResource {
    /** Certificate of the authority, as PEM. It is no secret. */
    readonly authority: pulumi.Output<string>;
    /** Certificate and private key of each member in one PEM, by the member's DNS name, as the database server reads them. */
    readonly members: pulumi.Output<Readonly<Record<string, string>>>;

    constructor(name: string, { hosts }: DatabaseTlsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:database:DatabaseTls", name, { hosts }, opts);
        const parent = { parent: this };
        const authorityKey = new PrivateKey(`${name}-authority`, KEY, parent);
        const authority = new SelfSignedCert(
            `${name}-authority`,
            {
                privateKeyPem: authorityKey.privateKeyPem,
                isCaCertificate: true,
                subject: { commonName: `Authority of ${name}` },
                validityPeriodHours: VALIDITY_HOURS,
                allowedUses: ["cert_signing", "crl_signing"],
            },
            parent,
        );
        const signed = hosts.map((host, index) => {
            const member = `${name}-${index + 1}`;
            const { privateKeyPem, privateKeyPemPkcs8 } = new PrivateKey(member, KEY, parent);
            const request = new CertRequest(
                member,
                // Set-up and operators reach a member through itself.
                { privateKeyPem, subject: { commonName: host }, dnsNames: [host], ipAddresses: ["127.0.0.1"] },
                parent,
            );
            const certificate = new LocallySignedCert(
                member,
                {
                    certRequestPem: request.certRequestPem,
                    caPrivateKeyPem: authorityKey.privateKeyPem,
                    caCertPem: authority.certPem,
                    validityPeriodHours: VALIDITY_HOURS,
                    // Members are each other's clients.
                    allowedUses: ["digital_signature", "key_encipherment", "server_auth", "client_auth"],
                },
                parent,
            );
            return pulumi.interpolate`${certificate.certPem}${privateKeyPemPkcs8}`;
        });
        this.authority = authority.certPem;
        this.members = pulumi
            .all(signed)
            .apply((pems) => Object.fromEntries(hosts.map((host, index) => [host, pems[index] ?? ""])));
        this.registerOutputs({ authority: this.authority });
    }
}
