import { all, any } from "../../condition";
import { defineRule } from "../../define-rule";
import { isSet, known, type Properties } from "../../properties";

interface TlsParameters {
    tlsPorts: number[];
    allowed: string;
}

/** What the fix sets where the configuration allows it; the user may choose any other that the rule allows. */
const DEFAULT_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** P37. A listener created without a policy name gets one of 2016. */
export const listenerTlsPolicy = defineRule<TlsParameters>({
    id: "P37",
    name: "listener-tls-policy",
    area: "tls",
    description: "Listeners on TLS ports must encrypt with TLS 1.2 or later and strong ciphers.",
    severity: "critical",
    equivalents: [
        "CKV_AWS_2",
        "CKV_AWS_103",
        "CKV2_AWS_74",
        "AWS-0047",
        "NIST:ELBv2ACMCertificateRequired",
        "CP:secure-tls",
    ],
    why: "Without a policy AWS picks one that still speaks TLS 1.0; without a certificate the port is plain text.",
    remediation: `Set protocol HTTPS or TLS, certificateArn, and sslPolicy ${DEFAULT_POLICY}.`,
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    messages: { tls: "The {label} must use a TLS policy of version 1.2 or later." },
    parameters: {
        tlsPorts: {
            type: "array",
            items: { type: "integer", minimum: 1, maximum: 65535 },
            default: [443, 5443, 4444, 8443, 12443],
            description: "Ports that clients speak TLS on.",
        },
        allowed: {
            type: "string",
            minLength: 1,
            default: "^ELBSecurityPolicy-TLS13-1-[23]-(?!Ext)",
            description:
                "Regular expression of the policies that are strong enough. The Ext variants bring weak ciphers back.",
        },
    },
    resource: {
        kinds: ["listener"],
        check(subject, { tlsPorts, allowed }, findings) {
            const { props } = subject;
            const port = known(() => props.port ?? null);
            if (port !== undefined && !tlsPorts.includes(Number(port))) {
                return findings.notApplicable("Clients do not speak TLS on this port.");
            }
            const strong = policyPattern(allowed);
            findings.require(
                subject,
                "tls",
                any(
                    () => !tlsPorts.includes(Number(props.port)),
                    all(
                        () => encrypts(props),
                        () => strong.test(String(props.sslPolicy ?? "")),
                        () => isSet(() => props.certificateArn),
                    ),
                ),
            );
        },
        fix({ props }, { tlsPorts, allowed }, changes) {
            if (!tlsPorts.includes(Number(props.port)) || !encrypts(props)) return;
            const strong = policyPattern(allowed);
            if (!strong.test(DEFAULT_POLICY)) return;
            changes.set(props, "sslPolicy", DEFAULT_POLICY, (policy) => strong.test(String(policy)));
        },
    },
});

function encrypts({ protocol }: Properties): boolean {
    return protocol === "HTTPS" || protocol === "TLS";
}

function policyPattern(allowed: string): RegExp {
    try {
        return new RegExp(allowed);
    } catch (cause) {
        const advice =
            "it must be a regular expression over names of TLS policies; correct it in the policy configuration";
        throw new Error(`The parameter "allowed" of the rule "listener-tls-policy" cannot be read: ${advice}.`, {
            cause,
        });
    }
}
