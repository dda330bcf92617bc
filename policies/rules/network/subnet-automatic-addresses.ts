import { defineRule } from "../../define-rule";
import { isTrue } from "../../properties";
import { mediaRoles, roleOf } from "../../roles";

/** P35. A server in such a subnet faces the internet although nobody asked for it. */
export const subnetAutomaticAddresses = defineRule<{ publicRoles: string[] }>({
    id: "P35",
    name: "subnet-automatic-addresses",
    area: "network",
    description: "Only subnets of roles that face the internet may give each server a public address.",
    severity: "medium",
    equivalents: ["CKV_AWS_130", "AWS-0164"],
    why: "Whatever is started in a subnet with automatic addresses can be reached from outside, a database too.",
    remediation: "Set mapPublicIpOnLaunch to false, or tag the subnet with the role of the servers that it is for.",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
    messages: { addresses: "The {label} must not hand out public addresses." },
    parameters: {
        publicRoles: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: [...mediaRoles, "web", "lb"],
            description: "Roles whose subnets may hand out public addresses.",
        },
    },
    resource: {
        kinds: ["subnet"],
        check(subject, { publicRoles }, findings) {
            const role = roleOf(subject);
            if (role === undefined) return findings.notApplicable("The subnet names no role.");
            const isClosed = !publicRoles.includes(role);
            findings.forbid(subject, "addresses", () => isClosed && isTrue(subject.props.mapPublicIpOnLaunch));
        },
    },
});
