import { all, any, of } from "../../condition";
import { defineRule } from "../../define-rule";
import { allowsAction } from "../../parse/action-pattern";
import { isDnsPolicy } from "../../parse/managed-policy";
import { policyStatements } from "../../parse/policy-document";
import { known } from "../../properties";
import { RolePolicies } from "../../relations/role-policies";
import { serverRoles } from "../../relations/server-roles";
import { mediaRoles, roleOf } from "../../roles";

/** Every action of Route 53 that changes something and says so in its name. */
const changes = ["ChangeResourceRecordSets", "ChangeTagsForResource", "ChangeCidrCollection"];

/** P22. A server that can change records can take over the names of the others. */
export const instanceRoleWithoutDns = defineRule({
    id: "P22",
    name: "instance-role-without-dns",
    area: "compute",
    description: "Media servers must not be able to change DNS records; only the DNS function writes the zone.",
    severity: "high",
    equivalents: [],
    why: "One media server that is broken into could send the users of every other one to an address of its choice.",
    remediation: "Take route53 actions out of the role of the servers; the DNS function keeps a name for each of them.",
    link: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/r53-api-permissions-ref.html",
    messages: { dns: 'The instance role "{name}" must not be able to change DNS records.' },
    parameters: {},
    stack: {
        kinds: ["IAM role"],
        check(stack, _parameters, findings) {
            const policies = new RolePolicies(stack);
            const servers = serverRoles(stack);
            const isOfMediaServer = servers.where((server) => () => mediaRoles.includes(String(roleOf(server))));
            return (role) => {
                if (!servers.mayUse(role)) return findings.notApplicable("The stack has no role of a media server.");
                const mayChange = any(
                    ...policies.documentsOf(role).map(({ owner, read }) => of(owner, () => allowsChanges(read()))),
                    // Policies of the stack have their documents above; those of AWS are literals, which are known.
                    () => policies.managedArnsOf(role).some((read) => isDnsPolicy(known(read))),
                    () => policies.mayBeMore,
                );
                findings.forbid(role, "dns", all(mayChange, isOfMediaServer(role)));
            };
        },
    },
});

function allowsChanges(document: unknown): boolean {
    const statements = policyStatements(document);
    if (statements === undefined) return true;
    return statements.some((statement) => changes.some((action) => allowsAction(statement, `route53:${action}`)));
}
