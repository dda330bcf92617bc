import * as assert from "node:assert/strict";
import { worldOpenPortsByProfile as rule } from "../../../../policies/rules/network/world-open-ports-by-profile";
import { judgeResource, judgeStack, type PolicyResource, unknown, urnOf } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const tagsOf = (profile: string, role: string) => ({ "media:profile": profile, "media:role": role });
const open = (protocol: string, fromPort: number, toPort = fromPort) => ({
    ipProtocol: protocol,
    fromPort,
    toPort,
    cidrIpv4: "0.0.0.0/0",
});
const ingress = (profile: string, role: string, props: object): PolicyResource => ({
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    props: { ...props, tags: tagsOf(profile, role) },
});
const text = 'The ingress rule "main" must open only the media ports of its tier to the world.';

describeRule(
    rule,
    {
        pass: { "a port of the tier": { resources: [ingress("ant-media", "lb", open("tcp", 443))] } },
        fail: {
            "a port that the tier does not need": {
                resources: [ingress("ant-media", "origin", open("tcp", 5080))],
                says: [text],
            },
        },
        unknown: {
            "a port that is not known yet": {
                resources: [ingress("ant-media", "lb", { ...open("tcp", 443), fromPort: unknown })],
                waitsFor: [['ingress rule "main"', "fromPort"]],
            },
        },
        notApplicable: { "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc" }] } },
    },
    () => {
        const allowed: [string, string, object][] = [
            ...[80, 443, 5080, 5443, 1935, 8443].map(
                (port) => ["ant-media", "lb", open("tcp", port)] as [string, string, object],
            ),
            ["ant-media", "lb", open("udp", 4200)],
            ["ant-media", "origin", open("udp", 50000, 60000)],
            ["ant-media", "edge", open("udp", 50001, 50002)],
            ["ant-media", "edge", { ...open("tcp", 5080), cidrIpv4: "10.0.0.0/16" }],
            [
                "ant-media",
                "mongo",
                { ipProtocol: "tcp", fromPort: 27017, toPort: 27017, referencedSecurityGroupId: unknown },
            ],
            ["ant-media", "origin", open("icmp", 3, 4)],
            ["media-pool", "pool", open("tcp", 443)],
            ["media-pool", "pool", open("udp", 16384, 32768)],
            ["media-pool", "pool", open("udp", 443)],
            ["media-pool", "pool", open("udp", 7885)],
            ["media-pool", "pool", open("udp", 50000, 60000)],
            ["media-pool", "turn", open("udp", 49152, 65535)],
            ["media-pool", "turn", open("tcp", 3478)],
            ["web-app", "lb", open("tcp", 80)],
            ["streaming-backend", "lb", open("tcp", 80)],
            ["streaming-backend", "lb", open("tcp", 443)],
            ["generic", "edge", open("udp", 50000, 60000)],
        ];
        for (const [profile, role, props] of allowed) {
            it(`accepts ${JSON.stringify(props)} for ${role} of ${profile}`, async () => {
                assert.equal((await judgeResource(rule, ingress(profile, role, props))).verdict, "pass");
            });
        }

        const refused: [string, string, object][] = [
            ["ant-media", "lb", open("tcp", 4444)],
            ["ant-media", "lb", open("tcp", 80, 443)],
            ["ant-media", "lb", open("udp", 443)],
            ["ant-media", "origin", open("tcp", 5080)],
            ["ant-media", "edge", open("udp", 50000, 60001)],
            ["ant-media", "origin", open("-1", 0)],
            ["ant-media", "web", open("udp", 50000, 60000)],
            ["media-pool", "pool", open("udp", 16383, 32767)],
            ["media-pool", "pool", open("udp", 16384, 32769)],
            ["media-pool", "pool", open("udp", 49999, 60000)],
            ["media-pool", "pool", open("udp", 50000, 60001)],
            ["media-pool", "pool", open("udp", 11211)],
            ["codestream", "lb", open("tcp", 443)],
            ["streaming-backend", "lb", open("tcp", 5000)],
            ["streaming-backend", "lb", open("tcp", 8080)],
            ["streaming-backend", "lb", open("udp", 9000)],
            ["generic", "edge", open("tcp", 443)],
            ["generic", "mongo", open("udp", 50000, 60000)],
            ["generic", "dns", open("udp", 50000, 60000)],
            ["generic", "log", open("udp", 50000, 60000)],
            ["generic", "shared", open("udp", 50000, 60000)],
            ["unheard-of", "edge", open("udp", 50000)],
        ];
        for (const [profile, role, props] of refused) {
            it(`refuses ${JSON.stringify(props)} for ${role} of ${profile}`, async () => {
                assert.deepEqual((await judgeResource(rule, ingress(profile, role, props))).texts, [text]);
            });
        }

        it("takes security groups without tags for generic ones", async () => {
            const group = (fromPort: number) => ({
                type: "aws:ec2/securityGroup:SecurityGroup",
                props: { ingress: [{ protocol: "udp", fromPort, toPort: 60000, cidrBlocks: ["0.0.0.0/0"] }] },
            });

            assert.equal((await judgeResource(rule, group(50000))).verdict, "pass");
            assert.deepEqual((await judgeResource(rule, group(49999))).texts, [
                'The security group "main" must open only the media ports of its tier to the world.',
            ]);
        });

        it("waits for a role only where something is open to the world", async () => {
            const type = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
            const inside = { ...open("tcp", 1), cidrIpv4: "10.0.0.0/16", tags: unknown };

            const { texts } = await judgeResource(rule, { type, props: { ...open("tcp", 443), tags: unknown } });
            assert.deepEqual(texts, ['Not yet known: the ingress rule "main" can be judged once tags has a value.']);
            assert.equal((await judgeResource(rule, { type, props: inside })).verdict, "pass");
        });

        it("leaves outgoing traffic to other rules", async () => {
            const egress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
            const group = { type: "aws:ec2/securityGroup:SecurityGroup", props: { egress } };

            assert.equal((await judgeResource(rule, group)).verdict, "pass");
        });

        it("keeps ports closed that the configuration opens and closes", async () => {
            const parameters = { tcp: { "web-app": { lb: ["8000-8009", 80] } }, never: [22, 8005] };
            const verdict = async (...ports: [number, number?]) =>
                (await judgeResource(rule, ingress("web-app", "lb", open("tcp", ...ports)), { parameters })).verdict;

            assert.equal(await verdict(80), "pass");
            assert.equal(await verdict(8000, 8004), "pass");
            assert.equal(await verdict(8005), "violation");
            assert.equal(await verdict(8000, 8009), "violation");
            const anything = { parameters: { tcp: { "web-app": { lb: ["0-65535"] } }, never: [] } };
            assert.equal(
                (await judgeResource(rule, ingress("web-app", "lb", open("-1", 0)), anything)).verdict,
                "violation",
            );
        });

        it("bounds the width of UDP ranges by its configuration", async () => {
            const edge = (to: number) => ingress("ant-media", "edge", open("udp", 50000, to));
            const settings = { parameters: { maxUdpPorts: 100 } };

            assert.equal((await judgeResource(rule, edge(50099), settings)).verdict, "pass");
            assert.equal((await judgeResource(rule, edge(50100), settings)).verdict, "violation");
        });

        it("takes the ports of its configuration, and keeps those of other profiles", async () => {
            const settings = { parameters: { tcp: { "web-app": { lb: ["8000-8009", 443] } } } };
            const verdict = async (...args: Parameters<typeof ingress>) =>
                (await judgeResource(rule, ingress(...args), settings)).verdict;

            assert.equal(await verdict("web-app", "lb", open("tcp", 8000, 8009)), "pass");
            assert.equal(await verdict("web-app", "lb", open("tcp", 80)), "violation");
            assert.equal(await verdict("ant-media", "lb", open("tcp", 80)), "pass");
        });

        it("explains a port that it cannot read", async () => {
            const settings = { parameters: { tcp: { "web-app": { lb: ["9-1"] } } } };

            await assert.rejects(
                judgeResource(rule, ingress("web-app", "lb", open("tcp", 80)), settings),
                /take ports from 0 to 65535 and ranges such as "50000-60000"; correct the entry/,
            );
        });

        describe("in the stack", () => {
            const group: PolicyResource = {
                type: "aws:ec2/securityGroup:SecurityGroup",
                name: "nodes",
                props: { tags: tagsOf("ant-media", "edge") },
            };
            const ruleOf = (dependsOn: PolicyResource["dependsOn"], props: object): PolicyResource => ({
                type: "aws:ec2/securityGroupRule:SecurityGroupRule",
                props: { type: "ingress", protocol: "udp", cidrBlocks: ["::/0"], securityGroupId: unknown, ...props },
                ...(dependsOn && { dependsOn }),
            });

            it("judges rules without tags by the role of their security group", async () => {
                const media = ruleOf({ securityGroupId: [group] }, { fromPort: 50000, toPort: 60000 });
                const other = ruleOf({ securityGroupId: [group] }, { fromPort: 4200, toPort: 4200 });

                assert.equal((await judgeResource(rule, other)).verdict, "not applicable");
                assert.equal((await judgeStack(rule, [media, group])).verdict, "pass");
                assert.deepEqual((await judgeStack(rule, [other, group])).findings, [
                    {
                        level: "mandatory",
                        text: 'The security group rule "main" must open only the media ports of its tier to the world.',
                        urn: urnOf(other),
                    },
                ]);
            });

            it("opens to a rule without tags what its group may open", async () => {
                const tags = tagsOf("ant-media", "lb");
                const balancer = { ...group, name: "lb", props: { tags } };
                const https = ruleOf({ securityGroupId: [balancer] }, { protocol: "tcp", fromPort: 443, toPort: 443 });

                assert.equal((await judgeStack(rule, [https, balancer])).verdict, "pass");
            });

            it("finds the security group by its id, and takes a foreign one for generic", async () => {
                const named = { ...group, props: { ...group.props, id: "sg-1" } };
                const ports = { fromPort: 4200, toPort: 4200 };
                const generic = { fromPort: 50000, toPort: 60000, securityGroupId: "sg-2" };

                const own = await judgeStack(rule, [ruleOf(undefined, { ...ports, securityGroupId: "sg-1" }), named]);
                assert.equal(own.verdict, "violation");
                assert.equal((await judgeStack(rule, [ruleOf(undefined, generic), named])).verdict, "pass");
            });

            it("says when it cannot know the security group yet", async () => {
                const { texts } = await judgeStack(rule, [ruleOf(undefined, { fromPort: 1, toPort: 1 }), group]);

                assert.deepEqual(texts, [
                    'Not yet known: the security group rule "main" can be judged once securityGroupId has a value.',
                ]);
            });

            it("leaves rules with tags to the judgement of the single resource", async () => {
                const tagged = ingress("ant-media", "origin", open("tcp", 5080));

                assert.equal((await judgeStack(rule, [tagged, group])).verdict, "not applicable");
            });
        });
    },
);
