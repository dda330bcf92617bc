import { defineRule } from "../../define-rule";
import { elements, type Reader } from "../../properties";

/** P48. Whoever holds the key of a wildcard certificate can pose as every host below the star. */
export const wildcardCertificateScope = defineRule<{ minLabels: number }>({
    id: "P48",
    name: "wildcard-certificate-scope",
    area: "tls",
    description: "Wildcard certificates must be for the names of single servers, never for a whole domain.",
    severity: "medium",
    equivalents: ["CKV2_AWS_71"],
    why: "A wildcard below the apex lets a media server pose as the website, the mail host and everything else there.",
    remediation: "Give the servers a label of their own, such as nodes, and put the star below it.",
    link: "https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html",
    messages: { wildcard: "The {label} must use a wildcard only below the per-instance label." },
    parameters: {
        minLabels: {
            type: "integer",
            minimum: 1,
            maximum: 126,
            default: 3,
            description: "Fewest labels after the star. 3 allows *.nodes.example.com and refuses *.example.com.",
        },
    },
    resource: {
        kinds: ["certificate"],
        check(subject, { minLabels }, findings) {
            const { props } = subject;
            const names: Reader[] = [() => props.domainName, ...elements(() => props.subjectAlternativeNames)];
            for (const read of names) findings.require(subject, "wildcard", () => isNarrow(read(), minLabels));
        },
    },
});

function isNarrow(name: unknown, minLabels: number): boolean {
    // A name may end in the dot of the root.
    const [first = "", ...labels] = String(name).replace(/\.$/, "").split(".");
    return first !== "*" || labels.length >= minLabels;
}
