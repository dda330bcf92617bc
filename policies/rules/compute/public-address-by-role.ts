import { any } from "../../condition";
import { defineRule } from "../../define-rule";
import type { Findings } from "../../findings";
import { type DeclaredInterface, declaredInterfaces } from "../../parse/declared-interfaces";
import { isSet, isTrue } from "../../properties";
import { ElasticIpTargets } from "../../relations/elastic-ip-targets";
import { ServerSubnets } from "../../relations/server-subnets";
import { mediaRoles, roleOf } from "../../roles";
import type { Subject } from "../../subject";

/** P24. Media goes to the node itself, so that nodes face the internet; nothing else has to. */
export const publicAddressByRole = defineRule<{ publicRoles: string[] }>({
    id: "P24",
    name: "public-address-by-role",
    area: "compute",
    description: "Only servers of roles that clients reach directly may have public addresses.",
    severity: "high",
    equivalents: ["CKV_AWS_88", "AWS-0009", "AG:ec2-instance-no-public-ip"],
    why: "A database with a public address is one wrong security-group rule away from everybody.",
    remediation:
        "Set associatePublicIpAddress to false, or start the servers in subnets that hand out no public addresses.",
    link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
    messages: {
        servers: "The {role} {label} must not give its servers public addresses.",
        server: "The {role} {label} must not have a public address.",
        elastic: "The {label} must not give a {role} server a public address.",
    },
    parameters: {
        publicRoles: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: [...mediaRoles, "web"],
            description: "Roles whose servers may have public addresses.",
        },
    },
    resource: {
        kinds: ["launch template", "instance"],
        check(subject, { publicRoles }, findings) {
            const role = privateRoleOf(subject, publicRoles, findings);
            if (role === undefined) return;
            const decided = declaredInterfaces(subject).filter(isDecided);
            if (decided.length === 0) return findings.notApplicable("The subnet decides about addresses.");
            const isPublic = decided.map((each) => () => isTrue(each.associatesPublicAddress()));
            findings.forbid(subject, messageFor(subject), any(...isPublic), { role });
        },
    },
    stack: {
        kinds: ["launch template", "instance", "Elastic IP", "Elastic IP association"],
        check(stack, { publicRoles }, findings) {
            const subnets = new ServerSubnets(stack);
            const targets = new ElasticIpTargets(stack);
            return (subject) => {
                const { kind, props } = subject;
                if (kind === "Elastic IP" || kind === "Elastic IP association") {
                    for (const server of targets.of(subject)) {
                        const role = privateRoleOf(server, publicRoles, findings);
                        if (role !== undefined) findings.require(subject, "elastic", () => false, { role });
                    }
                    return;
                }
                const role = privateRoleOf(subject, publicRoles, findings);
                // An instance that says nothing itself starts as its launch template says.
                if (role === undefined || (kind === "instance" && isSet(() => props.launchTemplate))) return;
                for (const each of declaredInterfaces(subject).filter((declared) => !isDecided(declared))) {
                    const isOpen = subnets.mayHandOut(subject, each);
                    findings.forbid(subject, messageFor(subject), isOpen, { role });
                }
            };
        },
    },
});

/** The role of a server that has no business on the internet; undefined for others, which the rule does not judge. */
function privateRoleOf(subject: Subject, publicRoles: readonly string[], findings: Findings): string | undefined {
    const role = roleOf(subject);
    if (role === undefined) findings.notApplicable("The server names no role.");
    else if (!publicRoles.includes(role)) return role;
    else findings.notApplicable(`Servers of the role ${role} may have public addresses.`);
    return undefined;
}

/** Whether the inputs alone say if there is an automatic address. */
function isDecided({ exists, associatesPublicAddress }: DeclaredInterface): boolean {
    return exists || isSet(associatesPublicAddress);
}

function messageFor({ kind }: Subject): string {
    return kind === "instance" ? "server" : "servers";
}
