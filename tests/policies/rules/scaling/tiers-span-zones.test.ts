import { tiersSpanZones as rule } from "../../../../policies/rules/scaling/tiers-span-zones";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const subnet = (name: string, props: object = { availabilityZone: `eu-west-1${name}` }): PolicyResource => ({
    type: "aws:ec2/subnet:Subnet",
    name,
    props: { id: unknown, ...props },
});
const [a, b, c] = [subnet("a"), subnet("b"), subnet("c")];
const second = subnet("a2", { availabilityZone: "eu-west-1a" });
const numbered = (number: string, props: object = {}) =>
    subnet(number, { availabilityZoneId: `euw1-az${number}`, ...props });
const veiled = (name: string) => subnet(name, { availabilityZone: unknown });

const group = (role: unknown, props: object, ...subnets: PolicyResource[]): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    props: {
        tags: role === undefined ? [] : [{ key: "media:role", value: role }],
        vpcZoneIdentifiers: subnets.length > 0 ? unknown : [],
        minSize: 1,
        ...props,
    },
    dependsOn: subnets.length > 0 ? { vpcZoneIdentifiers: subnets } : {},
});
/** A group in these subnets, whose ids are not known yet. */
const inside = (role: string, ...subnets: PolicyResource[]) => ({
    resources: [...subnets, group(role, {}, ...subnets)],
});
const listed = (role: string, ids: readonly unknown[], ...subnets: PolicyResource[]) => ({
    resources: [...subnets, group(role, { vpcZoneIdentifiers: ids }, ...subnets)],
});
const zones = (role: string, least = 2) => `The ${role} group "main" must span at least ${least} zones.`;
const servers = (role: string, least: number) => `The ${role} group "main" must keep at least ${least} servers.`;
const label = 'Auto Scaling group "main"';
const prod = { minSize: { origin: 2, edge: 2, web: 2 } };
const sized = (role: string, minSize: unknown = null) => ({
    resources: [a, b, group(role, { minSize }, a, b)],
    parameters: prod,
});
const inZones = (...availabilityZones: unknown[]) => ({
    resources: [group("edge", { vpcZoneIdentifiers: null, availabilityZones })],
});
const named = subnet("n", { id: "subnet-n", availabilityZone: "eu-west-1n" });
const other = { ...group("edge", {}, a, b), name: "other" };

