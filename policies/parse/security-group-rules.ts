import { any, type Condition } from "../condition";
import { at, elements, isSet, isTrue, type Reader } from "../properties";
import type { Subject } from "../subject";
import { everyPort, type PortRange, portRange } from "./port-range";

/** `all` opens every protocol; `portless` are ICMP and other protocols whose numbers are not ports. */
export type Protocol = "tcp" | "udp" | "all" | "portless";

/** One rule of a security group. Each part is read by itself, because any of them may not be known yet. */
export interface SecurityGroupRule {
    readonly direction: Reader<"ingress" | "egress">;
    readonly protocol: Reader<Protocol>;
    /** Every port when the protocol is `all`. Meaningless for portless protocols. */
    readonly ports: Reader<PortRange>;
    /** Address ranges in CIDR notation, one reader each. */
    readonly ranges: readonly Reader[];
    /** Whether any address range is a source, also one that is not known yet. */
    readonly hasRanges: Condition;
    /** Ids of other security groups, one reader each. */
    readonly groups: readonly Reader[];
    /** Whether any security group is a source, also one that is not known yet. */
    readonly hasGroups: Condition;
    /** True when the group's own members are a source. */
    readonly self: Reader<boolean>;
    /** True when a prefix list is a source. */
    readonly prefixLists: Reader<boolean>;
    /** Ids of prefix lists, one reader each. */
    readonly prefixListIds: readonly Reader[];
    readonly description: Reader;
}

/** Names that the four shapes of a rule give to the same things. */
interface Shape {
    readonly protocol: string;
    /** Properties that hold lists: one that is not known yet may turn out to be empty. */
    readonly lists: readonly string[];
    readonly ranges: readonly string[];
    readonly groups: readonly string[];
    readonly prefixLists: string;
}

const inlineShape: Shape = {
    protocol: "protocol",
    lists: ["cidrBlocks", "ipv6CidrBlocks", "securityGroups", "prefixListIds"],
    ranges: ["cidrBlocks", "ipv6CidrBlocks"],
    groups: ["securityGroups"],
    prefixLists: "prefixListIds",
};

const ruleShape: Shape = { ...inlineShape, groups: ["sourceSecurityGroupId"] };

const singleShape: Shape = {
    protocol: "ipProtocol",
    lists: [],
    ranges: ["cidrIpv4", "cidrIpv6"],
    groups: ["referencedSecurityGroupId"],
    prefixLists: "prefixListId",
};

/** The rules that a resource declares, in whichever of the four shapes. Empty for kinds that declare none. */
export function securityGroupRules({ kind, props }: Pick<Subject, "kind" | "props">): SecurityGroupRule[] {
    switch (kind) {
        case "security group":
        case "default security group":
            return (["ingress", "egress"] as const).flatMap((direction) =>
                elements(() => props[direction]).map((read) => parse(read, inlineShape, () => direction)),
            );
        case "security group rule":
            return [
                parse(
                    () => props,
                    ruleShape,
                    () => (props.type === "egress" ? "egress" : "ingress"),
                ),
            ];
        case "ingress rule":
            return [
                parse(
                    () => props,
                    singleShape,
                    () => "ingress",
                ),
            ];
        case "egress rule":
            return [
                parse(
                    () => props,
                    singleShape,
                    () => "egress",
                ),
            ];
        default:
            return [];
    }
}

function parse(read: Reader, shape: Shape, direction: Reader<"ingress" | "egress">): SecurityGroupRule {
    const protocol = () => protocolOf(at(read(), shape.protocol));
    return {
        direction,
        protocol,
        ports: () => (protocol() === "all" ? everyPort : portRange(at(read(), "fromPort"), at(read(), "toPort"))),
        ranges: shape.ranges.flatMap((key) => oneOrMany(() => at(read(), key))),
        hasRanges: any(...shape.ranges.map((key) => () => hasSource(read(), key, shape))),
        groups: shape.groups.flatMap((key) => oneOrMany(() => at(read(), key))),
        hasGroups: any(...shape.groups.map((key) => () => hasSource(read(), key, shape))),
        self: () => isTrue(at(read(), "self")),
        prefixLists: () => hasSource(read(), shape.prefixLists, shape),
        prefixListIds: oneOrMany(() => at(read(), shape.prefixLists)),
        description: () => at(read(), "description"),
    };
}

/** AWS takes names and IANA numbers. What is not there at all opens everything, to be on the safe side. */
function protocolOf(value: unknown): Protocol {
    switch (String(value ?? "all").toLowerCase()) {
        case "-1":
        case "all":
            return "all";
        case "6":
        case "tcp":
            return "tcp";
        case "17":
        case "udp":
            return "udp";
        default:
            return "portless";
    }
}

function hasSource(rule: unknown, key: string, { lists }: Shape): boolean {
    const read = () => at(rule, key);
    if (lists.includes(key)) read();
    return isSet(read);
}

/** Readers of a property that holds one value in one shape and a list of values in the other. */
function oneOrMany(read: Reader): Reader[] {
    const list = () => {
        const value = read();
        if (value === undefined || value === "") return [];
        return Array.isArray(value) ? value : [value];
    };
    return elements(list);
}
