import { all, type Condition, not, of } from "../../condition";
import { defineRule } from "../../define-rule";
import { allowsAction, coversAction } from "../../parse/action-pattern";
import { isPowerfulPolicy } from "../../parse/managed-policy";
import { type PolicyStatement, policyStatements } from "../../parse/policy-document";
import { known } from "../../properties";
import { type RoleDocument, RolePolicies } from "../../relations/role-policies";
import { roleOf } from "../../roles";
import type { Relation, Stack } from "../../stack";

const CHANGE = "route53:ChangeResourceRecordSets";
const COMPLETE = "autoscaling:CompleteLifecycleAction";

/** Keys by which IAM sees the records, types and actions of a change. */
const changeKeys = [`${CHANGE}NormalizedRecordNames`, `${CHANGE}RecordTypes`, `${CHANGE}Actions`];

const roleOfFunction: Relation = { property: "role", kinds: ["IAM role"], identity: "arn" };

/** P52. Whoever makes the function change records at will owns every name of the domain. */
export const dnsFunctionLeastPrivilege = defineRule<object>({
    id: "P52",
    name: "dns-function-least-privilege",
    area: "functions",
    description: "The function that writes DNS records must be able to write its own records only.",
    severity: "critical",
    equivalents: ["IAM5", "AWS-0057"],
    why: "With the whole zone in its hands, one bad event can delete the records of the website and of the mail.",
    remediation:
        "Allow route53:ChangeResourceRecordSets on one hosted zone, with ForAllValues conditions on its record names, types and actions, and lifecycle completion on named groups.",
    link: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html",
    messages: { limited: 'The role of the DNS function "{name}" must be limited to its own records in one zone.' },
    parameters: {},
    stack: {
        kinds: ["function"],
        check(stack, _parameters, findings) {
            const policies = new RolePolicies(stack);
            return (subject) => {
                if (roleOf(subject) !== "dns") return findings.notApplicable("The stack has no DNS function.");
                const [role] = stack.referents(subject, roleOfFunction);
                if (role === undefined) return findings.notApplicable("The role of the function is not in the stack.");
                const documents = policies.documentsOf(role);
                findings.require(
                    subject,
                    "limited",
                    all(
                        ...documents.map((document) => isLimited(document, stack)),
                        () => zonesOf(documents).size <= 1,
                        () => !policies.managedArnsOf(role).some((read) => isPowerfulPolicy(known(read))),
                        not(() => policies.mayBeMore),
                    ),
                );
            };
        },
    },
});

function isLimited({ owner, read }: RoleDocument, stack: Stack): Condition {
    return of(owner, () => {
        const statements = policyStatements(read());
        return (
            statements?.every((statement) => changesOwnRecords(statement) && completesOwnGroups(statement, stack)) ??
            false
        );
    });
}

function changesOwnRecords(statement: PolicyStatement): boolean {
    if (!allowsAction(statement, CHANGE)) return true;
    const { actions, notActions, resources } = statement;
    const isExact = actions.filter((action) => coversAction(action, CHANGE)).every((action) => !/[*?]/.test(action));
    const isOneZone = resources.length === 1 && resources.every((resource) => zonePattern.test(resource));
    return notActions.length === 0 && isExact && isOneZone && changeKeys.every((key) => limits(statement, key));
}

const zonePattern = /^arn:aws[a-z-]*:route53:::hostedzone\/\w+$/;

/** Only ForAllValues demands that every change of a request is allowed, and a star alone allows all. */
function limits({ conditions }: PolicyStatement, key: string): boolean {
    return Object.entries(conditions).some(
        ([operator, keys]) =>
            /^ForAllValues:String(Equals|EqualsIgnoreCase|Like)$/i.test(operator) &&
            Object.entries(keys).some(
                ([name, values]) =>
                    name.toLowerCase() === key.toLowerCase() && values.every((value) => !/^\*+$/.test(value)),
            ),
    );
}

/** Zones in which the documents, as far as they are known, allow changes. */
function zonesOf(documents: readonly RoleDocument[]): ReadonlySet<string> {
    const statements = documents.flatMap(({ read }) => policyStatements(known(read)) ?? []);
    return new Set(statements.filter((each) => allowsAction(each, CHANGE)).flatMap(({ resources }) => resources));
}

function completesOwnGroups(statement: PolicyStatement, stack: Stack): boolean {
    if (!allowsAction(statement, COMPLETE)) return true;
    const { resources, conditions } = statement;
    const isOwn = (resource: string) => {
        const name = resource.split(":autoScalingGroupName/")[1];
        return stack.identified(["Auto Scaling group"], "name", name).length > 0;
    };
    const isTagged = Object.entries(conditions).some(
        ([operator, keys]) =>
            operator === "StringEquals" &&
            Object.keys(keys).some((key) => /^(aws|autoscaling):ResourceTag\//i.test(key)),
    );
    return resources.length > 0 && (isTagged || resources.every(isOwn));
}
