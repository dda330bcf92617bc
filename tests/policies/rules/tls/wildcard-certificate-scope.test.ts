import { wildcardCertificateScope as rule } from "../../../../policies/rules/tls/wildcard-certificate-scope";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const certificate = (domainName: unknown, subjectAlternativeNames: unknown = []) => ({
    type: "aws:acm/certificate:Certificate",
    props: { domainName, subjectAlternativeNames },
});
const passes = (...names: Parameters<typeof certificate>) => ({ resources: [certificate(...names)] });
const refused = (...names: Parameters<typeof certificate>) => ({
    ...passes(...names),
    says: ['The certificate "main" must use a wildcard only below the per-instance label.'],
});

describeRule(rule, {
    pass: {
        "names without a star": passes("example.com", ["www.example.com"]),
        "a star below the label of the servers": passes("*.nodes.example.com", ["*.a.nodes.example.com"]),
        "a star as deep as configured": { ...passes("*.example.com"), parameters: { minLabels: 2 } },
        "an imported certificate, which brings its names": { resources: [{ ...certificate(null, null), props: {} }] },
    },
    fail: {
        "a star below the apex": refused("*.example.com"),
        "a star below the apex with the dot of the root": refused("*.example.com."),
        "a star among other names": refused("stream.example.com", ["www.example.com", "*.example.com"]),
        "a star less deep than configured": { ...refused("*.nodes.example.com"), parameters: { minLabels: 4 } },
        "two stars, said once": refused("*.example.com", ["*.example.org"]),
    },
    unknown: {
        "names that are not known yet": {
            ...passes(unknown, [unknown, "www.example.com"]),
            waitsFor: [['certificate "main"', "domainName", "subjectAlternativeNames.0"]],
        },
    },
    notApplicable: {
        "other resources": { resources: [{ type: "aws:acm/certificateValidation:CertificateValidation" }] },
    },
});
