import { any } from "../../condition";
import { defineRule } from "../../define-rule";
import type { Findings } from "../../findings";
import { isSet, isTrue } from "../../properties";
import { AutomaticAddresses, statedAddresses } from "../../relations/automatic-addresses";
import { ElasticIpTargets } from "../../relations/elastic-ip-targets";
import { mediaRoles, roleOf, roles } from "../../roles";
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
        kinds: ["launch template"],
        check(subject, { publicRoles }, findings) {
            const role = privateRoleOf(subject, publicRoles, findings);
            if (role === undefined) return;
            const stated = statedAddresses(subject);
            if (stated.length === 0) return findings.notApplicable("The subnets decide about addresses.");
            findings.forbid(subject, "servers", any(...stated.map((read) => () => isTrue(read()))), { role });
        },
    },
    stack: {
        kinds: ["launch template", "instance", "Elastic IP", "Elastic IP association"],
        check(stack, { publicRoles }, findings) {
            const addresses = new AutomaticAddresses(stack);
            const targets = new ElasticIpTargets(stack);
            return (subject) => {
                const { kind, props } = subject;
                if (kind === "Elastic IP" || kind === "Elastic IP association") {
                    for (const server of targets.of(subject)) {
                        const role = privateRoleOf(server, publicRoles, findings);
                        if (role !== undefined) findings.forbid(subject, "elastic", () => true, { role });
                    }
                    return;
                }
                const role = privateRoleOf(subject, publicRoles, findings);
                if (role === undefined) return;
                if (kind === "launch template") {
                    return findings.forbid(subject, "servers", addresses.ofTemplate(subject), { role });
                }
                // What the instance does not say itself its launch template says.
                if (isSet(() => props.launchTemplate)) return;
                findings.forbid(subject, "server", addresses.ofInstance(subject), { role });
            };
        },
    },
});

/** What to call the role of a server that has no business on the internet; undefined for others, which the rule does not judge. */
function privateRoleOf(subject: Subject, publicRoles: readonly string[], findings: Findings): string | undefined {
    const role = roleOf(subject);
    // A role that is no role of a cluster is the value of a tag, which no message may show.
    if (role !== undefined && !publicRoles.includes(role)) return roles.includes(role) ? role : "private";
    findings.notApplicable("The server names no role, or one whose servers may have public addresses.");
    return undefined;
}
