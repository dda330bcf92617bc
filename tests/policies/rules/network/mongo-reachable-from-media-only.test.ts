import * as assert from "node:assert/strict";
import { mongoReachableFromMediaOnly as rule } from "../../../../policies/rules/network/mongo-reachable-from-media-only";
import { judgeStack, type PolicyResource, unknown, urnOf } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const group = (name: string, role?: string, props: object = {}): PolicyResource => ({
    type: "aws:ec2/securityGroup:SecurityGroup",
    name,
    props: { ...(role && { tags: { "media:role": role } }), ...props },
});
const mongo = group("mongo", "mongo");
const ports = { ipProtocol: "tcp", fromPort: 27017, toPort: 27017 };
const ingress = (
    props: object,
    source?: PolicyResource,
    owner: PolicyResource | undefined = mongo,
): PolicyResource => ({
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: "rule",
    props: { ...ports, securityGroupId: unknown, ...(source && { referencedSecurityGroupId: unknown }), ...props },
    dependsOn: {
        ...(owner && { securityGroupId: [owner] }),
        ...(source && { referencedSecurityGroupId: [source] }),
    },
});
const text = 'The database security group "mongo" must accept connections from the media security groups only.';

describeRule(
    rule,
    {
        pass: {
            "media servers": { resources: [ingress({}, group("source", "edge")), mongo, group("source", "edge")] },
        },
        fail: { "an address range": { resources: [ingress({ cidrIpv4: "10.0.0.0/16" }), mongo], says: [text] } },
        unknown: {
            "ports that are not known yet": {
                resources: [ingress({ fromPort: unknown, cidrIpv4: "10.0.0.0/16" }), mongo],
                waitsFor: [['ingress rule "rule"', "fromPort"]],
            },
        },
        notApplicable: { "stacks without a database": { resources: [group("edge", "edge")] } },
    },
    () => {
        for (const role of ["origin", "edge", "pool", "web", "mongo"]) {
            it(`accepts connections from ${role} servers`, async () => {
                const source = group("source", role);

                assert.equal((await judgeStack(rule, [ingress({}, source), mongo, source])).verdict, "pass");
            });
        }

        for (const role of ["lb", "turn", "dns", undefined]) {
            it(`refuses connections from ${role ?? "groups without a role"}`, async () => {
                const source = group("source", role);
                const resource = ingress({}, source);

                const { findings } = await judgeStack(rule, [source, resource, mongo]);

                assert.deepEqual(findings, [{ level: "mandatory", text, urn: urnOf(resource) }]);
            });
        }

        const ranges = {
            "the world": { cidrIpv4: "0.0.0.0/0" },
            "the VPC": { cidrIpv4: "10.0.0.0/16" },
            "a range that is not known yet": { cidrIpv4: unknown },
            "IPv6 ranges": { cidrIpv6: "fd00::/64" },
            "a prefix list": { prefixListId: unknown },
            "a range on all ports": { ipProtocol: "-1", cidrIpv4: "10.0.0.0/16" },
            "a range of ports": { fromPort: 27000, toPort: 28000, cidrIpv4: "10.0.0.0/16" },
            "a security group outside the stack": { referencedSecurityGroupId: "sg-foreign" },
        };
        for (const [name, props] of Object.entries(ranges)) {
            it(`refuses ${name}`, async () => {
                assert.deepEqual((await judgeStack(rule, [ingress(props), mongo])).texts, [text]);
            });
        }

        it("accepts other ports, and other groups with the same port", async () => {
            const ssh = ingress({ fromPort: 22, toPort: 22, cidrIpv4: "10.0.0.0/16" });
            const edge = group("edge", "edge");

            assert.equal((await judgeStack(rule, [ssh, mongo])).verdict, "pass");
            const udp = ingress({ ipProtocol: "udp", cidrIpv4: "10.0.0.0/16" });
            assert.equal((await judgeStack(rule, [udp, mongo])).verdict, "pass");
            const all = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
            assert.equal((await judgeStack(rule, [group("mongo", "mongo", { egress: all })])).verdict, "pass");
            const elsewhere = ingress({ cidrIpv4: "10.0.0.0/16" }, undefined, edge);
            assert.equal((await judgeStack(rule, [elsewhere, edge])).verdict, "not applicable");
        });

        it("judges inline rules by their own ranges and by the groups they depend on", async () => {
            const edge = group("edge", "edge");
            const balancer = group("lb", "lb");
            const rules = (ingressRule: object, ...sources: PolicyResource[]): PolicyResource => ({
                ...group("mongo", "mongo", {
                    ingress: [{ protocol: "tcp", fromPort: 27017, toPort: 27017, ...ingressRule }],
                }),
                dependsOn: { ingress: sources },
            });
            const judge = (resource: PolicyResource) => judgeStack(rule, [resource, edge, balancer]);

            assert.equal((await judge(rules({ self: true }))).verdict, "pass");
            assert.equal((await judge(rules({ securityGroups: [unknown] }, edge))).verdict, "pass");
            assert.deepEqual((await judge(rules({ cidrBlocks: ["10.0.0.0/16"] }))).texts, [text]);
            assert.deepEqual((await judge(rules({ cidrBlocks: [unknown] }))).texts, [text]);
            assert.equal((await judge(rules({ cidrBlocks: unknown }))).verdict, "unknown");
            assert.equal((await judge(rules({ prefixListIds: unknown }))).verdict, "unknown");
            assert.deepEqual((await judge(rules({ securityGroups: [unknown] }, balancer))).texts, [text]);
            assert.deepEqual((await judge(rules({ securityGroups: [unknown] }, edge, balancer))).texts, [
                'Not yet known: the security group "mongo" can be judged once ingress has a value.',
            ]);
        });

        it("tells source groups apart by their ids once these are known", async () => {
            const edge = group("edge", "edge", { id: "sg-edge" });
            const balancer = group("lb", "lb", { id: "sg-lb" });
            const from = (id: string): PolicyResource => ({
                ...group("mongo", "mongo", {
                    ingress: [{ protocol: "tcp", fromPort: 27017, toPort: 27017, securityGroups: [id] }],
                }),
                dependsOn: { ingress: [edge, balancer] },
            });

            assert.equal((await judgeStack(rule, [from("sg-edge"), edge, balancer])).verdict, "pass");
            assert.deepEqual((await judgeStack(rule, [from("sg-lb"), edge, balancer])).texts, [text]);
        });

        it("refuses a group outside the stack also beside one inside that has no id yet", async () => {
            const edge = group("edge", "edge");
            const port = { protocol: "tcp", fromPort: 27017, toPort: 27017 };
            const sources = [
                { ...port, securityGroups: [unknown] },
                { ...port, securityGroups: ["sg-foreign"] },
            ];
            const resource = { ...group("mongo", "mongo", { ingress: sources }), dependsOn: { ingress: [edge] } };

            assert.deepEqual((await judgeStack(rule, [resource, edge])).texts, [text]);
        });

        it("finds the database's group by its id once that is known", async () => {
            const named = group("mongo", "mongo", { id: "sg-mongo" });
            const resource = { ...ingress({ securityGroupId: "sg-mongo", cidrIpv4: "10.0.0.0/16" }), dependsOn: {} };

            assert.deepEqual((await judgeStack(rule, [resource, named])).texts, [text]);
        });

        it("judges rules of the older shape", async () => {
            const resource: PolicyResource = {
                type: "aws:ec2/securityGroupRule:SecurityGroupRule",
                props: {
                    type: "ingress",
                    protocol: "tcp",
                    fromPort: 27017,
                    toPort: 27017,
                    sourceSecurityGroupId: unknown,
                },
                dependsOn: { securityGroupId: [mongo], sourceSecurityGroupId: [group("lb", "lb")] },
            };

            assert.deepEqual((await judgeStack(rule, [resource, mongo, group("lb", "lb")])).texts, [text]);
        });

        it("takes a rule that is tagged for the database at its word when the group is not in the stack", async () => {
            const orphan = ingress(
                { securityGroupId: "sg-9", cidrIpv4: "10.0.0.0/16", tags: { "media:role": "mongo" } },
                undefined,
                group("x"),
            );

            assert.deepEqual((await judgeStack(rule, [orphan])).texts, [
                'The database ingress rule "rule" must accept connections from the media security groups only.',
            ]);
        });

        it("says which values it waits for", async () => {
            const veiled = { ...group("edge"), props: { tags: unknown } };
            const { texts } = await judgeStack(rule, [ingress({}, veiled), mongo, veiled]);

            assert.deepEqual(texts, [
                'Not yet known: the security group "edge" can be judged once tags has a value.',
                'Not yet known: the ingress rule "rule" can be judged once tags of the security group "edge" has a value.',
            ]);
            const unowned = await judgeStack(rule, [{ ...ingress({ cidrIpv4: "::/0" }), dependsOn: {} }]);
            assert.deepEqual(unowned.texts, [
                'Not yet known: the ingress rule "rule" can be judged once securityGroupId has a value.',
            ]);
        });

        it("takes the port of its configuration", async () => {
            const settings = { parameters: { port: 27018 } };

            assert.equal(
                (await judgeStack(rule, [ingress({ cidrIpv4: "10.0.0.0/16" }), mongo], settings)).verdict,
                "pass",
            );
        });

        it("does not apply to stacks without a database", async () => {
            assert.equal((await judgeStack(rule, [group("edge", "edge")])).verdict, "not applicable");
            assert.equal((await judgeStack(rule, [])).verdict, "not applicable");
        });
    },
);
