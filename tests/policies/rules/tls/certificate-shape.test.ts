import { certificateShape as rule } from "../../../../policies/rules/tls/certificate-shape";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

type DependsOn = PolicyResource["dependsOn"];

const certificate = (props: object = {}, name = "media", options: PolicyResource["options"] = {}): PolicyResource => ({
    type: "aws:acm/certificate:Certificate",
    name,
    props: { domainName: "stream.example.com", validationMethod: "DNS", arn: unknown, ...props },
    options,
});
const validation = (of = certificate(), props: object = {}): PolicyResource => ({
    type: "aws:acm/certificateValidation:CertificateValidation",
    name: of.name ?? "",
    props: { certificateArn: unknown, ...props },
    dependsOn: { certificateArn: [of] },
});
const listener = (dependsOn: DependsOn, props: object = {}, name = "tls"): PolicyResource => ({
    type: "aws:lb/listener:Listener",
    name,
    props: { arn: `arn:${name}`, certificateArn: unknown, ...props },
    dependsOn,
});
const beside = (of: PolicyResource, props: object = {}, type = "lb"): PolicyResource => ({
    type: `aws:${type}/listenerCertificate:ListenerCertificate`,
    name: `beside-${of.name}`,
    props: { listenerArn: "arn:tls", certificateArn: unknown, ...props },
    dependsOn: { certificateArn: [validation(of)] },
});
const hostRule = (values: unknown, props: object = {}): PolicyResource => ({
    type: "aws:alb/listenerRule:ListenerRule",
    name: "hosts",
    props: {
        listenerArn: "arn:tls",
        conditions: [{ pathPattern: { values: ["/"] } }, { hostHeader: { values } }],
        ...props,
    },
});
const validated = { certificateArn: [validation()] };
const imported = { validationMethod: null, certificateBody: "-----BEGIN CERTIFICATE-----", domainName: unknown };

const complete = (...resources: PolicyResource[]) => [certificate(), validation(), listener(validated), ...resources];
const asks = (demand: string, name = "media") => [`The certificate "${name}" must ${demand}.`];
const unsafe = (...resources: PolicyResource[]) => ({
    resources,
    says: asks("be validated through DNS and replaced before it is deleted"),
});
const uncovered = (...resources: PolicyResource[]) => ({
    resources,
    says: asks("cover every host name of its listeners"),
});
const waits = (...causes: string[]) => [['certificate "media"', ...causes] as const];

const second = certificate({ domainName: "b.example.com" }, "second");

