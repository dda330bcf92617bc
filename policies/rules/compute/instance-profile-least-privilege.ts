import { any, type Condition } from "../../condition";
import { defineRule } from "../../define-rule";
import type { Findings } from "../../findings";
import { isPowerfulPolicy } from "../../parse/managed-policy";
import { type PolicyStatement, policyStatements } from "../../parse/policy-document";
import { at, elements, isSet, type Reader } from "../../properties";
import { mediaRoles, roleOf } from "../../roles";
import type { Subject } from "../../subject";

/** P21. Whoever breaks into a media server has what its role allows. */
export const instanceProfileLeastPrivilege = defineRule({
    id: "P21",
    name: "instance-profile-least-privilege",
    area: "compute",
    description: "Media servers must have a role of their own, and roles must be allowed named actions only.",
    severity: "high",
    equivalents: [
        "CKV2_AWS_41",
        "CKV_AWS_62",
        "CKV_AWS_63",
        "CKV_AWS_286",
        "CKV_AWS_287",
        "CKV_AWS_288",
        "CKV_AWS_289",
        "CKV_AWS_290",
        "CKV_AWS_355",
        "AWS-0057",
        "IAM5",
        "NIST:EC2InstanceProfileAttached",
    ],
    why: "A media server faces the internet on thousands of ports; with a wide role its fall is the fall of the account.",
    remediation:
        "Give the servers an instance profile, write policies with single actions, and attach no policy of AWS with full access.",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    messages: {
        profile: "The {label} must give its servers an instance profile.",
        server: "The {label} must have an instance profile.",
        actions: "The {label} must name the actions it allows.",
        managed: "The {label} must not use a policy of AWS that allows everything.",
    },
    parameters: {},
    resource: {
        kinds: ["launch template", "instance", "role policy", "IAM policy", "IAM role", "role policy attachment"],
        check(subject, _parameters, findings) {
            const { kind, props } = subject;
            switch (kind) {
                case "launch template":
                case "instance":
                    return judgeServer(subject, findings);
                case "role policy attachment":
                    return findings.forbid(subject, "managed", () => isPowerfulPolicy(props.policyArn));
                case "IAM role": {
                    const inline = elements(() => props.inlinePolicies).map((read) => () => at(read(), "policy"));
                    const managed = elements(() => props.managedPolicyArns);
                    findings.forbid(subject, "actions", any(...inline.map(isWide)));
                    findings.forbid(subject, "managed", any(...managed.map((read) => () => isPowerfulPolicy(read()))));
                    return;
                }
                default:
                    return findings.forbid(
                        subject,
                        "actions",
                        isWide(() => props.policy),
                    );
            }
        },
    },
});

function judgeServer(subject: Subject, findings: Findings): void {
    const { kind, props } = subject;
    const profile = (key: string) => isSet(() => at(props, "iamInstanceProfile", key));
    if (!mediaRoles.includes(String(roleOf(subject)))) {
        findings.notApplicable("It starts no media server.");
    } else if (kind === "instance") {
        // What the instance does not say itself its launch template says.
        const hasProfile = isSet(() => props.iamInstanceProfile) || isSet(() => props.launchTemplate);
        findings.require(subject, "server", () => hasProfile);
    } else {
        findings.require(subject, "profile", () => profile("arn") || profile("name"));
    }
}

/** Whether a document allows everything, or everything of a service. One that cannot be read may. */
function isWide(document: Reader): Condition {
    return () => policyStatements(document())?.some(allowsEverything) ?? true;
}

function allowsEverything({ effect, actions, notActions, resources, notResources }: PolicyStatement): boolean {
    const isEveryAction = notActions.length > 0 || actions.some((action) => /(^|:)\*+$/.test(action));
    const isEverywhere = notResources.length > 0 || resources.some((resource) => /^\*+$/.test(resource));
    return effect === "Allow" && isEveryAction && isEverywhere;
}