describeRule(rule, {
    pass: {
        "subnets in two zones": inside("origin", a, b),
        "an edge in two zones": inside("edge", a, b),
        "TURN servers in two zones": inside("turn", a, b),
        "web servers in two zones": inside("web", a, b),
        "a pool in three zones": inside("pool", a, b, c),
        "as many ids as subnets": listed("edge", [unknown, unknown], a, b),
        "two zones by id": inside("edge", numbered("1"), numbered("2")),
        "two zones by id whose names AWS fills in": inside(
            "edge",
            numbered("1", { availabilityZone: unknown }),
            numbered("2", { availabilityZone: unknown }),
        ),
        "a subnet by its id": listed("edge", ["subnet-n", unknown], named, a),
        "subnets of another stack, each of which may be in a zone of its own": listed("pool", ["s-1", "s-2", "s-3"]),
        "one subnet of another stack beside one of this": listed("edge", ["subnet-n", "s-1"], named),
        "enough zones whatever another subnet is in": inside("edge", a, b, veiled("v")),
        "zones without subnets": inZones("eu-west-1a", "eu-west-1b"),
        "fewer zones where the configuration says so": { ...inside("edge", a), parameters: { minZones: { edge: 1 } } },
        "a role that only the configuration names": {
            ...inside("mongo", a, b, c),
            parameters: { minZones: { mongo: 3 } },
        },
        "as many servers as asked for": sized("origin", 2),
        "more servers than asked for": sized("web", 3),
        "a role without a size in the configuration": sized("turn", 0),
    },
    fail: {
        "one zone": { ...inside("origin", a), says: [zones("origin")] },
        "two subnets in one zone": { ...inside("edge", a, second), says: [zones("edge")] },
        "a TURN group in one zone": { ...inside("turn", a), says: [zones("turn")] },
        "a web group in one zone": { ...inside("web", a), says: [zones("web")] },
        "a pool in two zones": { ...inside("pool", a, b, second), says: [zones("pool", 3)] },
        "a pool in two zones although another role may be": {
            ...inside("pool", a, b),
            parameters: { minZones: { edge: 1 } },
            says: [zones("pool", 3)],
        },
        "more zones where the configuration says so": {
            ...inside("edge", a, b),
            parameters: { minZones: { edge: 3 } },
            says: [zones("edge", 3)],
        },
        "no subnet at all": { ...listed("edge", []), says: [zones("edge")] },
        "one zone without subnets": { ...inZones("eu-west-1a", "eu-west-1a"), says: [zones("edge")] },
        "one id, whichever of several subnets it names": {
            ...listed("edge", [unknown], a, b),
            says: [zones("edge")],
        },
        "one subnet of another stack": { ...listed("edge", ["s-1"]), says: [zones("edge")] },
        "two subnets of another stack for a pool": { ...listed("pool", ["s-1", "s-2"]), says: [zones("pool", 3)] },
        "one zone by id": {
            ...listed("edge", ["subnet-n", "subnet-m"], named, subnet("m", { ...named.props, id: "subnet-m" })),
            says: [zones("edge")],
        },
        "subnets whose zone is left to AWS": {
            ...inside("edge", subnet("x", {}), subnet("y", {})),
            says: [zones("edge")],
        },
        "too few zones whatever the unknown one is": {
            ...inside("pool", a, veiled("v")),
            says: [zones("pool", 3)],
        },
        "too few subnets whichever they are": {
            ...listed("pool", [unknown, unknown], a, b, c),
            says: [zones("pool", 3)],
        },
        "too few zones whichever subnets the ids name": {
            ...listed("pool", [unknown, unknown, unknown], a, second, b, subnet("b2", b.props)),
            says: [zones("pool", 3)],
        },
        "the group in one zone beside one in two": {
            resources: [other, a, b, group("edge", {}, a)],
            says: [zones("edge")],
        },
        "one server less than asked for": { ...sized("origin", 1), says: [servers("origin", 2)] },
        "an edge of one server": { ...sized("edge", 1), says: [servers("edge", 2)] },
        "no size": { ...sized("web"), says: [servers("web", 2)] },
        "one server in one zone": {
            resources: [a, group("edge", {}, a)],
            parameters: { minSize: { edge: 3 } },
            says: [zones("edge"), servers("edge", 3)],
        },
        "too few servers while the zones are not known yet": {
            resources: [group("edge", { vpcZoneIdentifiers: ["s-1", "s-2"], minSize: 1 })],
            parameters: prod,
            says: [servers("edge", 2)],
        },
    },
    unknown: {
        "the zone of a subnet": {
            ...inside("edge", a, veiled("v")),
            waitsFor: [[label, 'availabilityZone of the subnet "v"']],
        },
        "the zones of two subnets": {
            ...inside("edge", veiled("v"), veiled("w")),
            waitsFor: [[label, 'availabilityZone of the subnet "v"', 'availabilityZone of the subnet "w"']],
        },
        "the zone of a subnet by id": {
            ...inside("edge", a, subnet("v", { availabilityZoneId: unknown })),
            waitsFor: [[label, 'availabilityZoneId of the subnet "v"']],
        },
        "subnets that depend on nothing": {
            resources: [group("edge", { vpcZoneIdentifiers: unknown })],
            waitsFor: [[label, "vpcZoneIdentifiers"]],
        },
        "which subnets the ids name": {
            ...listed("edge", [unknown, unknown], a, b, c),
            waitsFor: [[label, "vpcZoneIdentifiers"]],
        },
        "which subnet stands beside one of another stack": {
            ...listed("edge", ["s-1", unknown], a, b),
            waitsFor: [[label, "vpcZoneIdentifiers"]],
        },
        "a zone without subnets": {
            ...inZones("eu-west-1a", unknown),
            waitsFor: [[label, "availabilityZones.1"]],
        },
        "a size": { ...sized("origin", unknown), waitsFor: [[label, "minSize"]] },
        "a role": {
            resources: [group(unknown, {}, a)],
            waitsFor: [[label, "tags.0.value"]],
        },
    },
    notApplicable: {
        "groups of other roles": { resources: [a, group("mongo", {}, a)] },
        "groups without a role": { resources: [a, group(undefined, {}, a)] },
        "stacks without groups": { resources: [a] },
    },
});
