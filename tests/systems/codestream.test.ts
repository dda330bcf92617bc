import * as assert from "node:assert/strict";
import { join } from "node:path";
import type { Settings } from "../../infra/config/merge";
import { reportOn } from "../support/npm-start";
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
} from "../support/plan";
import { counts, modes } from "../support/program";

/** CodeStream On-Prem on one existing host, plain and with TLS from end to end. */

const host = "i-0aaaaaaaaaaaaaa01";
const TLS = "ELBSecurityPolicy-TLS13-1-2-2021-06";

const variants = [
    { example: "codestream-plain", protocol: "HTTP", api: 80, broadcaster: 12080 },
    { example: "codestream-tls", protocol: "HTTPS", api: 443, broadcaster: 12443 },
] as const;

for (const { mode, preview } of modes) {
    for (const { example, protocol, api, broadcaster } of variants) {
        describe(`CodeStream, ${protocol} from end to end (${mode})`, () => {
            let plan: Plan;
            before(async () => {
                plan = await examplePlan(example, { preview });
            });

            it("has exactly two listeners, one for the API and one for the broadcaster", () => {
                const tls = protocol === "HTTPS" ? ` (${TLS}, certificate)` : "";
                assert.deepEqual(
                    listenersOf(plan),
                    [
                        `alb ${protocol} ${api} -> alb-codestream-${api}${tls}`,
                        `alb ${protocol} ${broadcaster} -> alb-codestream-${broadcaster}${tls}`,
                    ].sort(),
                );
                assert.deepEqual(ofType(plan, "rule"), []);
            });

            // Healthy after one passed check, out after 30 s, back after 75 s: that it is within 60 s, only the deployed host shows.
            it("has exactly two target groups, which speak to the host what the listeners speak", () => {
                const group = {
                    protocol,
                    targetType: "instance",
                    deregistrationDelay: 300,
                    algorithm: "round_robin",
                    check: `${protocol} traffic-port /no-auth/status = 200`,
                    every: "15 s, 5 s",
                    thresholds: "5/2",
                    sticky: "off",
                };
                assert.deepEqual(targetGroupsOf(plan), {
                    [`alb-codestream-${api}`]: { ...group, port: api },
                    [`alb-codestream-${broadcaster}`]: { ...group, port: broadcaster },
                });
            });

            it("has exactly four ingress rules: for each port the clients, and the host that calls its public name", () => {
                assert.deepEqual(
                    ingressOf(plan),
                    [api, broadcaster]
                        .flatMap((port) => [
                            `alb tcp ${port} from 203.0.113.0/24`,
                            `alb tcp ${port} from 198.51.100.7/32`,
                        ])
                        .sort(),
                );
            });

            it("reaches the host on both ports", () => {
                assert.deepEqual(
                    egressOf(plan),
                    [`alb tcp ${api} to 10.0.0.11/32`, `alb tcp ${broadcaster} to 10.0.0.11/32`].sort(),
                );
            });

            it("registers one host, in both groups", () => {
                assert.deepEqual(
                    attachmentsOf(plan),
                    [
                        `alb-codestream-${api} ${api} ${host}`,
                        `alb-codestream-${broadcaster} ${broadcaster} ${host}`,
                    ].sort(),
                );
            });

            it("has one public balancer in two subnets, which keeps a quiet WebSocket for 300 s", () => {
                const keys = [
                    "loadBalancerType",
                    "internal",
                    "ipAddressType",
                    "idleTimeout",
                    "subnets",
                    "enableDeletionProtection",
                    "accessLogs",
                    "name",
                ];
                assert.deepEqual(inputsOf(plan, "balancer", keys), {
                    alb: {
                        loadBalancerType: "application",
                        internal: false,
                        ipAddressType: "ipv4",
                        idleTimeout: 300,
                        subnets: ["subnet-0aaaaaaaaaaaaaa01", "subnet-0aaaaaaaaaaaaaa02"],
                        enableDeletionProtection: false,
                    },
                });
            });

            it("is made of the six resources of the guide, what registers the host, and its certificate and names", () => {
                const own = Object.fromEntries(
                    Object.entries(counts(plan.resources)).filter(([type]) => !type.startsWith("media-cluster:")),
                );
                assert.deepEqual(own, {
                    "aws:lb/loadBalancer:LoadBalancer": 1,
                    "aws:ec2/securityGroup:SecurityGroup": 1,
                    "aws:lb/targetGroup:TargetGroup": 2,
                    "aws:lb/listener:Listener": 2,
                    "aws:lb/targetGroupAttachment:TargetGroupAttachment": 2,
                    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 4,
                    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": 2,
                    ...(protocol === "HTTPS" && {
                        "aws:acm/certificate:Certificate": 1,
                        "aws:acm/certificateValidation:CertificateValidation": 1,
                        "aws:route53/record:Record": 2,
                    }),
                });
            });

            it("says what the host's owner has to open", () => {
                const rules = plan.outputs.hostRules;
                if (preview) return;
                assert.deepEqual(
                    (rules as Record<string, string>[]).map(({ hosts, allow, from }) => [
                        hosts,
                        allow,
                        from === ofType(plan, "egress")[0]?.inputs.securityGroupId,
                    ]),
                    [
                        ["codestream", `tcp ${api}`, true],
                        ["codestream", `tcp ${broadcaster}`, true],
                    ],
                );
            });

            it("opens the host for the balancer when it is given the host's security group", async () => {
                const hosts = { codestream: { securityGroupId: "sg-0aaaaaaaaaaaaaa01" } };
                const managed = await examplePlan(example, { preview }, { hosts });
                assert.deepEqual(
                    ingressOf(managed).filter((line) => line.startsWith("sg-")),
                    [
                        `sg-0aaaaaaaaaaaaaa01 tcp ${api} from alb`,
                        `sg-0aaaaaaaaaaaaaa01 tcp ${broadcaster} from alb`,
                    ].sort(),
                );
            });

            it("can be internal, where the host calls it by its private address", async () => {
                const plan = await examplePlan(
                    example,
                    { preview },
                    {
                        balancer: { scheme: "internal" },
                        network: {
                            publicSubnetIds: null,
                            privateSubnetIds: ["subnet-0aaaaaaaaaaaaaa01", "subnet-0aaaaaaaaaaaaaa02"],
                        },
                        access: { clients: ["10.0.0.0/16"], natAddresses: ["10.0.0.11/32"] },
                    },
                );
                assert.deepEqual(inputsOf(plan, "balancer", ["internal"]), { alb: { internal: true } });
                assert.deepEqual(
                    ingressOf(plan).filter((line) => line.endsWith("/32")),
                    [`alb tcp ${api} from 10.0.0.11/32`, `alb tcp ${broadcaster} from 10.0.0.11/32`].sort(),
                );
            });

            // That the service answers through the balancer with this fragment, only the deployed host shows.
            it("tells what to change in the host's configuration, ready to be pasted", () => {
                if (preview && protocol === "HTTP") return;
                const { url, hostConfiguration } = plan.outputs;
                const { settings } = hostConfiguration as { settings: object };
                const name = String(url).replace(/^https?:\/\//, "");
                if (protocol === "HTTP") {
                    assert.match(String(url), /^http:\/\/test-alb-[^/]*\.us-east-1\.elb\.amazonaws\.com$/);
                    assert.deepEqual(settings, {
                        apiServer: { publicApiUrl: `http://${name}` },
                        broadcastEngine: { codestreamBroadcaster: { host: name } },
                    });
                } else {
                    assert.equal(url, "https://codestream.example.com");
                    assert.deepEqual(settings, {
                        apiServer: { publicApiUrl: `https://${name}`, ignoreHttps: false, port: 443 },
                        broadcastEngine: { codestreamBroadcaster: { host: name, ignoreHttps: false, port: 12443 } },
                        ssl: { certfile: "/opt/config/cert.pem", keyfile: "/opt/config/key.pem" },
                    });
                }
            });

            it("tells the steps on the host in their order, the first one before anything is changed", () => {
                if (preview && protocol === "HTTP") return;
                const { steps, file } = plan.outputs.hostConfiguration as { steps: string[]; file: string };
                assert.match(file, /codestream-services-config\.json$/);
                const kinds = steps.map((step) => {
                    if (/^getent|^dig|^nslookup/.test(step)) return "resolve";
                    if (/^curl .*\/no-auth\/status$/.test(step)) return "status";
                    if (/^cp .*codestream-services-config\.json/.test(step)) return "copy";
                    if (step.includes("--make-self-signed-cert")) return "certificate";
                    if (step.includes("--stop")) return "stop";
                    if (step.includes("--start")) return "start";
                    return /edit/.test(step) ? "edit" : step;
                });
                const expected = [
                    "resolve",
                    "status",
                    "copy",
                    ...(protocol === "HTTPS" ? ["certificate"] : []),
                    "stop",
                    "edit",
                    "start",
                ];
                assert.deepEqual(kinds.slice(0, expected.length), expected);
            });

            it("answers under an alias where there is a domain", () => {
                assert.deepEqual(aliasesOf(plan), protocol === "HTTPS" ? ["codestream.example.com A alb"] : []);
            });

            it("protects the balancer and writes its logs in production", async () => {
                const plan = await examplePlan(example, { preview }, { protect: true });
                const [balancer] = ofType(plan, "balancer");
                assert.deepEqual(
                    [balancer?.inputs.enableDeletionProtection, balancer?.inputs.accessLogs.enabled],
                    [true, true],
                );
            });
        });
    }
}

describe("CodeStream refuses", () => {
    const api = { port: 443, protocol: "HTTPS", to: "codestream", targetPort: 443, targetProtocol: "HTTPS" };
    const broadcaster = { ...api, port: 12443, targetPort: 12443 };
    const refused: Record<string, [keys: string[], changes: Settings]> = {
        "TLS at the listeners with a plain host": [
            ["listeners[0].targetProtocol", "listeners[1].targetProtocol"],
            {
                listeners: [
                    { ...api, targetProtocol: "HTTP" },
                    { ...broadcaster, targetProtocol: "HTTP" },
                ],
            },
        ],
        "one plain way beside one with TLS": [
            ["listeners[1].targetProtocol"],
            { listeners: [api, { ...broadcaster, targetProtocol: "HTTP" }] },
        ],
        "one plain listener beside one with TLS": [
            ["listeners[1].protocol"],
            { listeners: [api, { ...broadcaster, protocol: "HTTP", targetProtocol: "HTTP" }] },
        ],
        "TLS without a certificate": [["domain"], { domain: null, listeners: [api, broadcaster] }],
        "one port of the two": [["listeners"], { listeners: [api] }],
        "other ports": [["listeners"], { listeners: [api, { ...broadcaster, port: 8443 }] }],
        "no address of the host": [["access.natAddresses"], { access: { natAddresses: [] } }],
        "a range instead of the host's address": [
            ["access.natAddresses[0]"],
            { access: { natAddresses: ["198.51.100.0/31"] } },
        ],
        "more than one host": [["hosts"], { hosts: { codestream: { instanceIds: [host, "i-0aaaaaaaaaaaaaa02"] } } }],
        "no clients": [["access.clients"], { access: { clients: null } }],
        "a matcher with the status of a server that drains": [
            ["hosts.codestream.health.matcher"],
            { hosts: { codestream: { health: { matcher: "200,410" } } } },
        ],
        "a name outside the zone": [["domain.name"], { domain: { name: "codestream.example.org" } }],
    };
    for (const [what, [keys, changes]] of Object.entries(refused)) {
        it(what, () => assert.deepEqual(refusedKeys("codestream-tls", changes), keys));
    }

    it("plain listeners with TLS to the host", () => {
        const plain = { protocol: "HTTP", to: "codestream", targetProtocol: "HTTPS" };
        const listeners = [
            { ...plain, port: 80, targetPort: 80 },
            { ...plain, port: 12080, targetPort: 12080 },
        ];
        assert.deepEqual(refusedKeys("codestream-plain", { listeners }), [
            "listeners[0].targetProtocol",
            "listeners[1].targetProtocol",
        ]);
    });

    const looked: Record<string, [fault: RegExp, changes: Settings]> = {
        "a host in a zone without a subnet": [
            /hosts\.codestream\.instanceIds names i-0aaaaaaaaaaaaaa03 in us-east-1c/,
            { hosts: { codestream: { instanceIds: ["i-0aaaaaaaaaaaaaa03"] } } },
        ],
        "the whole internet as clients of a protected stack": [
            /alb-from-0\.0\.0\.0-0-tcp-443" must open only/,
            { protect: true, access: { clients: ["0.0.0.0/0"] } },
        ],
    };
    for (const [what, [fault, changes]] of Object.entries(looked)) {
        it(what, async () => {
            const prod = join(root, "policies/prod.json");
            const report = await reportOn(exampleSettings("codestream-tls", changes), "--policy-config", prod);
            const said = [
                ...report.diagnostics.map(({ message }) => message),
                ...report.findings
                    .filter(
                        ({ verdict, enforcementLevel }) => verdict === "violation" && enforcementLevel === "mandatory",
                    )
                    .map(({ message }) => message),
            ];
            assert.ok(
                said.some((message) => fault.test(message)),
                said.join("\n"),
            );
            assert.notEqual(report.code, 0);
        });
    }
});
