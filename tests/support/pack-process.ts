import * as assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PackInfo, PackRules } from "../../tools/preview/policies/policy-config";
import { buildPack, packFolder } from "./pack-build";
import type { PolicyResource } from "./policy-requests";

const levels = ["advisory", "mandatory", "disabled", "remediate"] as const;

/** The real pack in a process of its own, spoken to as the engine does. */
export class PackProcess {
    private constructor(
        private readonly child: ChildProcess,
        readonly client: AnalyzerClient,
    ) {}

    static async start(): Promise<PackProcess> {
        await buildPack();
        const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
        const child = spawn(process.execPath, [runner, "x", packFolder], {
            cwd: packFolder,
            env: { ...process.env, PULUMI_NODEJS_DRY_RUN: "true" },
            stdio: ["ignore", "pipe", "inherit"],
        });
        const lines = createInterface({ input: child.stdout });
        const ended = once(child, "exit").then(([code]) =>
            assert.fail(`The pack ended with ${code} before it named a port.`),
        );
        const [port] = await Promise.race([once(lines, "line"), ended]);
        ended.catch(() => undefined);
        return new PackProcess(child, new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure()));
    }

    async stop(): Promise<void> {
        this.client.close();
        if (this.child.exitCode !== null || this.child.signalCode !== null) return;
        const ended = once(this.child, "exit");
        this.child.kill();
        await ended;
    }

    info(): Promise<analyzer.AnalyzerInfo> {
        return call((done) => this.client.getAnalyzerInfo(new Empty(), done));
    }

    /** What the offline preview knows of the pack's rules when it completes their configuration. */
    async packInfo(): Promise<PackInfo> {
        const info = await this.info();
        const rules = info.getPoliciesList().map((rule) => ({
            name: rule.getName(),
            level: levels[rule.getEnforcementlevel()] ?? "advisory",
            properties: rule.getConfigschema()?.getProperties()?.toJavaScript() ?? {},
            required: rule.getConfigschema()?.getRequiredList() ?? [],
            ...{ severity: "" as const, description: "", remediation: "", link: "", tags: [], judgesResources: true },
        }));
        return { name: info.getName(), version: info.getVersion(), rules, initialConfig: new Map() };
    }

    /** Levels and parameters of rules; those that are not named keep what they declare. */
    async configure(rules: PackRules): Promise<void> {
        const request = new analyzer.ConfigureAnalyzerRequest();
        for (const [name, { level, parameters }] of rules) {
            const config = new analyzer.PolicyConfig();
            config.setEnforcementlevel(levels.indexOf(level) as analyzer.EnforcementLevel);
            config.setProperties(structOf(parameters));
            request.getPolicyconfigMap().set(name, config);
        }
        await call<Empty>((done) => this.client.configure(request, done));
    }

    async analyze(resource: PolicyResource) {
        const response = await call<analyzer.AnalyzeResponse>((done) => this.client.analyze(requestOf(resource), done));
        return response.getDiagnosticsList().map((diagnostic) => ({
            rule: diagnostic.getPolicyname(),
            level: diagnostic.getEnforcementlevel(),
            severity: diagnostic.getSeverity(),
            message: diagnostic.getMessage(),
        }));
    }

    /** Inputs after each fix, by the rule that made it. */
    async remediate(resource: PolicyResource): Promise<Record<string, unknown>> {
        const response = await call<analyzer.RemediateResponse>((done) =>
            this.client.remediate(requestOf(resource), done),
        );
        const fixes = response.getRemediationsList();
        return Object.fromEntries(fixes.map((fix) => [fix.getPolicyname(), fix.getProperties()?.toJavaScript()]));
    }
}

function requestOf({ type, name = "main", props = {} }: PolicyResource): analyzer.AnalyzeRequest {
    const request = new analyzer.AnalyzeRequest();
    request.setType(type);
    request.setName(name);
    request.setUrn(`urn:pulumi:test::media-cluster::${type}::${name}`);
    request.setProperties(structOf(props));
    request.setOptions(new analyzer.AnalyzerResourceOptions());
    return request;
}

function structOf(value: object): Struct {
    return Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]);
}

function call<Response>(
    start: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
    return new Promise((resolve, reject) => {
        start((error, response) => (error ? reject(error) : resolve(response)));
    });
}
