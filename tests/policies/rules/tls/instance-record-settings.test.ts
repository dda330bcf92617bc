import { instanceRecordSettings as rule } from "../../../../policies/rules/tls/instance-record-settings";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const variables = { RECORD_TTL: "60", ZONE_ID: "Znodes", OWNER_ID: "0a1b2c3d" };
const lambda = (
    changed: object = {},
    { name = "registrar", role = "dns", zones = [] as PolicyResource[] } = {},
): PolicyResource => ({
    type: "aws:lambda/function:Function",
    name,
    props: { environment: { variables: { ...variables, ...changed } }, tags: { "media:role": role } },
    dependsOn: { environment: zones },
});
const nothing = { RECORD_TTL: null, ZONE_ID: null, OWNER_ID: null };
const zone = (name: string, props: object = {}): PolicyResource => ({
    type: "aws:route53/zone:Zone",
    name,
    props: { name: `${name}.example.com`, zoneId: `Z${name}`, ...props },
});
const record = (props: object, dependsOn: PolicyResource["dependsOn"] = {}, name = "record"): PolicyResource => ({
    type: "aws:route53/record:Record",
    name,
    props: { type: "A", ttl: 60, ...props },
    dependsOn,
});
const owner = (type: string, props: object = {}, role = "edge"): PolicyResource => ({
    type,
    name: "edge",
    props: { tags: { "media:role": role }, ...props },
});
const instance = "aws:ec2/instance:Instance";
const address = "aws:ec2/eip:Eip";
const networkInterface = "aws:ec2/networkInterface:NetworkInterface";

const [nodes, apex] = [zone("nodes"), zone("apex")];
const [newNodes, newApex] = [zone("nodes", { zoneId: unknown }), zone("apex", { zoneId: unknown })];
const delegation = record({ type: "NS", zoneId: "Zapex", name: "nodes.example.com", records: ["ns-1.example.net"] });
const newDelegation = record(
    { type: "NS", zoneId: unknown, name: "other", records: unknown },
    { zoneId: [newApex], records: [newNodes] },
);
const ownDelegation = record({ type: "NS", zoneId: "Znodes", name: "nodes.example.com" });

const says = [
    'The DNS function "registrar" must write short-lived records with an owner mark into the delegated zone.',
];
const refused = (...resources: PolicyResource[]) => ({ resources, says });
const longLived = (resource: PolicyResource, records: unknown, ttl: unknown = 61) => ({
    resources: [resource, record({ records, ttl }, records === unknown ? { records: [resource] } : {})],
    says: ['The DNS record "record" must be short-lived, because it names a media server.'],
});
const waits = (...causes: string[]) => [['function "registrar"', ...causes] as const];

