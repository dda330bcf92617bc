import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { profiles } from "../../infra/config/profiles";
import { type Report, reportOf } from "../support/npm-start";
import { root, settingsOf } from "../support/plan";

/** The examples as a reader tries them: `npm start -- --stack-file examples/<name>.yaml`. */

interface Expected {
    readonly create: number;
    readonly modelled: number;
    /** Findings that policies except, each with the resource. */
    readonly excepted?: readonly string[];
    readonly outputs: object;
}

const unknown = "[unknown]";
const rule = (hosts: string, allow: string, what: string) => ({ allow, from: unknown, hosts, what });
const requests = "Requests and health checks";
const checks = "Health checks of the stream balancer";

/** What only AWS knows of balancers and their target groups, under the names of their resources. */
const doors = (balancers: readonly string[], targetGroups: readonly string[]) => ({
    balancers: Object.fromEntries(balancers.map((name) => [name, unknown])),
    targetGroups: Object.fromEntries(targetGroups.map((name) => [name, unknown])),
});

const antMediaOutputs = (name: string) => ({
    administratorSecretArn: unknown,
    ...doors(
        [`${name}-alb`, `${name}-nlb`],
        [`${name}-alb-edge-5080`, `${name}-alb-origin-5080`, `${name}-nlb-1935`, `${name}-nlb-4200`],
    ),
    dashboardUrl: "https://stream.example.com:4444",
    groups: { edge: `${name}-edge-*`, origin: `${name}-origin-*` },
    nodeDomain: "nodes.example.com",
    registrarFunction: `${name}-registrar-*`,
    rtmpUrl: "rtmp://ingest.example.com:1935",
    srtUrl: "srt://ingest.example.com:4200",
    topicArn: unknown,
    url: "https://stream.example.com",
});

const examples: Record<string, Expected> = {
    "streaming-backend": {
        create: 40,
        modelled: 0,
        outputs: {
            ...doors(
                ["streaming-backend-alb", "streaming-backend-nlb"],
                ["streaming-backend-alb-players-8080", "streaming-backend-nlb-9000", "streaming-backend-nlb-9001"],
            ),
            hostRules: [
                rule("players", "tcp 8080", requests),
                rule("main", "udp 9000", "Streams"),
                rule("backup", "udp 9001", "Streams"),
                rule("main", "tcp 8080", checks),
                rule("backup", "tcp 8080", checks),
            ],
            srtBackupUrl: "srt://ingest.example.com:9001",
            srtUrl: "srt://ingest.example.com:9000",
            url: "https://play.example.com",
        },
    },
    "codestream-plain": {
        create: 20,
        modelled: 0,
        outputs: {
            ...doors(
                ["codestream-plain-alb"],
                ["codestream-plain-alb-codestream-80", "codestream-plain-alb-codestream-12080"],
            ),
            hostConfiguration: unknown,
            hostRules: [rule("codestream", "tcp 80", requests), rule("codestream", "tcp 12080", requests)],
            url: unknown,
        },
    },
    "codestream-tls": {
        create: 25,
        modelled: 0,
        outputs: {
            ...doors(
                ["codestream-tls-alb"],
                ["codestream-tls-alb-codestream-443", "codestream-tls-alb-codestream-12443"],
            ),
            hostConfiguration: {
                file: "~/.codestream/codestream-services-config.json",
                settings: {
                    apiServer: { ignoreHttps: false, port: 443, publicApiUrl: "https://codestream.example.com" },
                    broadcastEngine: {
                        codestreamBroadcaster: { host: "codestream.example.com", ignoreHttps: false, port: 12443 },
                    },
                    ssl: { certfile: "/opt/config/cert.pem", keyfile: "/opt/config/key.pem" },
                },
            },
            hostRules: [rule("codestream", "tcp 443", requests), rule("codestream", "tcp 12443", requests)],
            url: "https://codestream.example.com",
        },
    },
    "media-pool": {
        create: 85,
        modelled: 14,
        outputs: {
            groups: { pool: "media-pool-pool-*" },
            nodeDomain: "media.example.com",
            registrarFunction: "media-pool-registrar-*",
            scalingPolicyArns: { pool: unknown },
            topicArn: unknown,
            webhookSecretArn: unknown,
        },
    },
    "ant-media": { create: 173, modelled: 20, outputs: antMediaOutputs("ant-media") },
    "ant-media-vendor": {
        create: 173,
        modelled: 20,
        excepted: [
            "plain-listeners-redirect ant-media-vendor-alb-5080",
            "plain-listeners-redirect ant-media-vendor-alb-80",
        ],
        outputs: antMediaOutputs("ant-media-vendor"),
    },
    "web-app": {
        create: 57,
        modelled: 20,
        outputs: {
            ...doors(["web-app-alb"], ["web-app-alb-web-80"]),
            allowedHosts: unknown,
            groups: { web: "web-app-web-*" },
            topicArn: unknown,
            url: "https://images.example.com",
        },
    },
};

const shipped = readdirSync(join(root, "examples"));
const stackFiles = shipped.filter((file) => file.endsWith(".yaml"));

