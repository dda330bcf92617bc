import * as assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { build } from "esbuild";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { rules } from "../../policies/rules";
import { unknown } from "../support/policy-requests";

const folder = join(__dirname, "../../policies");
const { MANDATORY, ADVISORY } = analyzer.EnforcementLevel;
const targetGroup = "aws:lb/targetGroup:TargetGroup";

describe("the policy pack as a process", function () {
    this.timeout(60_000);
    let pack: ChildProcess;
    let client: AnalyzerClient;

    before(async () => {
        await build({
            entryPoints: [join(folder, "index.ts")],
            outfile: join(folder, "bin/index.js"),
            bundle: true,
            platform: "node",
            format: "cjs",
            target: "node20",
            packages: "external",
            sourcemap: true,
            logLevel: "error",
        });
        const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
        const env = { ...process.env, PULUMI_NODEJS_DRY_RUN: "true" };
        pack = spawn(process.execPath, [runner, "x", folder], {
            cwd: folder,
            env,
            stdio: ["ignore", "pipe", "inherit"],
        });
        assert.ok(pack.stdout);
        const lines = createInterface({ input: pack.stdout });
        const ended = once(pack, "exit").then(([code]) =>
            assert.fail(`The pack ended with ${code} before it named a port.`),
        );
        const [port] = await Promise.race([once(lines, "line"), ended]);
        ended.catch(() => undefined);
        client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    });

    after(async () => {
        client?.close();
        if (pack?.exitCode !== null || pack.signalCode !== null) return;
        const ended = once(pack, "exit");
        pack.kill();
        await ended;
    });

    it("tolerates a handshake that the SDK does not know", async () => {
        const request = new analyzer.AnalyzerHandshakeRequest();

        const code = await new Promise((done) =>
            client.handshake(request, (error) => done(error?.code ?? grpc.status.OK)),
        );

        assert.ok(code === grpc.status.OK || code === grpc.status.UNIMPLEMENTED, `The handshake ended with ${code}.`);
    });

    it("names its rules with their levels, and itself with its version", async () => {
        const info = await call<analyzer.AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));

        assert.deepEqual([info.getName(), info.getVersion()], ["media-cluster-policies", "0.1.0"]);
        assert.deepEqual(
            info.getPoliciesList().map((policy) => [policy.getName(), policy.getEnforcementlevel()]),
            rules.map(({ name, level }) => [name, level === "mandatory" ? MANDATORY : ADVISORY]),
        );
        const parameters = info.getPoliciesList()[0]?.getConfigschema()?.getProperties()?.toJavaScript();
        assert.deepEqual(Object.keys(parameters ?? {}), ["httpPorts", "httpsPorts"]);
    });

    it("finds the violation of a resource, and nothing in a clean one", async () => {
        await configure(new Map(rules.map(({ name }) => [name, MANDATORY])));
        const healthCheck = { path: "/no-auth/status", matcher: "200" };

        const clean = await analyze({ protocol: "HTTP", port: 5080, vpcId: unknown, healthCheck });
        const broken = await analyze({
            protocol: "HTTP",
            port: 5080,
            vpcId: unknown,
            healthCheck: { ...healthCheck, path: "/" },
        });

        assert.deepEqual(clean, []);
        assert.deepEqual(broken, [
            {
                rule: "target-group-health-path",
                level: MANDATORY,
                severity: analyzer.PolicySeverity.POLICY_SEVERITY_HIGH,
                message:
                    "Health checks must ask the status page and take nothing but 200 for healthy.\n" +
                    'The target group "origin" must check the path /no-auth/status over HTTP or HTTPS and accept status 200 only.',
            },
        ]);
    });

    it("reports what it cannot know yet as advisory", async () => {
        await configure(new Map(rules.map(({ name }) => [name, MANDATORY])));

        const [finding, ...more] = await analyze({ protocol: "HTTP", healthCheck: unknown });

        assert.deepEqual(more, []);
        assert.equal(finding?.level, ADVISORY);
        assert.equal(
            finding.message,
            'Not yet known: the target group "origin" can be judged once healthCheck has a value.',
        );
    });

    async function configure(levels: ReadonlyMap<string, analyzer.EnforcementLevel>): Promise<void> {
        const request = new analyzer.ConfigureAnalyzerRequest();
        for (const [name, level] of levels) {
            const config = new analyzer.PolicyConfig();
            config.setEnforcementlevel(level);
            config.setProperties(new Struct());
            request.getPolicyconfigMap().set(name, config);
        }
        await call<Empty>((done) => client.configure(request, done));
    }

    async function analyze(props: Parameters<typeof Struct.fromJavaScript>[0]) {
        const request = new analyzer.AnalyzeRequest();
        request.setType(targetGroup);
        request.setName("origin");
        request.setUrn(`urn:pulumi:test::media-cluster::${targetGroup}::origin`);
        request.setProperties(Struct.fromJavaScript(props));
        request.setOptions(new analyzer.AnalyzerResourceOptions());
        const response = await call<analyzer.AnalyzeResponse>((done) => client.analyze(request, done));
        return response.getDiagnosticsList().map((diagnostic) => ({
            rule: diagnostic.getPolicyname(),
            level: diagnostic.getEnforcementlevel(),
            severity: diagnostic.getSeverity(),
            message: diagnostic.getMessage(),
        }));
    }
});

function call<Response>(
    start: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
    return new Promise((resolve, reject) => {
        start((error, response) => (error ? reject(error) : resolve(response)));
    });
}