describeRule(rule, {
    pass: {
        "a certificate that a listener takes from its validation": { resources: complete() },
        "a certificate that no listener takes": { resources: [certificate(), validation()] },
        "a certificate by known ARNs": {
            resources: [
                certificate({ arn: "arn:media" }),
                { ...validation(), props: { certificateArn: "arn:media" }, dependsOn: {} },
                listener(validated, { certificateArn: "arn:media" }),
            ],
        },
        "transparency logging that is turned on": {
            resources: [
                certificate({ options: { certificateTransparencyLoggingPreference: "ENABLED" } }),
                validation(),
            ],
        },
        "an imported certificate that a listener takes directly": {
            resources: [certificate(imported), listener({ certificateArn: [certificate()] })],
        },
        "a certificate of a private authority": {
            resources: [certificate({ validationMethod: null, certificateAuthorityArn: unknown })],
        },
        "hosts that its names cover": {
            resources: [
                certificate({ subjectAlternativeNames: ["*.nodes.example.com"] }),
                validation(),
                listener(validated),
                hostRule(["stream.example.com", "edge-1.nodes.example.com"]),
            ],
            parameters: { hosts: ["stream.example.com", "origin.nodes.example.com"] },
        },
        "hosts that the certificates of a listener cover together": {
            resources: [
                ...complete(hostRule(["stream.example.com", "b.example.com"])),
                second,
                validation(second),
                beside(second),
                beside(second, { listenerArn: "arn:other" }, "alb"),
            ],
            parameters: { hosts: ["b.example.com"] },
        },
        "a rule of another listener": {
            resources: complete(hostRule(["b.example.com"], { listenerArn: "arn:other" })),
        },
        "a host that one name is known to cover": {
            resources: [
                certificate({ subjectAlternativeNames: [unknown] }),
                validation(),
                listener(validated),
                hostRule(["stream.example.com"]),
            ],
        },
        "the certificate of another stack": {
            resources: complete(listener({}, { certificateArn: "arn:elsewhere" }, "other")),
        },
    },
    fail: {
        "validation by mail": unsafe(certificate({ validationMethod: "EMAIL" }), validation()),
        "no validation method": unsafe(certificate({ validationMethod: null }), validation()),
        "a certificate that is deleted first": unsafe(
            certificate({}, "media", { deleteBeforeReplace: true }),
            validation(),
        ),
        "an imported certificate that is deleted first": unsafe(
            certificate({ ...imported, domainName: "a.example.com" }, "media", { deleteBeforeReplace: true }),
        ),
        "no transparency logging": unsafe(
            certificate({ options: { certificateTransparencyLoggingPreference: "DISABLED" } }),
            validation(),
        ),
        "no validation": unsafe(certificate()),
        "the validation of another certificate": unsafe(certificate(), second, validation(second)),
        "a listener that does not wait for the validation": unsafe(
            certificate(),
            validation(),
            listener({ certificateArn: [certificate()] }),
        ),
        "a listener that names the certificate by its ARN": unsafe(
            certificate({ arn: "arn:media" }),
            validation(),
            listener({}, { certificateArn: "arn:media" }),
        ),
        "one listener of two that does not wait": unsafe(
            ...complete(listener({ certificateArn: [certificate()] }, {}, "other")),
        ),
        "a certificate beside another that does not wait": unsafe(
            certificate(),
            validation(),
            listener({}, { certificateArn: "arn:x" }),
            {
                ...beside(certificate()),
                dependsOn: { certificateArn: [certificate()] },
            },
        ),
        "a configured host without a listener": {
            ...uncovered(certificate(), validation()),
            parameters: { hosts: ["stream.example.com", "b.example.com"] },
        },
        "a configured host behind a listener": {
            ...uncovered(...complete()),
            parameters: { hosts: ["b.example.com"] },
        },
        "a host of a rule": uncovered(...complete(hostRule(["stream.example.com", "b.example.com"]))),
        "a host of a rule by dependency": uncovered(
            certificate(),
            validation(),
            listener(validated, { arn: unknown }),
            { ...hostRule(["b.example.com"], { listenerArn: unknown }), dependsOn: { listenerArn: [listener({})] } },
        ),
        "a host of a rule although another is not known yet": uncovered(
            ...complete(hostRule([unknown, "b.example.com"])),
        ),
        "hosts that the certificate of another listener covers": uncovered(
            ...complete(hostRule(["b.example.com"])),
            second,
            validation(second),
            listener({ certificateArn: [validation(second)] }, {}, "other"),
        ),
        "the listener's own certificate, not the one beside it": {
            resources: [...complete(hostRule(["c.example.com"])), second, validation(second), beside(second)],
            says: asks("cover every host name of its listeners"),
        },
    },
    unknown: {
        "a validation method": {
            resources: [certificate({ validationMethod: unknown }), validation()],
            waitsFor: waits("validationMethod"),
        },
        "transparency logging": {
            resources: [certificate({ options: unknown }), validation()],
            waitsFor: waits("options"),
        },
        "a validation that may be of any certificate": {
            resources: [certificate(), { ...validation(), dependsOn: {} }],
            waitsFor: waits('certificateArn of the certificate validation "media"'),
        },
        "a host": {
            resources: complete(hostRule([unknown])),
            waitsFor: waits('conditions.1.hostHeader.values.0 of the listener rule "hosts"'),
        },
        "a name that may cover a host": {
            resources: [
                certificate({ subjectAlternativeNames: [unknown] }),
                validation(),
                listener(validated),
                hostRule(["b.example.com"]),
            ],
            waitsFor: waits('subjectAlternativeNames.0 of the certificate "media"'),
        },
        "the name of an imported certificate": {
            resources: [certificate(imported)],
            waitsFor: waits('domainName of the certificate "media"'),
            parameters: { hosts: ["b.example.com"] },
        },
    },
    notApplicable: { "other resources": { resources: [listener({})] } },
});
