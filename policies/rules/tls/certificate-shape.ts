import { all, any, type Condition, of } from "../../condition";
import { defineRule } from "../../define-rule";
import { coversHost } from "../../parse/certificate-names";
import { at, elements, isSet, isUnknown, type Reader } from "../../properties";
import { Balancers } from "../../relations/balancers";
import { CertificateUses } from "../../relations/certificate-uses";
import type { Subject } from "../../subject";

/** P47. ACM renews only what it can validate by itself, and a listener keeps only what is replaced before it goes. */
export const certificateShape = defineRule<{ hosts: string[] }>({
    id: "P47",
    name: "certificate-shape",
    area: "tls",
    description: "Certificates must renew by themselves, be replaced without a gap and cover every host they serve.",
    severity: "high",
    equivalents: ["CKV_AWS_233", "CKV_AWS_234", "AG:acm-certificate-expiration"],
    why: "A certificate that waits for a mail expires, one that is deleted first takes the listener down, and one without the host's name is refused by every browser.",
    remediation:
        "Set validationMethod to DNS, add an acm.CertificateValidation, give listeners its certificateArn, and list every host in subjectAlternativeNames.",
    link: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    messages: {
        dns: "The {label} must be validated through DNS and replaced before it is deleted.",
        hosts: "The {label} must cover every host name of its listeners.",
    },
    parameters: {
        hosts: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: [],
            description: "Host names that clients use beside those in listener rules.",
        },
    },
    stack: {
        kinds: ["certificate"],
        check(stack, { hosts }, findings) {
            const uses = new CertificateUses(stack);
            const balancers = new Balancers(stack);
            return (certificate) => {
                const { props, options } = certificate;
                const used = uses.of(certificate);
                findings.require(
                    certificate,
                    "dns",
                    all(
                        () => options.deleteBeforeReplace !== true,
                        () => at(props, "options", "certificateTransparencyLoggingPreference") !== "DISABLED",
                        any(
                            () => needsNoValidation(certificate),
                            all(
                                () => props.validationMethod === "DNS",
                                () => uses.isValidated(certificate),
                                () => used.every(({ isValidated }) => isValidated),
                            ),
                        ),
                    ),
                );
                // A certificate beside the listener's own need not cover anything by itself.
                const own = used.filter(({ isOwn }) => isOwn).map(({ listener }) => listener);
                const shown = own.map((listener) => ({ listener, certificates: uses.certificatesOf(listener) }));
                const groups = used.length === 0 ? [[certificate]] : shown.map(({ certificates }) => certificates);
                const inRules = shown.flatMap(({ listener, certificates }) =>
                    balancers.rulesOf(listener).flatMap((rule) => hostsCovered(rule, certificates)),
                );
                const given = groups.flatMap((certificates) => hosts.map((host) => isCovered(host, certificates)));
                findings.require(certificate, "hosts", all(...given, ...inRules));
            };
        },
    },
});

/** Imported certificates, and those of a private authority, are made without a validation. */
function needsNoValidation({ props }: Subject): boolean {
    return isSet(() => props.certificateBody) || isSet(() => props.certificateAuthorityArn);
}

/** Whether the certificates cover the hosts that a rule of a listener answers to, one condition for each host. */
function hostsCovered(rule: Subject, certificates: readonly Subject[]): Condition[] {
    return elements(() => rule.props.conditions)
        .flatMap((condition) => elements(() => at(condition(), "hostHeader", "values")))
        .map((host) =>
            isUnknown(host) ? of(rule, () => host() === undefined) : isCovered(String(host()), certificates),
        );
}

function isCovered(host: string, certificates: readonly Subject[]): Condition {
    return any(
        ...certificates.flatMap((certificate) =>
            namesOf(certificate).map((name) => of(certificate, () => coversHost(String(name()), host))),
        ),
    );
}

function namesOf({ props }: Subject): Reader[] {
    return [() => props.domainName, ...elements(() => props.subjectAlternativeNames)];
}