describe("The examples", () => {
    it("are these, and one at least for each profile", () => {
        assert.deepEqual(
            stackFiles,
            Object.keys(examples)
                .map((name) => `${name}.yaml`)
                .sort(),
        );
        const shown = new Set(stackFiles.map((file) => settingsOf(`examples/${file}`).profile));
        assert.deepEqual([...shown].sort(), Object.keys(profiles).sort());
    });

    it("stand in a table of the README", () => {
        const rows = readFileSync(join(root, "README.md"), "utf8")
            .split("\n")
            .filter((line) => /^\|.*\|$/.test(line.trim()));
        const missing = stackFiles.filter((file) => !rows.some((row) => row.includes(`examples/${file}`)));
        assert.deepEqual(missing, []);
    });

    for (const [name, expected] of Object.entries(examples)) {
        describe(name, () => {
            let report: Report;
            before(async () => {
                report = await reportOf("--stack-file", `examples/${name}.yaml`);
            });

            it("passes, without a violation, a repair or a complaint", () => {
                const { code, result, findings, remediations, diagnostics } = report;
                assert.deepEqual(
                    findings.filter(({ verdict }) => verdict === "violation"),
                    [],
                );
                assert.deepEqual([code, result, remediations, diagnostics], [0, "passed", [], []]);
            });

            it("needs exactly these exceptions, each with a reason, an owner and an end", () => {
                const excepted = report.findings.flatMap(({ policyName, resourceUrn, exception }) => {
                    if (!exception) return [];
                    const { reason, owner, expires } = exception;
                    assert.ok(reason.length > 20 && owner.length > 2 && /^\d{4}-\d\d-\d\d$/.test(expires));
                    return [`${policyName} ${resourceUrn.split("::").at(-1)}`];
                });
                assert.deepEqual(excepted, expected.excepted ?? []);
            });

            it("makes exactly so many resources", () => {
                const { create, modelled } = report.counts;
                assert.deepEqual([create, modelled], [expected.create, expected.modelled]);
            });

            it("shows these outputs", () => {
                assert.deepEqual(withoutSteps(withoutHashes(report.outputs)), expected.outputs);
            });

            it("says at its top how it is tried", () => {
                const text = readFileSync(join(root, `examples/${name}.yaml`), "utf8");
                assert.ok(text.includes(`# npm start -- --stack-file examples/${name}.yaml\n`));
            });
        });
    }
});

/** Physical names without the digits that AWS or the preview appends. */
function withoutHashes(outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return JSON.parse(JSON.stringify(outputs).replace(/-[0-9a-f]{7}"/g, '-*"'));
}

/** The steps on a CodeStream host have a test of their own. */
function withoutSteps({ hostConfiguration, ...rest }: Record<string, unknown>): Record<string, unknown> {
    if (typeof hostConfiguration !== "object" || hostConfiguration === null) {
        return hostConfiguration === undefined ? rest : { ...rest, hostConfiguration };
    }
    const { steps: _, ...others } = hostConfiguration as Record<string, unknown>;
    return { ...rest, hostConfiguration: others };
}

describe("The policies of the examples", () => {
    const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(root, file), "utf8"));
    const dev = read("policies/dev.json");
    const listener = (port: number) => `*aws:lb/listener:Listener::ant-media-vendor-alb-${port}`;

    const changed: Record<string, Record<string, object>> = {
        "ant-media-vendor": {
            "plain-listeners-redirect": {
                enforcementLevel: "advisory",
                exceptions: [listener(80), listener(5080)],
            },
        },
        "streaming-backend": {
            "target-group-health-path": { enforcementLevel: "mandatory", httpPorts: [8080] },
            "world-open-ports-by-profile": {
                enforcementLevel: "mandatory",
                udp: { "streaming-backend": { lb: [9000, 9001] } },
            },
        },
    };

    it("exist for these examples, and all others take those of dev", () => {
        const files = shipped.filter((file) => file.endsWith(".policies.json"));
        assert.deepEqual(
            files,
            Object.keys(changed)
                .map((name) => `${name}.policies.json`)
                .sort(),
        );
        assert.deepEqual(
            shipped.filter((file) => !/\.(yaml|policies\.json)$/.test(file)),
            [],
        );
    });

    for (const [name, rules] of Object.entries(changed)) {
        it(`of ${name} are those of dev but for exactly ${Object.keys(rules).join(" and ")}`, () => {
            const own = read(`examples/${name}.policies.json`);
            assert.deepEqual(Object.keys(own).sort(), Object.keys(dev).sort());
            const differing = Object.entries(own).filter(
                ([key, value]) => JSON.stringify(value) !== JSON.stringify(dev[key]),
            );
            assert.deepEqual(
                Object.fromEntries(differing.map(([key, value]) => [key, withResourcesOnly(value)])),
                rules,
            );
        });
    }
});

/** A rule's settings, of its exceptions the resources only. */
function withResourcesOnly(settings: unknown): unknown {
    const { exceptions, ...rest } = settings as { exceptions?: { resource: string }[] };
    return exceptions ? { ...rest, exceptions: exceptions.map(({ resource }) => resource) } : rest;
}
