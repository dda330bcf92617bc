import * as assert from "node:assert/strict";
import { noWorldOpenAdminPorts } from "../../../policies/rules/network/no-world-open-admin-ports";
import { worldOpenPortsByProfile } from "../../../policies/rules/network/world-open-ports-by-profile";
import { judge, judgeStack, type PolicyResource, unknown, urnOf } from "../../support/policy-requests";

const list = (cidrs: readonly unknown[], props: object = {}, name = "viewers"): PolicyResource => ({
    type: "aws:ec2/managedPrefixList:ManagedPrefixList",
    name,
    props: { addressFamily: "IPv4", entries: cidrs.map((cidr) => ({ cidr })), ...props },
});
const entry = (cidr: unknown, ...lists: PolicyResource[]): PolicyResource => ({
    type: "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
    name: "entry",
    props: { cidr, prefixListId: unknown },
    dependsOn: { prefixListId: lists },
});
const ssh = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };
const ingress = (dependency?: PolicyResource, props: object = {}): PolicyResource => ({
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: "ssh",
    props: { ...ssh, prefixListId: unknown, ...props },
    ...(dependency && { dependsOn: { prefixListId: [dependency] } }),
});
const group = (props: object, ...lists: PolicyResource[]): PolicyResource => ({
    type: "aws:ec2/securityGroup:SecurityGroup",
    name: "ssh",
    props: { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, ...props }] },
    dependsOn: { ingress: lists },
});
const world = list(["198.51.100.0/24", "0.0.0.0/0"]);
const office = list(["198.51.100.0/24"]);
const text = 'The ingress rule "ssh" must not open administration ports to the world.';

