import * as assert from "node:assert/strict";
import type { Settings } from "../../infra/config/merge";
import {
    aliasesOf,
    bootText,
    chosen,
    egressOf,
    examplePlan,
    ingressOf,
    inputsOf,
    lacking,
    listenerRulesOf,
    listenersOf,
    ofType,
    type Plan,
    planOf,
    refusedKeys,
    settingsOf,
    sourceOf,
    statementsOf,
    targetGroupsOf,
    types,
    whenKnown,
} from "../support/plan";
import { modes, only } from "../support/program";

/** Ant Media Server: origin and edge nodes, MongoDB, and the ports of the vendor's template. */

const tls = "(ELBSecurityPolicy-TLS13-1-2-2021-06, certificate)";
const tiers = ["origin", "edge"] as const;

const queryRules = [
    'alb-443 1 [{"queryStrings":[{"key":"target","value":"origin"}]}] -> alb-origin-5080',
    'alb-443 2 [{"queryStrings":[{"key":"target","value":"edge"}]}] -> alb-edge-5080',
];

for (const { mode, preview } of modes) {
    describe(`Ant Media (${mode})`, () => {
        const known = whenKnown(preview);
        let plan: Plan;
        before(async () => {
            plan = await examplePlan("ant-media", { preview });
        });

        it("has exactly five listeners on the ALB, two of which redirect, and two on the NLB", () => {
            assert.deepEqual(listenersOf(plan), [
                "alb HTTP 5080 HTTP_301 HTTPS 5443",
                "alb HTTP 80 HTTP_301 HTTPS 443",
                `alb HTTPS 443 -> alb-origin-5080 ${tls}`,
                `alb HTTPS 4444 -> alb-origin-5080 ${tls}`,
                `alb HTTPS 5443 -> alb-edge-5080 ${tls}`,
                "nlb TCP 1935 -> nlb-1935",
                "nlb UDP 4200 -> nlb-4200",
            ]);
        });

        it("has exactly two query rules, with priorities 1 and 2, on 443 only", () => {
            assert.deepEqual(listenerRulesOf(plan), queryRules);
        });

        const stream = {
            targetType: "instance",
            deregistrationDelay: 300,
            check: "HTTP 5080 /no-auth/status = 200",
            every: "30 s, 5 s",
        };

        it("has two target groups on the ALB: out after 150 s, back after 90 s, a cookie of 30 s for origin nodes", () => {
            const { "alb-origin-5080": origin, "alb-edge-5080": edge, ...others } = targetGroupsOf(plan);
            const shared = {
                protocol: "HTTP",
                port: 5080,
                targetType: "instance",
                deregistrationDelay: 300,
                algorithm: "least_outstanding_requests",
                check: "HTTP traffic-port /no-auth/status = 200",
                every: "30 s, 5 s",
                thresholds: "3/5",
            };
            assert.deepEqual(origin, { ...shared, sticky: "lb_cookie 30 s" });
            assert.deepEqual(edge, { ...shared, sticky: "off" });
            assert.deepEqual(Object.keys(others), ["nlb-1935", "nlb-4200"]);
        });

        it("has two target groups on the NLB, which ask the health page every 30 s", () => {
            const { "nlb-1935": rtmp, "nlb-4200": srt } = targetGroupsOf(plan);
            const { thresholds: _, ...rtmpRest } = rtmp ?? {};
            const { thresholds: __, ...srtRest } = srt ?? {};
            assert.deepEqual(rtmpRest, { ...stream, protocol: "TCP", port: 1935 });
            assert.deepEqual(srtRest, { ...stream, protocol: "UDP", port: 4200 });
        });

        it("takes encoders' targets out after three failed checks, and back after three passed ones", () => {
            const { "nlb-1935": rtmp, "nlb-4200": srt } = targetGroupsOf(plan);
            assert.deepEqual([rtmp?.thresholds, srt?.thresholds], ["3/3", "3/3"]);
        });

        // Whether both groups are healthy, only the deployed cluster can tell.
        it("registers origin nodes for publishers, the dashboard and encoders, and edge nodes for players", () => {
            const targets = (name: string) =>
                [...(only(plan.resources, types.group, `test-${name}`).sources.targetGroupArns ?? [])].sort();
            assert.deepEqual(targets("origin"), ["test-alb-origin-5080", "test-nlb-1935", "test-nlb-4200"]);
            assert.deepEqual(targets("edge"), ["test-alb-edge-5080"]);
            assert.equal(ofType(plan, "group").length, 2);
        });

        it("has a public ALB and a public NLB, cross-zone, made with its security group, a subnet in each zone", () => {
            const keys = ["loadBalancerType", "internal", "ipAddressType", "idleTimeout"];
            assert.deepEqual(inputsOf(plan, "balancer", [...keys, "enableCrossZoneLoadBalancing"]), {
                alb: { loadBalancerType: "application", internal: false, ipAddressType: "ipv4", idleTimeout: 300 },
                nlb: { loadBalancerType: "network", internal: false, enableCrossZoneLoadBalancing: true },
            });
            for (const balancer of ofType(plan, "balancer")) {
                assert.deepEqual(balancer.sources.securityGroups, [balancer.name]);
                if (!preview) assert.equal(new Set(balancer.inputs.subnets).size, 2);
            }
        });

        it("opens the dashboard's port to administrators, and to the world what clients and encoders need", () => {
            assert.deepEqual(
                ingressOf(plan).filter((line) => /from \d/.test(line)),
                [
                    "alb tcp 443 from 0.0.0.0/0",
                    "alb tcp 4444 from 203.0.113.0/24",
                    "alb tcp 5080 from 0.0.0.0/0",
                    "alb tcp 5443 from 0.0.0.0/0",
                    "alb tcp 80 from 0.0.0.0/0",
                    "edge udp 50000-60000 from 0.0.0.0/0",
                    "nlb tcp 1935 from 0.0.0.0/0",
                    "nlb udp 4200 from 0.0.0.0/0",
                    "origin udp 50000-60000 from 0.0.0.0/0",
                ],
            );
        });

        it("lets nodes be reached by balancers, nodes and the database by the cluster only", () => {
            assert.deepEqual(
                ingressOf(plan).filter((line) => !/from \d/.test(line)),
                [
                    "edge tcp 5000 from edge",
                    "edge tcp 5000 from origin",
                    "edge tcp 5080 from alb",
                    "mongo tcp 27017 from edge",
                    "mongo tcp 27017 from mongo",
                    "mongo tcp 27017 from origin",
                    "origin tcp 1935 from nlb",
                    "origin tcp 5000 from edge",
                    "origin tcp 5000 from origin",
                    "origin tcp 5080 from alb",
                    "origin tcp 5080 from nlb",
                    "origin udp 4200 from nlb",
                ],
            );
            assert.deepEqual(
                egressOf(plan).filter((line) => /^[an]lb/.test(line)),
                [
                    "alb tcp 5080 to edge",
                    "alb tcp 5080 to origin",
                    "nlb tcp 1935 to origin",
                    "nlb tcp 5080 to origin",
                    "nlb udp 4200 to origin",
                ],
            );
        });

        it("has groups of the vendor's sizes, which follow the processor load at 60 %", () => {
            assert.deepEqual(inputsOf(plan, "group", ["minSize", "desiredCapacity", "maxSize"]), {
                edge: { minSize: 2, desiredCapacity: 2, maxSize: 10 },
                origin: { minSize: 1, desiredCapacity: 1, maxSize: 10 },
            });
            assert.deepEqual(
                ofType(plan, "policy")
                    .map((policy) => {
                        const { policyType, targetTrackingConfiguration } = policy.inputs;
                        return [sourceOf(policy, "autoscalingGroupName"), policyType, targetTrackingConfiguration];
                    })
                    .sort(),
                ["edge", "origin"].map((group) => [
                    group,
                    "TargetTrackingScaling",
                    {
                        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
                        targetValue: 60,
                    },
                ]),
            );
        });

        it("runs the pinned Marketplace image on c5.xlarge, with 16 GB of encrypted gp3 and a public address", () => {
            for (const tier of tiers) {
                const template = only(plan.resources, types.template, `test-${tier}`);
                const { instanceType, blockDeviceMappings, networkInterfaces, imageId } = template.inputs;
                const [{ deviceName, ebs }] = blockDeviceMappings;
                assert.deepEqual(
                    [instanceType, deviceName, ebs.volumeSize, ebs.volumeType, ebs.encrypted],
                    ["c5.xlarge", "/dev/sda1", 16, "gp3", "true"],
                );
                assert.equal(networkInterfaces[0].associatePublicIpAddress, "true");
                assert.match(imageId, /^ami-/);
                // Looked up once: a newer image changes nothing until somebody wants it.
                assert.ok(template.ignoreChanges.includes("imageId"));
                const { image } = plan.config.groups[tier] ?? {};
                assert.deepEqual(image, {
                    owners: ["aws-marketplace"],
                    name: "AntMedia-AWS-Marketplace-EE-*",
                    productCode: "4wh7rhpic3wfwamyp5905tsbt",
                    architecture: "x86_64",
                });
            }
        });

        it("replaces nodes while at least 90 % stay healthy, and lets each drain", () => {
            for (const { name, inputs } of ofType(plan, "group")) {
                const { strategy, preferences } = inputs.instanceRefresh;
                assert.equal(strategy, "Rolling", name);
                assert.ok(preferences.minHealthyPercentage >= 90, name);
                assert.ok(inputs.instanceMaintenancePolicy.minHealthyPercentage >= 90, name);
            }
        });

        // A publisher and a player move within this limit: that they stay connected, only the deployed cluster shows.
        it("holds a leaving node for up to 15 minutes, and a new one until it serves", () => {
            for (const tier of tiers) {
                const hooks = ofType(plan, "hook").filter((hook) => sourceOf(hook, "autoscalingGroupName") === tier);
                assert.deepEqual(
                    hooks
                        .map(({ inputs }) => [
                            inputs.lifecycleTransition,
                            inputs.heartbeatTimeout,
                            JSON.parse(inputs.notificationMetadata).maxMinutes,
                        ])
                        .sort(),
                    [
                        ["autoscaling:EC2_INSTANCE_LAUNCHING", 600, 15],
                        ["autoscaling:EC2_INSTANCE_TERMINATING", 900, 15],
                    ],
                );
            }
        });

        it("spreads each tier over two zones of a VPC of 10.0.0.0/16, with private subnets for the database", () => {
            const { cidrBlock, numberOfAvailabilityZones, subnetSpecs, natGateways } = only(
                plan.resources,
                "awsx:ec2:Vpc",
            ).inputs;
            assert.deepEqual(
                [cidrBlock, numberOfAvailabilityZones, natGateways.strategy],
                ["10.0.0.0/16", 2, "Single"],
            );
            assert.deepEqual(
                subnetSpecs.map(({ type }: { type: string }) => type),
                ["Public", "Private"],
            );
            if (preview) return;
            for (const { inputs } of ofType(plan, "group")) assert.equal(new Set(inputs.vpcZoneIdentifiers).size, 2);
        });

        // Whether the node count of the cluster is that of both groups, only the deployed cluster can tell.
        known("joins every node to the cluster by a whole, quoted connection string from the secret", () => {
            for (const tier of tiers) {
                const text = bootText(only(plan.resources, types.template, `test-${tier}`));
                const wanted = {
                    "mode script with a quoted URI": /change_server_mode\.sh"? cluster "\$\{?\w+\}?"/,
                    secret: /secretsmanager/,
                    agent: /media-node-agent/,
                };
                assert.deepEqual(lacking(text, wanted), [], tier);
                const login = { login: /mongodb(\+srv)?:\/\/[^$\s"']*:[^$\s"']*@|generated-/ };
                assert.deepEqual(lacking(text, login), ["login"], tier);
            }
        });

        known("keeps the connection string in a secret, as a URI that the mode script does not ask about", () => {
            const uri = only(plan.resources, "aws:secretsmanager/secretVersion:SecretVersion", "test-mongo-uri");
            assert.match(uri.inputs.secretString.secret, /^mongodb:\/\/[^:@]+:[^@]+@[^/]+:27017\//);
        });

        known("lets each node read the connection string, and nobody else's secret", () => {
            for (const tier of tiers) {
                const reading = statementsOf(plan, tier).filter(({ Action }) =>
                    String(Action).includes("secretsmanager:GetSecretValue"),
                );
                const resources = reading.flatMap(({ Resource }) => Resource as string[]);
                assert.ok(
                    resources.some((arn) => arn.includes(":secret:test-mongo-uri-")),
                    tier,
                );
                assert.ok(
                    resources.every((arn) => !arn.includes("*") && !arn.includes("mongo-members")),
                    resources.join(),
                );
            }
        });

        // That no default login works, only the deployed node shows.
        known("makes the dashboard's first user from a secret that the nodes read", () => {
            const secrets = plan.resources.filter(
                ({ type, name, inputs }) =>
                    type === "aws:secretsmanager/secret:Secret" &&
                    /admin|dashboard/i.test(`${name} ${inputs.description}`),
            );
            assert.equal(secrets.length, 1);
            for (const tier of tiers) {
                const text = bootText(only(plan.resources, types.template, `test-${tier}`));
                const guessable = { "default login": /JamesBond|web-panel-login/ };
                assert.deepEqual(lacking(text, guessable), ["default login"], tier);
                const policies = plan.resources.filter(
                    (one) => one.type === "aws:iam/rolePolicy:RolePolicy" && sourceOf(one, "role") === tier,
                );
                assert.ok(
                    policies.some(({ sources }) => sources.policy?.includes(secrets[0]?.name ?? "")),
                    tier,
                );
            }
        });

        it("puts no login into tags", () => {
            const tags = plan.resources.flatMap(({ inputs }) =>
                JSON.stringify([inputs.tags, inputs.tagSpecifications]),
            );
            assert.doesNotMatch(tags.join(), /login|password|instanceId/i);
        });

        // That the dashboard answers nobody else on 443, 5443 and 4444, only the deployed cluster shows.
        known("lets administrators and the VPC open the dashboard, whichever port it answers on", () => {
            for (const tier of tiers) {
                const text = bootText(only(plan.resources, types.template, `test-${tier}`));
                const wanted = {
                    filter: /allowed_dashboard_CIDR/,
                    administrators: /203\.0\.113\.0\/24/,
                    VPC: /10\.0\.0\.0\/16/,
                };
                assert.deepEqual(lacking(text, wanted), [], tier);
            }
        });

        known("writes the health page that the balancers ask for", () => {
            for (const tier of tiers) {
                const text = bootText(only(plan.resources, types.template, `test-${tier}`));
                assert.deepEqual(lacking(text, { page: /webapps\/root\/no-auth\/status/ }), [], tier);
            }
        });

        it("has one database server in a private subnet, without public address, on an encrypted volume that is kept", () => {
            const server = only(plan.resources, types.instance);
            assert.deepEqual(chosen(server.inputs, ["associatePublicIpAddress", "keyName", "subnetId"]), {});
            const { metadataOptions, rootBlockDevice } = server.inputs;
            assert.deepEqual(
                [metadataOptions.httpTokens, metadataOptions.httpPutResponseHopLimit, rootBlockDevice.encrypted],
                ["required", 1, true],
            );
            const volume = only(plan.resources, "aws:ebs/volume:Volume").inputs;
            assert.deepEqual(chosen(volume, ["encrypted", "type", "finalSnapshot"]), {
                encrypted: true,
                type: "gp3",
                finalSnapshot: true,
            });
            const { subnetId } = only(plan.resources, "aws:ec2/networkInterface:NetworkInterface").inputs;
            if (preview) return;
            const isPublic = ofType(plan, "group").some(({ inputs }) => inputs.vpcZoneIdentifiers.includes(subnetId));
            assert.equal(isPublic, false);
        });

        it("takes the vendor's type for the database server", () => {
            assert.equal(only(plan.resources, types.instance).inputs.instanceType, "c5.xlarge");
        });

        it("copies the database's volume every day, and keeps the copies for 7 days", () => {
            const { policyDetails, state } = only(plan.resources, "aws:dlm/lifecyclePolicy:LifecyclePolicy").inputs;
            const [{ createRule, retainRule }] = policyDetails.schedules;
            assert.deepEqual(
                [state, createRule.interval, createRule.intervalUnit, retainRule.interval, retainRule.intervalUnit],
                ["ENABLED", 24, "HOURS", 7, "DAYS"],
            );
            const { tags } = only(plan.resources, "aws:ebs/volume:Volume").inputs;
            for (const [key, value] of Object.entries(policyDetails.targetTags)) assert.equal(tags[key], value);
        });

        known("asks every client of the database for a login, over TLS, and raises its limit of open files", () => {
            const text = bootText(only(plan.resources, types.instance));
            const wanted = {
                login: /authorization: enabled|--auth\b|keyFile/,
                TLS: /requireTLS/,
                "open files": /65535/,
            };
            assert.deepEqual(lacking(text, wanted), []);
        });

        it("answers under one name for the ALB and one for the NLB", () => {
            assert.deepEqual(aliasesOf(plan), ["ingest.example.com A nlb", "stream.example.com A alb"]);
            const { url, dashboardUrl, rtmpUrl, srtUrl, rtmpsUrl, srtBackupUrl, nodeDomain } = plan.outputs;
            assert.deepEqual(
                { url, dashboardUrl, rtmpUrl, srtUrl, rtmpsUrl, srtBackupUrl, nodeDomain },
                {
                    url: "https://stream.example.com",
                    dashboardUrl: "https://stream.example.com:4444",
                    rtmpUrl: "rtmp://ingest.example.com:1935",
                    srtUrl: "srt://ingest.example.com:4200",
                    rtmpsUrl: undefined,
                    srtBackupUrl: undefined,
                    nodeDomain: "nodes.example.com",
                },
            );
        });

        it("has one certificate for all listeners with TLS", () => {
            const { domainName, subjectAlternativeNames = [] } = only(
                plan.resources,
                "aws:acm/certificate:Certificate",
            ).inputs;
            assert.deepEqual([domainName, subjectAlternativeNames], ["stream.example.com", []]);
        });

        it("routes by host name where it is told to, for clients that drop the query", async () => {
            const listeners = [
                {
                    port: 443,
                    protocol: "HTTPS",
                    to: "origin",
                    rules: [{ host: ["play.example.com"], to: "edge" }],
                },
                { port: 4444, protocol: "HTTPS", from: "admins", to: "origin" },
            ];
            const domain = { aliases: ["play.example.com"] };
            const changed = await examplePlan("ant-media", { preview }, { listeners, domain });
            assert.deepEqual(listenerRulesOf(changed), [
                'alb-443 1 [{"hostHeader":{"values":["play.example.com"]}}] -> alb-edge-5080',
            ]);
            assert.ok(aliasesOf(changed).includes("play.example.com A alb"));
        });

        it("speaks TLS to the nodes where it is told to", async () => {
            const https = { protocol: "HTTPS", targetProtocol: "HTTPS", targetPort: 5443 };
            const listeners = [
                { ...https, port: 443, to: "origin" },
                { ...https, port: 5443, to: "edge" },
                { ...https, port: 4444, from: "admins", to: "origin" },
            ];
            const changed = await examplePlan("ant-media", { preview }, { listeners });
            const groups = Object.entries(targetGroupsOf(changed)).filter(([name]) => name.startsWith("alb-"));
            assert.deepEqual(
                groups.map(([name, { protocol, port }]) => [name, protocol, port]),
                [
                    ["alb-edge-5443", "HTTPS", 5443],
                    ["alb-origin-5443", "HTTPS", 5443],
                ],
            );
            assert.ok(ingressOf(changed).includes("edge tcp 5443 from alb"));
        });

        it("takes RTMPS on 8443, TURN on 3478 and cookies for players where it is told to, and not before", async () => {
            const before = JSON.stringify([ingressOf(plan), listenersOf(plan)]);
            assert.doesNotMatch(before, /8443|3478/);
            const turn = ["tcp", "udp"].map((protocol) => ({ protocol, from: 3478, to: 3478 }));
            const changed = await examplePlan(
                "ant-media",
                { preview },
                {
                    streams: [{ port: 8443, protocol: "TCP", to: "origin" }],
                    groups: {
                        edge: {
                            balancing: { stickySeconds: 86400 },
                            ports: [{ protocol: "udp", from: 50000, to: 60000 }, ...turn],
                        },
                    },
                },
            );
            assert.ok(listenersOf(changed).includes("nlb TCP 8443 -> nlb-8443"));
            assert.equal(targetGroupsOf(changed)["alb-edge-5080"]?.sticky, "lb_cookie 86400 s");
            assert.deepEqual(
                ingressOf(changed).filter((line) => line.includes("3478")),
                ["edge tcp 3478 from 0.0.0.0/0", "edge udp 3478 from 0.0.0.0/0"],
            );
        });
    });

    describe(`Ant Media in production (${mode})`, () => {
        let plan: Plan;
        before(async () => {
            plan = await planOf(settingsOf("Pulumi.prod.yaml"), preview);
        });

        it("has two origin nodes at least, two edge nodes, and three database servers", () => {
            assert.deepEqual(inputsOf(plan, "group", ["minSize", "desiredCapacity", "maxSize"]), {
                edge: { minSize: 2, desiredCapacity: 2, maxSize: 10 },
                origin: { minSize: 2, desiredCapacity: 2, maxSize: 10 },
            });
            assert.equal(ofType(plan, "instance").length, 3);
        });

        it("protects balancers and data, keeps volumes, and writes logs", () => {
            const balancers = ofType(plan, "balancer").map(({ inputs }) => inputs.enableDeletionProtection);
            assert.deepEqual(balancers, [true, true]);
            const alb = only(plan.resources, types.balancer, "test-alb").inputs;
            assert.equal(alb.accessLogs.enabled, true);
            const volumes = plan.resources.filter(({ type }) => type === "aws:ebs/volume:Volume");
            assert.deepEqual(
                volumes.map(({ protect, retainOnDelete }) => [protect, retainOnDelete]),
                [
                    [true, true],
                    [true, true],
                    [true, true],
                ],
            );
        });
    });

    describe(`Ant Media with the vendor's port map (${mode})`, () => {
        let plan: Plan;
        before(async () => {
            plan = await examplePlan("ant-media-vendor", { preview });
        });

        it("forwards on 80 and 5080 as the vendor does, and is the same elsewhere", () => {
            assert.deepEqual(listenersOf(plan), [
                "alb HTTP 5080 -> alb-edge-5080",
                "alb HTTP 80 -> alb-origin-5080",
                `alb HTTPS 443 -> alb-origin-5080 ${tls}`,
                `alb HTTPS 4444 -> alb-origin-5080 ${tls}`,
                `alb HTTPS 5443 -> alb-edge-5080 ${tls}`,
                "nlb TCP 1935 -> nlb-1935",
                "nlb UDP 4200 -> nlb-4200",
            ]);
            assert.deepEqual(listenerRulesOf(plan), queryRules);
        });

        it("differs from the plain example in nothing but the two listeners", async () => {
            const plain = await examplePlan("ant-media", { preview });
            const others = ({ resources }: Plan) =>
                resources
                    .filter(({ name }) => !["test", "test-alb", "test-alb-80", "test-alb-5080"].includes(name))
                    .map(({ type, name, inputs }) => ({ type, name, inputs }))
                    .toSorted((a, b) => `${a.type} ${a.name}`.localeCompare(`${b.type} ${b.name}`));
            assert.deepEqual(others(plan), others(plain));
        });
    });
}

describe("Ant Media refuses", () => {
    const edge = (changes: object) => ({ groups: { edge: changes } });
    const secretUri = (uri: string) => ({ database: { uri, unencrypted: true } });
    const refused: Record<string, [keys: string[], changes: Settings]> = {
        "a CPU target of 75": [["groups.edge.cpuTarget"], edge({ cpuTarget: 75 })],
        "an address instead of a connection string": [["database.uri"], secretUri("10.0.0.5")],
        "a host instead of a connection string": [["database.uri"], secretUri("mongo.example.com")],
        "host and port instead of a connection string": [["database.uri"], secretUri("mongo.example.com:27017")],
        "a connection string that the mode script does not know": [
            ["database.uri"],
            secretUri("rediss://cache.example.com:6379"),
        ],
        "a connection string without TLS": [["database.uri"], { database: { uri: "mongodb://db.example.com" } }],
        "DocumentDB with writes that are tried again": [
            ["database.uri"],
            secretUri("mongodb://u:p@c.cluster-x.us-east-1.docdb.amazonaws.com:27017/?tls=false"),
        ],
        "TLS without a certificate": [["domain"], { domain: null, registrar: { enabled: false } }],
        "no administrators": [["access.admins"], { access: { admins: [] } }],
        "the whole internet as administrators": [["access.admins[0]"], { access: { admins: ["0.0.0.0/0"] } }],
        "edge nodes as targets of encoders": [
            ["streams[0].to"],
            { streams: [{ port: 1935, protocol: "TCP", to: "edge" }] },
        ],
        "slow start beside least outstanding requests": [
            ["groups.edge.balancing.slowStartSeconds"],
            edge({ balancing: { slowStartSeconds: 60 } }),
        ],
        "a disk below 16 GB": [["groups.edge.disk.gib"], edge({ disk: { gib: 15 } })],
        "a type below 4 processors and 8 GB": [["groups.edge.instanceTypes[0]"], edge({ instanceTypes: ["c5.large"] })],
        "media ports that are not the server's": [
            ["groups.edge.ports"],
            edge({ ports: [{ protocol: "udp", from: 40000, to: 50000 }] }),
        ],
        "more media ports than the server's": [
            ["groups.edge.ports"],
            edge({ ports: [{ protocol: "udp", from: 5000, to: 65000 }] }),
        ],
        "an image of another architecture": [["groups.edge.instanceTypes[0]"], edge({ instanceTypes: ["c7g.xlarge"] })],
        "a matcher of a range": [["groups.edge.health.matcher"], edge({ health: { matcher: "200-499" } })],
        "deregistration of more than 3600 s": [
            ["groups.edge.balancing.deregistrationSeconds"],
            edge({ balancing: { deregistrationSeconds: 3601 } }),
        ],
        "a network of one zone": [["network.zones"], { network: { zones: 1 } }],
        "private subnets without a way out": [["network.nat"], { network: { nat: "none" } }],
    };
    for (const [what, [keys, changes]] of Object.entries(refused)) {
        it(what, () =>
            assert.deepEqual(
                refusedKeys("ant-media", changes, () => true),
                keys,
            ),
        );
    }

    it("a connection string in plain text", () =>
        assert.deepEqual(refusedKeys("ant-media", { database: { uri: "mongodb://db.example.com/?tls=true" } }), [
            "database.uri",
        ]));
});