describeRule(rule, {
    pass: {
        "short-lived records with a mark": { resources: [lambda()] },
        "the time that the function takes by itself": { resources: [lambda({ RECORD_TTL: null })] },
        "an empty time, which is none": { resources: [lambda({ RECORD_TTL: "" })] },
        "one second": { resources: [lambda({ RECORD_TTL: "1" })] },
        "a longer time by configuration": {
            resources: [lambda({ RECORD_TTL: "300" })],
            parameters: { maxTtl: 300 },
        },
        "marks of their own": {
            resources: [
                lambda(),
                lambda({ OWNER_ID: "ffffffff" }, { name: "second" }),
                lambda({ OWNER_ID: null }, { name: "third", role: "log" }),
            ],
        },
        "a function beside the one that writes": { resources: [lambda(), lambda(nothing, { name: "second" })] },
        "a function beside one that may write": {
            resources: [
                lambda({ ...nothing, ZONE_ID: unknown, OWNER_ID: "0a1b2c3d" }),
                lambda(nothing, { name: "second" }),
            ],
        },
        "a zone and a mark that are made by the program": {
            resources: [lambda({ ZONE_ID: unknown, OWNER_ID: unknown })],
        },
        "any zone of a stack that delegates none": {
            resources: [lambda({ ZONE_ID: "Zapex" }), apex, nodes, ownDelegation],
        },
        "the delegated zone by id": { resources: [lambda(), apex, nodes, delegation] },
        "the delegated zone by dependency": {
            resources: [lambda({ ZONE_ID: unknown }, { zones: [newNodes] }), newApex, newNodes, newDelegation],
        },
        "short-lived records of servers": {
            resources: [owner(address, { publicIp: "192.0.2.1" }), record({ records: ["192.0.2.1"] })],
        },
        "longer records of servers by configuration": {
            resources: [owner(address, { publicIp: "192.0.2.1" }), record({ records: ["192.0.2.1"], ttl: 300 })],
            parameters: { maxTtl: 300 },
        },
        "long-lived records of other things": {
            resources: [
                lambda(),
                owner(address, { publicIp: "192.0.2.1" }, "lb"),
                record({ records: ["192.0.2.1"], ttl: 300 }),
            ],
        },
    },
    fail: {
        "61 seconds": refused(lambda({ RECORD_TTL: "61" })),
        "no time at all": refused(lambda({ RECORD_TTL: "0" })),
        "what is no number": refused(lambda({ RECORD_TTL: "a minute" })),
        "the function's own time where less is wanted": {
            ...refused(lambda({ RECORD_TTL: null })),
            parameters: { maxTtl: 59 },
        },
        "no zone": refused(lambda({ ZONE_ID: null })),
        "an empty zone": refused(lambda({ ZONE_ID: "" })),
        "no mark": refused(lambda({ OWNER_ID: null })),
        "an empty mark": refused(lambda({ OWNER_ID: "" }), lambda({ OWNER_ID: "" }, { name: "second", role: "log" })),
        "the mark of another function": refused(lambda(), lambda({}, { name: "second", role: "log" })),
        "a function beside the one that writes, which is told where to write": {
            resources: [lambda(), lambda({ ...nothing, ZONE_ID: "Znodes" }, { name: "second" })],
            says: says.map((text) => text.replace("registrar", "second")),
        },
        "a function beside the one that writes, which is told for how long": {
            resources: [lambda(), lambda({ ...nothing, RECORD_TTL: "60" }, { name: "second" })],
            says: says.map((text) => text.replace("registrar", "second")),
        },
        "functions of which none is told what to write": {
            resources: [lambda(nothing), lambda(nothing, { name: "second" })],
            says: [...says, ...says.map((text) => text.replace("registrar", "second"))],
        },
        "a function beside one of another role that is told what to write": refused(
            lambda(nothing),
            lambda({}, { name: "second", role: "log" }),
        ),
        "no environment": refused({ ...lambda(), props: { tags: { "media:role": "dns" } } }),
        "the zone above the delegated one": refused(lambda({ ZONE_ID: "Zapex" }), apex, nodes, delegation),
        "a zone that is not in the stack, beside a delegated one": refused(
            lambda({ ZONE_ID: "Zother" }),
            apex,
            nodes,
            delegation,
        ),
        "the zone above the delegated one, by dependency": refused(
            lambda({ ZONE_ID: unknown }, { zones: [newApex] }),
            newApex,
            newNodes,
            newDelegation,
        ),
        "a delegation from a zone that is not known yet": refused(lambda({ ZONE_ID: "Zapex" }), apex, nodes, {
            ...delegation,
            props: { ...delegation.props, zoneId: unknown },
        }),
        "a record of an instance": longLived(owner(instance, { publicIp: "192.0.2.1" }), ["192.0.2.1"]),
        "a record of an instance inside": longLived(owner(instance, { privateIp: "10.0.0.1" }), ["10.0.0.1"]),
        "a record of an Elastic IP": longLived(owner(address, { publicIp: "192.0.2.1" }), ["192.0.2.2", "192.0.2.1"]),
        "a record of a network interface": longLived(owner(networkInterface, { privateIp: "10.0.0.1" }), ["10.0.0.1"]),
        "a record of an instance by dependency": longLived(owner(instance), unknown),
        "a record of an Elastic IP by dependency": longLived(owner(address), unknown),
        "a record of a network interface by dependency": longLived(owner(networkInterface), unknown),
        "a record without a time": longLived(owner(address), unknown, null),
        "a record of the other protocol": {
            ...longLived(owner(instance), unknown),
            resources: [
                owner(instance),
                record({ type: "AAAA", records: unknown, ttl: 3600 }, { records: [owner(instance)] }),
            ],
        },
    },
    unknown: {
        "all that a function is told": {
            resources: [{ ...lambda(), props: { environment: unknown, tags: { "media:role": "dns" } } }],
            waitsFor: waits("environment"),
        },
        "what a function is": {
            resources: [{ ...lambda(), props: { tags: unknown } }],
            waitsFor: waits("tags"),
        },
        "a time": { resources: [lambda({ RECORD_TTL: unknown })], waitsFor: waits("environment.variables.RECORD_TTL") },
        "a zone that may be the delegated one": {
            resources: [lambda({ ZONE_ID: unknown }), apex, nodes, delegation],
            waitsFor: waits("environment.variables.ZONE_ID"),
        },
        "which of two zones it is": {
            resources: [lambda({ ZONE_ID: unknown }, { zones: [newApex, newNodes] }), newApex, newNodes, newDelegation],
            waitsFor: waits("environment"),
        },
        "a mark of another function": {
            resources: [lambda(), lambda({ OWNER_ID: unknown }, { name: "second", role: "log" })],
            waitsFor: waits('environment.variables.OWNER_ID of the function "second"'),
        },
        "its own mark, beside another": {
            resources: [lambda({ OWNER_ID: unknown }), lambda({}, { name: "second", role: "log" })],
            waitsFor: waits('environment.variables.OWNER_ID of the function "registrar"'),
        },
        "the time of a record": {
            resources: [owner(instance), record({ records: unknown, ttl: unknown }, { records: [owner(instance)] })],
            waitsFor: [['DNS record "record"', "ttl"]],
        },
        "what a record names": {
            resources: [
                owner(instance, { tags: unknown }),
                record({ records: unknown }, { records: [owner(instance)] }),
            ],
            waitsFor: [['DNS record "record"', "tags"]],
        },
    },
    notApplicable: {
        "functions of other roles": { resources: [lambda({}, { role: "log" })] },
        "records of other types": {
            resources: [
                owner(address, { publicIp: "192.0.2.1" }),
                record({ type: "TXT", records: ["192.0.2.1"], ttl: 3600 }),
            ],
        },
        "records of addresses that nobody in the stack has": {
            resources: [owner(address), record({ records: ["192.0.2.1", unknown], ttl: 3600 })],
        },
        "records of a server without a role": {
            resources: [
                { ...owner(address), props: { publicIp: "192.0.2.1" } },
                record({ records: ["192.0.2.1"], ttl: 3600 }),
            ],
        },
        "records that lead to a balancer": {
            resources: [record({ aliases: [{ name: unknown, zoneId: unknown, evaluateTargetHealth: true }] })],
        },
    },
});