describe("administration ports behind prefix lists", () => {
    const textsOf = async (...resources: PolicyResource[]) => (await judge(noWorldOpenAdminPorts, resources)).texts;

    it("are open to the world when the list holds the world", async () => {
        assert.deepEqual((await judge(noWorldOpenAdminPorts, [ingress(world), world])).findings, [
            { level: "mandatory", text, urn: urnOf(ingress()) },
        ]);
    });

    it("are not when it names somebody, or when the port is another", async () => {
        assert.deepEqual(await textsOf(ingress(office), office), []);
        assert.deepEqual(await textsOf(ingress(world, { fromPort: 443, toPort: 443 }), world), []);
        assert.deepEqual(await textsOf(ingress(world, { ipProtocol: "icmp" }), world), []);
    });

    it("are judged by the entries that are resources of their own", async () => {
        assert.deepEqual(await textsOf(ingress(office), office, entry("0.0.0.0/0", office)), [text]);
        assert.deepEqual(await textsOf(ingress(office), office, entry("192.0.2.0/24", office)), []);
        const other = list([], {}, "other");
        assert.deepEqual(await textsOf(ingress(office), office, other, entry("0.0.0.0/0", other)), []);
    });

    it("are judged by the list's id once it is known", async () => {
        const [open, closed] = [list(["0.0.0.0/0"], { id: "pl-1" }), list(["192.0.2.0/24"], { id: "pl-2" }, "other")];

        assert.deepEqual(await textsOf(ingress(undefined, { prefixListId: "pl-1" }), open, closed), [text]);
        assert.deepEqual(await textsOf(ingress(undefined, { prefixListId: "pl-2" }), open, closed), []);
        const added = { ...entry("0.0.0.0/0"), props: { cidr: "0.0.0.0/0", prefixListId: "pl-2" } };
        assert.deepEqual(await textsOf(ingress(undefined, { prefixListId: "pl-2" }), open, closed, added), [text]);
    });

    it("are taken for closed when the list is not in the stack, whose owner decides what it holds", async () => {
        assert.deepEqual(await textsOf(ingress(undefined, { prefixListId: "pl-9" }), world), []);
        assert.deepEqual(await textsOf(ingress()), []);
        assert.deepEqual(await textsOf(group({ prefixListIds: unknown })), []);
    });

    it("are judged in security groups and in rules of the older shape", async () => {
        const older: PolicyResource = {
            type: "aws:ec2/securityGroupRule:SecurityGroupRule",
            name: "ssh",
            props: { type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, prefixListIds: [unknown] },
            dependsOn: { prefixListIds: [world] },
        };

        assert.deepEqual(await textsOf(group({ prefixListIds: [unknown] }, world), world), [
            'The security group "ssh" must not open administration ports to the world.',
        ]);
        assert.deepEqual(await textsOf(older, world), [
            'The security group rule "ssh" must not open administration ports to the world.',
        ]);
        assert.deepEqual(await textsOf({ ...older, props: { ...older.props, type: "egress" } }, world), []);
    });

    it("wait for what a list holds, and for which list a rule names", async () => {
        const waiting = (cause: string, label = 'ingress rule "ssh"') => [
            `Not yet known: the ${label} can be judged once ${cause} has a value.`,
        ];
        const veiled = list([unknown]);
        const two = [office, list(["0.0.0.0/0"], {}, "other")] as const;

        assert.deepEqual(
            await textsOf(ingress(veiled), veiled),
            waiting('entries.0.cidr of the prefix list "viewers"'),
        );
        assert.deepEqual(
            await textsOf(ingress(office), office, entry(unknown, office)),
            waiting('cidr of the prefix list entry "entry"'),
        );
        assert.deepEqual(
            await textsOf(ingress(office), office, entry("0.0.0.0/0")),
            waiting('prefixListId of the prefix list entry "entry"'),
        );
        assert.deepEqual(await textsOf(ingress(), office), waiting("prefixListId"));
        assert.deepEqual(
            await textsOf(group({ prefixListIds: [unknown] }, ...two), ...two),
            waiting("ingress", 'security group "ssh"'),
        );
    });

    it("do not wait for an entry that holds nothing of interest", async () => {
        assert.deepEqual(await textsOf(ingress(office), office, entry("192.0.2.0/24")), []);
    });

    it("do not concern a stack without prefix lists", async () => {
        assert.equal((await judgeStack(noWorldOpenAdminPorts, [ingress()])).verdict, "not applicable");
        assert.equal((await judgeStack(noWorldOpenAdminPorts, [ingress(office), office])).verdict, "pass");
    });
});

describe("media ports behind prefix lists", () => {
    const tags = { "media:profile": "ant-media", "media:role": "edge" };
    const port = { fromPort: 5080, toPort: 5080 };
    const edgeText = 'The ingress rule "ssh" must open only the media ports of its tier to the world.';

    it("are judged like open ones when the list holds the world", async () => {
        const rule = ingress(world, { ...port, tags });
        const media = ingress(world, { ipProtocol: "udp", fromPort: 50000, toPort: 60000, tags });

        assert.deepEqual((await judge(worldOpenPortsByProfile, [rule, world])).texts, [edgeText]);
        assert.deepEqual((await judge(worldOpenPortsByProfile, [media, world])).texts, []);
        assert.deepEqual(
            (await judge(worldOpenPortsByProfile, [ingress(office, { ...port, tags }), office])).texts,
            [],
        );
    });

    it("are taken for closed when no list is in the stack", async () => {
        assert.deepEqual(
            (await judge(worldOpenPortsByProfile, [ingress(undefined, { securityGroupId: "sg-9" })])).texts,
            [],
        );
    });

    it("are judged by the role of the group when the rule has no tags", async () => {
        const nodes: PolicyResource = { type: "aws:ec2/securityGroup:SecurityGroup", name: "nodes", props: { tags } };
        const rule = ingress(world, { ...port, securityGroupId: unknown });
        const owned = { ...rule, dependsOn: { ...rule.dependsOn, securityGroupId: [nodes] } };

        assert.deepEqual((await judge(worldOpenPortsByProfile, [owned, nodes, world])).texts, [edgeText]);
    });
});
