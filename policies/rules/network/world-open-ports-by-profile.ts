import { all, any, type Condition, not, some } from "../../condition";
import { defineRule } from "../../define-rule";
import type { ValueSchema } from "../../parameters";
import { isWorld } from "../../parse/address-range";
import { containsPort, isCovered, type PortRange, parsePorts, portCount } from "../../parse/port-range";
import { type SecurityGroupRule, securityGroupRules } from "../../parse/security-group-rules";
import { PrefixLists } from "../../relations/prefix-lists";
import { groupOfRule, ingressHolders, takesRoleOfGroup } from "../../relations/security-groups";
import { profileOf, roleOf } from "../../roles";
import type { Subject } from "../../subject";

/** Ports by profile, then by role. `any` stands for every profile, or for every role that may face the internet. */
type PortTable = Record<string, Partial<Record<string, (string | number)[]>>>;

interface PortParameters {
    tcp: PortTable;
    udp: PortTable;
    maxUdpPorts: number;
    never: number[];
}

/** Roles that nobody outside the cluster talks to. */
const closedRoles: readonly (string | undefined)[] = ["mongo", "dns", "log", "shared"];

const portTable: ValueSchema = {
    type: "object",
    additionalProperties: {
        type: "object",
        additionalProperties: {
            type: "array",
            items: { type: ["integer", "string"], minimum: 0, maximum: 65535, pattern: "^\\d+(-\\d+)?$" },
        },
    },
};

/** P28. What faces the internet is what the profile needs there, and nothing else. */
export const worldOpenPortsByProfile = defineRule<PortParameters>({
    id: "P28",
    name: "world-open-ports-by-profile",
    area: "network",
    description:
        "Only the ports that a profile needs for its clients may be open to the world, on the tier that serves them.",
    severity: "high",
    equivalents: ["CKV_AWS_277", "EC23", "NIST:EC2RestrictedCommonPorts"],
    why: "Ports of nodes behind a balancer, of the cluster and of the database are no business of the internet.",
    remediation:
        "Name the balancer's security group or a narrower address range as the source, or add a media port to the rule's parameters.",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    messages: { open: "The {label} must open only the media ports of its tier to the world." },
    parameters: {
        tcp: {
            ...portTable,
            default: {
                any: { turn: [443, 3478] },
                "ant-media": { lb: [80, 443, 1935, 5080, 5443, 8443], pool: [443, 5443] },
                "media-pool": { pool: [443] },
                "streaming-backend": { lb: [80, 443] },
                "web-app": { lb: [80, 443] },
            },
            description: "TCP ports by profile and role.",
        },
        udp: {
            ...portTable,
            default: {
                any: { turn: [443, 3478, "49152-65535"] },
                "ant-media": {
                    lb: [4200],
                    origin: ["50000-60000"],
                    edge: ["50000-60000"],
                    pool: ["50000-60000"],
                },
                generic: { any: ["50000-60000"] },
                "media-pool": { pool: [443, 7885, "16384-32768", "50000-60000"] },
            },
            description: "UDP ports by profile and role; stream ports that users choose belong here.",
        },
        maxUdpPorts: { type: "integer", minimum: 1, default: 16385, description: "Widest UDP range, in ports." },
        never: {
            type: "array",
            items: { type: "integer", minimum: 0, maximum: 65535 },
            default: [4444, 5000, 27017],
            description: "TCP ports that stay closed to the world for every role: dashboard, cluster, database.",
        },
    },
    resource: {
        kinds: ingressHolders,
        check(subject, parameters, findings) {
            if (takesRoleOfGroup(subject)) {
                return findings.notApplicable("The rule names no role; it is judged with its security group.");
            }
            findings.forbid(subject, "open", opensTooMuch(subject, subject, parameters, fromWorld));
        },
    },
    stack: {
        kinds: ingressHolders,
        check(stack, parameters, findings) {
            const lists = new PrefixLists(stack);
            return (subject) => {
                const byList = (rule: SecurityGroupRule) => lists.admitWorld(rule, subject);
                if (!takesRoleOfGroup(subject)) {
                    if (lists.isEmpty) return findings.notApplicable("The rules name their roles themselves.");
                    return findings.forbid(subject, "open", opensTooMuch(subject, subject, parameters, byList));
                }
                const world = (rule: SecurityGroupRule) => any(fromWorld(rule), byList(rule));
                const groups = stack.referents(subject, groupOfRule);
                // A group of another program is judged like one without tags.
                for (const owner of groups.length > 0 ? groups : [subject]) {
                    findings.forbid(subject, "open", opensTooMuch(subject, owner, parameters, world));
                }
            };
        },
    },
});

function fromWorld({ ranges }: SecurityGroupRule): Condition {
    return some(ranges, isWorld);
}

/** @param owner resource whose tags name role and profile @param isOpen whether a rule lets the world in */
function opensTooMuch(
    subject: Subject,
    owner: Subject,
    parameters: PortParameters,
    isOpen: (rule: SecurityGroupRule) => Condition,
): Condition {
    return any(
        ...securityGroupRules(subject).map((rule) =>
            all(
                () => rule.direction() === "ingress",
                () => rule.protocol() !== "portless",
                isOpen(rule),
                not(() => isMediaPort(rule, roleOf(owner), profileOf(owner), parameters)),
            ),
        ),
    );
}

function isMediaPort(
    rule: SecurityGroupRule,
    role: string | undefined,
    profile: string,
    { tcp, udp, maxUdpPorts, never }: PortParameters,
): boolean {
    const [protocol, ports] = [rule.protocol(), rule.ports()];
    if (closedRoles.includes(role)) return false;
    if (protocol === "udp") return portCount(ports) <= maxUdpPorts && isCovered(ports, openPorts(udp, profile, role));
    if (protocol !== "tcp" || never.some((port) => containsPort(ports, port))) return false;
    return isCovered(ports, openPorts(tcp, profile, role));
}

function openPorts(table: PortTable, profile: string, role = "any"): PortRange[] {
    const entries = [table[profile]?.[role], table[profile]?.any, table.any?.[role]].flatMap((ports) => ports ?? []);
    return entries.map((entry) => {
        const range = parsePorts(entry);
        if (range !== undefined) return range;
        throw new Error(
            'The parameters "tcp" and "udp" of the rule "world-open-ports-by-profile" take ports from 0 to 65535 and ranges such as "50000-60000"; correct the entry in the policy configuration.',
        );
    });
}
