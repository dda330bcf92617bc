import * as assert from "node:assert/strict";
import { join } from "node:path";
import { legFault } from "../../infra/balancing/existing-hosts";
import type { Settings } from "../../infra/config/merge";
import { faultsOf, reportOn } from "../support/npm-start";
import {
    aliasesOf,
    attachmentsOf,
    egressOf,
    examplePlan,
    exampleSettings,
    ingressOf,
    inputsOf,
    listenersOf,
    ofType,
    type Plan,
    refusedKeys,
    root,
    targetGroupsOf,
    types,
    whenKnown,
} from "../support/plan";
import { counts, modes, only } from "../support/program";

/** Existing streaming servers behind one name, with a main and a backup leg for SRT. */

const TLS = "ELBSecurityPolicy-TLS13-1-2-2021-06";
const [one, two, three] = ["i-0aaaaaaaaaaaaaa01", "i-0aaaaaaaaaaaaaa02", "i-0aaaaaaaaaaaaaa03"];

for (const { mode, preview } of modes) {
    describe(`The streaming backend (${mode})`, () => {
        const known = whenKnown(preview);
        let plan: Plan;
        before(async () => {
            plan = await examplePlan("streaming-backend", { preview });
        });

        it("has an ALB for players and an NLB for SRT, in the same two public subnets", () => {
            const subnets = ["subnet-0aaaaaaaaaaaaaa01", "subnet-0aaaaaaaaaaaaaa02"];
            const keys = ["loadBalancerType", "internal", "ipAddressType", "idleTimeout", "subnets"];
            assert.deepEqual(inputsOf(plan, "balancer", [...keys, "enableCrossZoneLoadBalancing"]), {
                alb: {
                    loadBalancerType: "application",
                    internal: false,
                    ipAddressType: "ipv4",
                    idleTimeout: 300,
                    subnets,
                },
                nlb: { loadBalancerType: "network", internal: false, subnets, enableCrossZoneLoadBalancing: true },
            });
        });

        it("gives each balancer a security group when it is made, because an NLB cannot get one later", () => {
            for (const name of ["alb", "nlb"]) {
                const { inputs, sources } = only(plan.resources, types.balancer, `test-${name}`);
                assert.equal(inputs.securityGroups.length, 1);
                assert.deepEqual(sources.securityGroups, [`test-${name}`]);
            }
        });

        it("has four listeners: HTTPS 443, the redirect on 80, and one for each leg", () => {
            assert.deepEqual(listenersOf(plan), [
                "alb HTTP 80 HTTP_301 HTTPS 443",
                `alb HTTPS 443 -> alb-players-8080 (${TLS}, certificate)`,
                "nlb UDP 9000 -> nlb-9000",
                "nlb UDP 9001 -> nlb-9001",
            ]);
        });

        it("has one target group for players, checked every 15 s and out after 45 s, and one for each leg", () => {
            const leg = {
                protocol: "UDP",
                targetType: "instance",
                deregistrationDelay: 300,
                check: "HTTP 8080 /no-auth/status = 200",
                thresholds: "3/3",
            };
            const { "alb-players-8080": players, ...legs } = targetGroupsOf(plan);
            assert.deepEqual(players, {
                protocol: "HTTP",
                port: 8080,
                targetType: "instance",
                deregistrationDelay: 300,
                algorithm: "round_robin",
                check: "HTTP traffic-port /no-auth/status = 200",
                every: "15 s, 5 s",
                thresholds: "3/3",
                sticky: "off",
            });
            const judged = Object.entries(legs).map(([name, { every: _, ...rest }]) => [name, rest]);
            assert.deepEqual(Object.fromEntries(judged), {
                "nlb-9000": { ...leg, port: 9000 },
                "nlb-9001": { ...leg, port: 9001 },
            });
        });

        it("checks each leg every 10 s", () => {
            const { "nlb-9000": main, "nlb-9001": backup } = targetGroupsOf(plan);
            assert.deepEqual([main?.every, backup?.every], ["10 s, 5 s", "10 s, 5 s"]);
        });

        it("speaks HTTP/1.1 to players, which is what AWS takes when nothing else is said", () => {
            const { protocolVersion } = only(plan.resources, types.targetGroup, "test-alb-players-8080").inputs;
            assert.ok([undefined, "HTTP1"].includes(protocolVersion), protocolVersion);
        });

        // Whether they are healthy, only the deployed cluster can tell.
        it("registers every given instance, and no other: one attachment for each id and target group", () => {
            assert.deepEqual(attachmentsOf(plan), [
                `alb-players-8080 8080 ${one}`,
                `alb-players-8080 8080 ${two}`,
                `nlb-9000 9000 ${one}`,
                `nlb-9001 9001 ${two}`,
            ]);
        });

        it("opens the ALB on 443 and 80, and the NLB on the ports of the legs, to clients only", () => {
            assert.deepEqual(ingressOf(plan), [
                "alb tcp 443 from 0.0.0.0/0",
                "alb tcp 80 from 0.0.0.0/0",
                "nlb udp 9000 from 0.0.0.0/0",
                "nlb udp 9001 from 0.0.0.0/0",
            ]);
            assert.deepEqual(egressOf(plan), [
                "alb tcp 8080 to 10.0.0.11/32",
                "alb tcp 8080 to 10.0.64.12/32",
                "nlb tcp 8080 to 10.0.0.11/32",
                "nlb tcp 8080 to 10.0.64.12/32",
                "nlb udp 9000 to 10.0.0.11/32",
                "nlb udp 9001 to 10.0.64.12/32",
            ]);
        });

        it("answers under an alias for each balancer", () => {
            assert.deepEqual(aliasesOf(plan), ["ingest.example.com A nlb", "play.example.com A alb"]);
        });

        it("says where players and encoders go, and what the owner of the hosts has to open", () => {
            const { url, srtUrl, srtBackupUrl } = plan.outputs;
            assert.deepEqual(
                [url, srtUrl, srtBackupUrl],
                ["https://play.example.com", "srt://ingest.example.com:9000", "srt://ingest.example.com:9001"],
            );
            if (preview) return;
            const { hostRules } = plan.outputs as { hostRules: Record<string, string>[] };
            const groups = Object.fromEntries(
                ofType(plan, "egress").map(({ inputs, sources }) => [
                    inputs.securityGroupId,
                    sources.securityGroupId?.[0],
                ]),
            );
            assert.deepEqual(
                hostRules.map(({ hosts, allow, from }) => `${hosts} ${allow} from ${groups[from ?? ""]}`).sort(),
                [
                    "backup tcp 8080 from test-nlb",
                    "backup udp 9001 from test-nlb",
                    "main tcp 8080 from test-nlb",
                    "main udp 9000 from test-nlb",
                    "players tcp 8080 from test-alb",
                ],
            );
        });

        known("names the balancers, and the target groups whose health is to be listed, in its outputs", () => {
            const told = JSON.stringify(plan.outputs);
            const missing = [
                ...([...told.matchAll(/-alb-|-nlb-/g)].length >= 2 ? [] : ["names of the balancers"]),
                ...(told.includes(":targetgroup/") ? [] : ["target groups"]),
            ];
            assert.deepEqual(missing, []);
        });

        // That it goes on answering 200 while a node is stopped, only the deployed cluster shows: here are two nodes to choose from.
        it("leaves a node for players when one stops, each in a zone of its own", () => {
            const players = attachmentsOf(plan).filter((line) => line.startsWith("alb-players"));
            assert.equal(players.length, 2);
            const addresses = egressOf(plan).filter((line) => line.startsWith("alb "));
            assert.deepEqual(addresses, ["alb tcp 8080 to 10.0.0.11/32", "alb tcp 8080 to 10.0.64.12/32"]);
        });

        it("gives each leg a target that the other one does not have", () => {
            const legs = attachmentsOf(plan).filter((line) => line.startsWith("nlb-"));
            assert.deepEqual(legs, [`nlb-9000 9000 ${one}`, `nlb-9001 9001 ${two}`]);
        });

        it("makes no instance, so that its removal takes none away, and keeps no registration", () => {
            const made = counts(plan.resources);
            for (const type of [types.instance, types.group, types.template]) assert.equal(made[type], undefined, type);
            assert.deepEqual(
                ofType(plan, "attachment").filter(({ retainOnDelete }) => retainOnDelete),
                [],
            );
        });

        it("changes nothing of the hosts, unless it is given their security group", async () => {
            assert.deepEqual(
                ofType(plan, "ingress").filter(({ inputs }) => inputs.referencedSecurityGroupId),
                [],
            );
            const securityGroupId = "sg-0aaaaaaaaaaaaaa01";
            const hosts = { players: { securityGroupId }, main: { securityGroupId }, backup: { securityGroupId } };
            const managed = await examplePlan("streaming-backend", { preview }, { hosts });
            assert.deepEqual(
                ingressOf(managed).filter((line) => line.startsWith("sg-")),
                [
                    `${securityGroupId} tcp 8080 from alb`,
                    // Once for both legs: AWS refuses a rule that a group has already.
                    `${securityGroupId} tcp 8080 from nlb`,
                    `${securityGroupId} udp 9000 from nlb`,
                    `${securityGroupId} udp 9001 from nlb`,
                ],
            );
            assert.equal(managed.outputs.hostRules, undefined);
        });

        it("has no name, certificate or NLB when neither domain nor legs are given", async () => {
            const changes = {
                domain: null,
                streams: [],
                hosts: { main: null, backup: null },
                listeners: [{ port: 80, protocol: "HTTP", to: "players", targetPort: 8080 }],
            };
            const plain = await examplePlan("streaming-backend", { preview }, changes);
            assert.deepEqual(listenersOf(plain), ["alb HTTP 80 -> alb-players-8080"]);
            assert.deepEqual(aliasesOf(plain), []);
            assert.equal(plain.outputs.srtUrl, undefined);
        });
    });
}

