import * as assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { merge } from "../infra/config/merge";
import type { PreviewReport } from "../tools/preview/output/report";
import { npmStart, reportOf } from "./support/npm-start";
import { root } from "./support/plan";

/** The product as a stranger meets it: `npm start` on the stacks that the project ships, and on faulty copies of them. */

describe("npm start", () => {
    const folder = mkdtempSync(join(tmpdir(), "media-cluster-stacks-"));
    after(() => rmSync(folder, { recursive: true }));

    /** A copy of Pulumi.dev.yaml with some keys changed. */
    function devWith(changes: object): string {
        const dev: unknown = parse(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8"));
        const file = join(folder, "Pulumi.changed.yaml");
        writeFileSync(file, stringify(merge(dev, { config: changes })));
        return file;
    }

    const reports = new Map<string, ReturnType<typeof reportOf>>();

    /** The report of a stack as it is shipped, which several tests read. */
    function shipped(stack: "dev" | "prod"): ReturnType<typeof reportOf> {
        const report = reports.get(stack) ?? reportOf(stack);
        reports.set(stack, report);
        return report;
    }

    for (const [stack, resources, excepted] of [
        ["dev", 173, 0],
        ["prod", 236, 9],
    ] as const) {
        it(`plans ${stack} without a violation`, async () => {
            const { code, result, counts, findings, remediations, diagnostics } = await shipped(stack);

            assert.deepEqual(
                findings.filter(({ verdict }) => verdict === "violation"),
                [],
            );
            assert.deepEqual(remediations, []);
            assert.deepEqual(diagnostics, []);
            assert.deepEqual([counts.create, counts.excepted], [resources, excepted]);
            assert.deepEqual([code, result], [0, "passed"]);
        });

        it(`leaves nothing open in ${stack} but what holds ids that AWS gives`, async () => {
            const { findings } = await shipped(stack);
            const open = findings.filter(({ verdict }) => verdict === "unknown");
            const causes = new Set(
                open.flatMap(({ waitsFor = [] }) => waitsFor.map((cause) => cause.split(" of ")[0])),
            );

            assert.deepEqual([...causes].sort(), [
                "environment.variables.ZONE_ID",
                "policy",
                "userData",
                "userDataBase64",
            ]);
        });
    }

    it("finds in prod what its policies except, each for a reason", async () => {
        const { findings } = await shipped("prod");

        const told = findings.flatMap(({ policyName, resourceUrn, exception }) =>
            exception ? [`${policyName} ${resourceUrn.split("::").at(-1)} ${exception.reason.length > 20}`] : [],
        );
        assert.deepEqual(told, [
            "secrets-in-secret-stores prod-mongo-members true",
            "secrets-in-secret-stores prod-mongo-uri true",
            "secrets-in-secret-stores prod-administrator true",
            "image-pinned prod-mongo-1 true",
            "image-pinned prod-mongo-2 true",
            "image-pinned prod-mongo-3 true",
            "image-pinned prod-edge true",
            "image-pinned prod-origin true",
            "public-alb-firewall prod-alb true",
        ]);
    });

    it("fails under --strict because of what is open, and not because of what is accepted", async () => {
        const { code, result, counts, findings } = await reportOf("prod", "--strict");
        const levelsOf = (verdict: string) =>
            new Set(findings.filter((one) => one.verdict === verdict).map(({ enforcementLevel }) => enforcementLevel));

        assert.deepEqual([code, result, counts.mandatory, counts.excepted], [1, "violated", 0, 9]);
        assert.deepEqual([...levelsOf("excepted")], ["advisory"]);
        assert.deepEqual([...levelsOf("unknown")], ["mandatory"]);
    });

    it("repairs in dev what somebody takes away, and says how often", async () => {
        const { code, remediations } = await reportOf(
            "--stack-file",
            devWith({ balancer: { idleTimeoutSeconds: 60 } }),
        );

        assert.deepEqual(
            remediations.map(({ policyName, resourceUrn }) => [policyName, resourceUrn.split("::").at(-1)]),
            [["alb-idle-timeout", "changed-alb"]],
        );
        assert.equal(code, 0);
    });

    it("says where the cluster will answer, and nothing that only AWS can know", async () => {
        const { outputs } = await shipped("dev");
        const { groups, ...names } = outputs;

        assert.deepEqual(Object.keys(groups as object), ["edge", "origin"]);
        assert.deepEqual(names, {
            url: "https://stream.dev.example.com",
            dashboardUrl: "https://stream.dev.example.com:4444",
            rtmpUrl: "rtmp://ingest.dev.example.com:1935",
            srtUrl: "srt://ingest.dev.example.com:4200",
            nodeDomain: "nodes.dev.example.com",
            registrarFunction: "dev-registrar-8582eea",
            topicArn: "[unknown]",
            administratorSecretArn: "[unknown]",
            balancers: { "dev-alb": "[unknown]", "dev-nlb": "[unknown]" },
            targetGroups: Object.fromEntries(
                ["dev-alb-edge-5080", "dev-alb-origin-5080", "dev-nlb-1935", "dev-nlb-4200"].map((name) => [
                    name,
                    "[unknown]",
                ]),
            ),
        });
    });

    it("plans webhooks without a violation, and says where their secret will be", async () => {
        const registrar = { webhook: { url: "https://app.example.com/nodes" } };
        const { code, findings, diagnostics, outputs } = await reportOf("--stack-file", devWith({ registrar }));

        assert.deepEqual(decided(findings), []);
        assert.deepEqual([code, diagnostics, outputs.webhookSecretArn], [0, [], "[unknown]"]);
    });

    it("plans a pool with a warm pool, and the emptiest node first, without a violation", async () => {
        const sessionsUrl = "http://127.0.0.1:5080/live/sessions";
        const file = devWith({
            network: { zones: 3 },
            groups: {
                edge: { drain: { maxMinutes: 60, sessionsUrl, emptiestFirst: true } },
                pool: {
                    role: "pool",
                    image: { id: "ami-0123456789abcdef0", architecture: "x86_64" },
                    instanceTypes: ["c5.xlarge"],
                    size: { min: 1, desired: 1, max: 10 },
                    health: {
                        path: "/no-auth/status",
                        port: 5080,
                        intervalSeconds: 30,
                        timeoutSeconds: 5,
                        healthyThreshold: 3,
                        unhealthyThreshold: 5,
                        graceSeconds: 300,
                    },
                    balancing: { algorithm: "round_robin", deregistrationSeconds: 0 },
                    drain: { maxMinutes: 120, sessionsUrl },
                    disk: { gib: 40 },
                    publicAddress: true,
                    ports: [{ protocol: "udp", from: 50000, to: 60000 }],
                    warmPool: {
                        maxPrepared: 6,
                        schedule: [{ at: "22:00", timeZone: "Europe/Berlin", state: "Running", min: 2 }],
                    },
                },
            },
        });
        const { code, findings, diagnostics, outputs } = await reportOf("--stack-file", file);

        assert.deepEqual(decided(findings), []);
        assert.deepEqual([code, diagnostics, outputs.scalingPolicyArns], [0, [], { pool: "[unknown]" }]);
    });

    it("plans a database that somebody else runs, whose connection string it cannot read", async () => {
        const database = { uri: { secure: "v1:q0ZfTBq1XVVPmZUF:0ZhyGmLnAg==" } };
        const { code, findings, diagnostics, resources } = await reportOf("--stack-file", devWith({ database }));

        assert.deepEqual(decided(findings), []);
        assert.deepEqual([code, diagnostics], [0, []]);
        const kept = resources.filter(({ parent }) => parent?.endsWith("::changed-database"));
        assert.deepEqual(
            kept.map(({ type, inputs }) => [type, inputs.secretString]),
            [
                ["aws:secretsmanager/secret:Secret", undefined],
                ["aws:secretsmanager/secretVersion:SecretVersion", "[secret]"],
            ],
        );
        assert.deepEqual(
            resources.filter(({ type }) => type === "aws:ec2/instance:Instance"),
            [],
        );
    });

    it("names the launch template that would start an m5a instance", async () => {
        const file = devWith({ groups: { edge: { instanceTypes: ["m5a.xlarge"] } } });
        const { code, findings } = await reportOf("--stack-file", file);

        assert.deepEqual(
            decided(findings).map(({ policyName, enforcementLevel, message, file: place }) => [
                policyName,
                enforcementLevel,
                message.split("\n").at(-1),
                place,
            ]),
            [
                [
                    "no-m5a-instances",
                    "mandatory",
                    'The launch template "changed-edge" must not use an instance type of a family that the fleet standard excludes: m5a.',
                    "infra/groups/launch-template.ts",
                ],
            ],
        );
        assert.equal(code, 1);
    });

    it("names the target group whose health check asks another page", async () => {
        const file = devWith({ groups: { edge: { health: { path: "/" } } } });
        const { code, findings } = await reportOf("--stack-file", file);

        assert.deepEqual(
            decided(findings).map(({ policyName, message }) => [policyName, message.split("\n").at(-1)]),
            [
                [
                    "target-group-health-path",
                    'The target group "changed-alb-edge-5080" must check the path /no-auth/status over HTTP or HTTPS and accept status 200 only.',
                ],
            ],
        );
        assert.equal(code, 1);
    });

    it("refuses a rule to a target that does not exist, before anything is registered", async () => {
        const rules = [{ query: { key: "target", value: "edge" }, to: "edges" }];
        const file = devWith({ listeners: [{ port: 443, protocol: "HTTPS", to: "origin", rules }] });
        const { code, resources, diagnostics } = await reportOf("--stack-file", file);

        assert.deepEqual(
            diagnostics.map(({ message }) => message.trim()),
            [
                'The configuration is not valid.\nmedia-cluster:listeners[0].rules[0].to is "edges", which is neither a group nor hosts; the targets are origin and edge.',
            ],
        );
        assert.deepEqual(
            resources.map(({ type }) => type),
            ["pulumi:pulumi:Stack"],
        );
        assert.equal(code, 1);
    });

    it("plans a cluster in an existing network, and makes none", async () => {
        const network = {
            vpcId: "vpc-0123456789abcdef0",
            publicSubnetIds: ["subnet-0aaaaaaaaaaaaaa01", "subnet-0aaaaaaaaaaaaaa02"],
            privateSubnetIds: ["subnet-0bbbbbbbbbbbbbb01", "subnet-0bbbbbbbbbbbbbb02"],
        };
        const { code, counts, findings, resources } = await reportOf("--stack-file", devWith({ network }));

        assert.deepEqual(decided(findings), []);
        assert.deepEqual(
            resources.filter(({ type }) => /^(awsx:|aws:ec2\/(vpc|subnet))/.test(type)),
            [],
        );
        assert.deepEqual([code, counts.modelled], [0, 0]);
    });

    it("refuses an existing subnet that lies in another network", async () => {
        const network = {
            vpcId: "vpc-0123456789abcdef0",
            publicSubnetIds: ["subnet-0aaaaaaaaaaaaaa01", "subnet-0cccccccccccccc01"],
            privateSubnetIds: ["subnet-0bbbbbbbbbbbbbb01", "subnet-0bbbbbbbbbbbbbb02"],
        };
        const { code, diagnostics } = await reportOf("--stack-file", devWith({ network }));

        assert.ok(
            diagnostics.some(({ message }) =>
                message.includes(
                    "media-cluster:network.publicSubnetIds names subnet-0cccccccccccccc01, which lies in another VPC than network.vpcId.",
                ),
            ),
        );
        assert.equal(code, 1);
    });

    for (const { what, hosts, says } of [
        {
            what: "a stopped host",
            hosts: { backup: { instanceIds: ["i-0aaaaaaaaaaaaaa07"] } },
            says: "media-cluster:hosts.backup.instanceIds names i-0aaaaaaaaaaaaaa07, which is stopped; it must be running.",
        },
        {
            what: "a host where the balancer has no subnet",
            hosts: { backup: { instanceIds: ["i-0aaaaaaaaaaaaaa03"] } },
            says: "media-cluster:hosts.backup.instanceIds names i-0aaaaaaaaaaaaaa03 in us-east-1c, where the balancer has no subnet; add one to the subnets in network.",
        },
        {
            what: "both legs of a stream in one zone",
            hosts: { backup: { instanceIds: ["i-0aaaaaaaaaaaaaa04"] } },
            says: "media-cluster:streams main and backup lie in us-east-1a alone; the legs of a stream must not share their only zone.",
        },
    ]) {
        it(`refuses ${what}, and registers it nowhere`, async () => {
            const example: unknown = parse(readFileSync(join(root, "examples/streaming-backend.yaml"), "utf8"));
            const file = join(folder, "Pulumi.hosts.yaml");
            writeFileSync(file, stringify(merge(example, { config: { hosts } })));
            const { code, diagnostics, resources } = await reportOf("--stack-file", file);

            assert.ok(
                diagnostics.some(({ message }) => message.includes(says)),
                JSON.stringify(diagnostics),
            );
            const attached = resources.filter(({ type }) => type.endsWith(":TargetGroupAttachment"));
            assert.deepEqual(
                attached.filter(({ name }) => name.includes(String(hosts.backup.instanceIds))),
                [],
            );
            assert.equal(code, 1);
        });
    }

    it("prints what the README shows", async () => {
        const { stdout } = await npmStart();

        assertShown(stdout, /```\n(Previewing offline[\s\S]*?)\n```/);
    });

    it("prints what the README shows of a violation", async () => {
        const file = devWith({ groups: { edge: { instanceTypes: ["m5a.xlarge"] } } });
        const { stdout } = await npmStart("dev", "--stack-file", file);

        assertShown(stdout, /```\n(Policies:\n {4}❌[\s\S]*?)\n```/);
    });
});

/** Findings that do not wait for a value. */
function decided(findings: PreviewReport["findings"]): PreviewReport["findings"] {
    return findings.filter(({ verdict }) => verdict !== "unknown");
}

/** The lines of a block in the README, in their order; `…` stands for any lines between. */
function assertShown(stdout: string, block: RegExp): void {
    const shown = block.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1];
    const printed = stdout.split("\n");
    let position = 0;
    for (const line of shown?.split("\n") ?? assert.fail(`The README has no block ${block}.`)) {
        if (line.trim() === "…") continue;
        const next = printed.indexOf(line, position);
        assert.ok(next >= 0, `The preview does not print, or not here: ${line}`);
        position = next + 1;
    }
}