describe("The streaming backend refuses", () => {
    const https = { port: 443, protocol: "HTTPS", to: "players", targetPort: 8080 };
    const refused: Record<string, [key: string, changes: Settings]> = {
        "fewer than two instances": [
            "hosts",
            { hosts: { players: { instanceIds: [one] }, main: null, backup: null }, streams: [] },
        ],
        "no instance": ["hosts.players.instanceIds", { hosts: { players: { instanceIds: [] } } }],
        "the same instance twice": [
            "hosts.players.instanceIds[1]",
            { hosts: { players: { instanceIds: [one, one] } } },
        ],
        "SRT on the ALB": ["listeners[0].protocol", { listeners: [{ ...https, port: 9000, protocol: "UDP" }] }],
        "a health path without a leading slash": [
            "hosts.players.health.path",
            { hosts: { players: { health: { path: "no-auth/status" } } } },
        ],
        "a matcher of several codes": [
            "hosts.players.health.matcher",
            { hosts: { players: { health: { matcher: "200-499" } } } },
        ],
        "equal ports of main and backup": [
            "streams[1].port",
            {
                streams: [
                    { port: 9000, protocol: "UDP", to: "main" },
                    { port: 9000, protocol: "UDP", to: "backup" },
                ],
            },
        ],
        "both legs on one node": ["hosts.backup.instanceIds[0]", { hosts: { backup: { instanceIds: [one] } } }],
        "an empty leg": ["hosts.backup.instanceIds", { hosts: { backup: { instanceIds: [] } } }],
        "a listener without a target port": [
            "listeners[0].targetPort",
            { listeners: [{ ...https, targetPort: undefined }], hosts: { players: { health: { port: null } } } },
        ],
        "a port above 65535": ["listeners[0].targetPort", { listeners: [{ ...https, targetPort: 65536 }] }],
        "hosts that no listener and no leg uses": ["hosts.players", { listeners: [] }],
        "a name outside the zone": ["domain.name", { domain: { name: "play.example.org" } }],
        "clients that are no range": ["access.clients[0]", { access: { clients: ["everybody"] } }],
        "a certificate of another Region": [
            "certificate.arn",
            { certificate: { arn: "arn:aws:acm:eu-central-1:123456789012:certificate/0f1e2d3c" } },
        ],
    };
    for (const [what, [key, changes]] of Object.entries(refused)) {
        it(what, () => assert.deepEqual(refusedKeys("streaming-backend", changes), [key]));
    }

    // What only a look at the instance shows, and only in a preview.
    const looked: Record<string, [fault: string, changes: Settings]> = {
        "an instance in another VPC": [
            "hosts.players.instanceIds names i-0cccccccccccccc01, which lies in another VPC",
            { hosts: { players: { instanceIds: [one, "i-0cccccccccccccc01"] } } },
        ],
        "an instance in a zone where the balancer has no subnet": [
            `hosts.players.instanceIds names ${three} in us-east-1c`,
            { hosts: { players: { instanceIds: [one, three] } } },
        ],
        "an instance that does not run": [
            "hosts.players.instanceIds names i-0aaaaaaaaaaaaaa07, which is stopped",
            { hosts: { players: { instanceIds: [one, "i-0aaaaaaaaaaaaaa07"] } } },
        ],
    };
    for (const [what, [fault, changes]] of Object.entries(looked)) {
        it(`${what}, which a look at it shows`, async () => {
            const report = await reportOn(exampleSettings("streaming-backend", changes));
            assert.ok(faultsOf(report).includes(fault), faultsOf(report));
            assert.notEqual(report.code, 0);
        });
    }

    it("legs that share their only zone", () => {
        const [a, b] = ["us-east-1a", "us-east-1b"];
        assert.match(String(legFault({ main: [a], backup: [a] })), /main and backup lie in us-east-1a alone/);
        assert.equal(legFault({ main: [a], backup: [b] }), undefined);
    });

    // The policies of a protected stack demand TLS; without them nothing would.
    it("a front door without TLS in a protected stack", async () => {
        const changes = {
            domain: null,
            protect: true,
            streams: [],
            hosts: { main: null, backup: null },
            listeners: [{ port: 80, protocol: "HTTP", to: "players", targetPort: 8080 }],
        };
        const policies = join(root, "policies/prod.json");
        const { code, findings } = await reportOn(
            exampleSettings("streaming-backend", changes),
            "--policy-config",
            policies,
        );
        const violated = findings.filter(({ verdict }) => verdict === "violation").map(({ policyName }) => policyName);
        assert.ok(violated.includes("plain-listeners-redirect"), violated.join());
        assert.notEqual(code, 0);
    });
});
