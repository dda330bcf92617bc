import * as assert from "node:assert/strict";
import * as grpc from "@grpc/grpc-js";
import type { Policies } from "@pulumi/policy";
import * as policyServer from "@pulumi/policy/server";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { exceptionBooks } from "../../policies/exceptions/exception-book";
import type { Rule } from "../../policies/rule";

/** Marks a value that is not known before the deployment, as programs send it. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** Marks a value as secret, as programs send it. */
export function secret(value: unknown): object {
    return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

export interface PolicyResource {
    readonly type: string;
    /** Logical name. Default `main`. */
    readonly name?: string;
    readonly props?: object;
    /** Resources that a property depends on, by property. */
    readonly dependsOn?: Readonly<Record<string, readonly PolicyResource[]>>;
    readonly options?: {
        readonly protect?: boolean;
        readonly ignoreChanges?: readonly string[];
        readonly deleteBeforeReplace?: boolean;
    };
}

export type Level = "advisory" | "mandatory" | "disabled" | "remediate";

/** How a rule is configured: its level, `mandatory` by default, and its parameters. */
export interface PolicySettings {
    readonly level?: Level;
    readonly parameters?: object;
}

export interface PolicyFinding {
    readonly level: Level;
    /** Message without the rule's description, which the SDK puts before it. */
    readonly text: string;
    readonly urn: string;
}

export interface PolicyVerdict {
    readonly verdict: "pass" | "violation" | "unknown" | "not applicable";
    readonly findings: readonly PolicyFinding[];
    /** Texts of the findings. */
    readonly texts: readonly string[];
}

type Handler<Request, Response> = (
    call: { readonly request: Request },
    callback: (error: unknown, response: Response) => void,
) => void;
type MakeHandler<Request, Response> = (
    name: string,
    version: string,
    level: Level,
    policies: Policies,
) => Handler<Request, Response>;

/** What the SDK exports at run time and does not declare. */
interface PolicyServer {
    readonly serve: (name: string, version: string, level: Level, pack: { policies: Policies }) => void;
    readonly makeAnalyzeRpcFun: MakeHandler<analyzer.AnalyzeRequest, analyzer.AnalyzeResponse>;
    readonly makeAnalyzeStackRpcFun: MakeHandler<analyzer.AnalyzeStackRequest, analyzer.AnalyzeResponse>;
    readonly makeRemediateRpcFun: MakeHandler<analyzer.AnalyzeRequest, analyzer.RemediateResponse>;
}

const server = policyServer as unknown as PolicyServer;
const pack = ["media-cluster-policies", "0.1.0", "advisory"] as const;
const levels: readonly Level[] = ["advisory", "mandatory", "disabled", "remediate"];

/** Judges resources the way the engine does: each of them by itself, then all of them as a stack. */
export async function judge(rule: Rule, resources: readonly PolicyResource[], settings?: PolicySettings) {
    const verdicts: PolicyVerdict[] = [];
    if ("validateResource" in rule.policy) {
        for (const resource of resources) verdicts.push(await judgeResource(rule, resource, settings));
    }
    if ("validateStack" in rule.policy) verdicts.push(await judgeStack(rule, resources, settings));
    const findings = verdicts.flatMap((verdict) => verdict.findings);
    const order = ["violation", "unknown", "pass", "not applicable"] as const;
    const verdict = order.find((one) => verdicts.some((each) => each.verdict === one)) ?? "not applicable";
    return { verdict, findings, texts: findings.map(({ text }) => text) } satisfies PolicyVerdict;
}

/** Judges one resource with one rule, through the SDK's own handling of Analyze requests. */
export async function judgeResource(rule: Rule, resource: PolicyResource, settings?: PolicySettings) {
    await configure(rule, settings);
    const handle = server.makeAnalyzeRpcFun(...pack, [rule.policy]);
    return verdictOf(rule, await answer(handle, analyzeRequest(resource)), urnOf(resource));
}

/** Judges a stack with one rule, through the SDK's own handling of AnalyzeStack requests. */
export async function judgeStack(rule: Rule, resources: readonly PolicyResource[], settings?: PolicySettings) {
    await configure(rule, settings);
    const handle = server.makeAnalyzeStackRpcFun(...pack, [rule.policy]);
    return verdictOf(rule, await answer(handle, stackRequest(resources)));
}

/**
 * Judges resources with several rules in one run, as the engine does: it configures the pack once, then come the resources
 * one by one, each before all rules, and last the stack.
 *
 * @param settings by the names of the rules
 */
export async function judgePack(
    rules: readonly Rule[],
    resources: readonly PolicyResource[],
    settings: Readonly<Record<string, PolicySettings>>,
) {
    await configureAll(rules.map((rule) => [rule, settings[rule.name]]));
    const policies = rules.map(({ policy }) => policy);
    const analyze = server.makeAnalyzeRpcFun(...pack, policies);
    const analyzeStack = server.makeAnalyzeStackRpcFun(...pack, policies);
    const findings: (PolicyFinding & { readonly rule: string })[] = [];
    const note = (response: analyzer.AnalyzeResponse, urn = "") => {
        for (const diagnostic of response.getDiagnosticsList()) {
            const level = levels[diagnostic.getEnforcementlevel()] ?? "disabled";
            const text = diagnostic.getMessage().replace(`${diagnostic.getDescription()}\n`, "");
            findings.push({ rule: diagnostic.getPolicyname(), level, text, urn: diagnostic.getUrn() || urn });
        }
    };
    for (const resource of resources) note(await answer(analyze, analyzeRequest(resource)), urnOf(resource));
    note(await answer(analyzeStack, stackRequest(resources)));
    return findings;
}

/** Inputs after the fix of a rule; undefined when it changed nothing. */
export async function fixResource(rule: Rule, resource: PolicyResource, settings?: PolicySettings) {
    await configure(rule, { ...settings, level: "remediate" });
    const handle = server.makeRemediateRpcFun(...pack, [rule.policy]);
    const [remediation, ...more] = (await answer(handle, analyzeRequest(resource))).getRemediationsList();
    assert.deepEqual(more, []);
    assert.equal(remediation?.getDiagnostic() ?? "", "");
    return remediation?.getProperties()?.toJavaScript();
}

/** URN of a resource without a parent. */
export function urnOf({ type, name = "main" }: PolicyResource): string {
    return `urn:pulumi:test::media-cluster::${type}::${name}`;
}

function analyzeRequest(resource: PolicyResource): analyzer.AnalyzeRequest {
    const request = new analyzer.AnalyzeRequest();
    request.setType(resource.type);
    request.setName(resource.name ?? "main");
    request.setUrn(urnOf(resource));
    request.setProperties(structOf(resource.props));
    request.setOptions(optionsOf(resource));
    return request;
}

function stackRequest(resources: readonly PolicyResource[]): analyzer.AnalyzeStackRequest {
    const request = new analyzer.AnalyzeStackRequest();
    request.setResourcesList(resources.map(stackResource));
    return request;
}

function stackResource(resource: PolicyResource): analyzer.AnalyzerResource {
    const message = new analyzer.AnalyzerResource();
    message.setType(resource.type);
    message.setName(resource.name ?? "main");
    message.setUrn(urnOf(resource));
    message.setProperties(structOf(resource.props));
    message.setOptions(optionsOf(resource));
    for (const [property, resources] of Object.entries(resource.dependsOn ?? {})) {
        const dependencies = new analyzer.AnalyzerPropertyDependencies();
        dependencies.setUrnsList(resources.map(urnOf));
        message.getPropertydependenciesMap().set(property, dependencies);
    }
    return message;
}

function optionsOf({ options = {} }: PolicyResource): analyzer.AnalyzerResourceOptions {
    const { protect = false, ignoreChanges = [], deleteBeforeReplace } = options;
    const message = new analyzer.AnalyzerResourceOptions();
    message.setProtect(protect);
    message.setIgnorechangesList([...ignoreChanges]);
    message.setDeletebeforereplace(deleteBeforeReplace ?? false);
    message.setDeletebeforereplacedefined(deleteBeforeReplace !== undefined);
    return message;
}

function structOf(value: object = {}): Struct {
    return Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]);
}

let configureHandler: Handler<analyzer.ConfigureAnalyzerRequest, unknown> | undefined;

/** Sends a Configure request for one rule. Levels and parameters of earlier requests are gone afterwards. */
function configure(rule: Rule, settings?: PolicySettings): Promise<void> {
    return configureAll([[rule, settings]]);
}

async function configureAll(entries: readonly (readonly [rule: Rule, settings?: PolicySettings])[]): Promise<void> {
    const request = new analyzer.ConfigureAnalyzerRequest();
    for (const [{ policy }, { level = "mandatory", parameters } = {}] of entries) {
        const config = new analyzer.PolicyConfig();
        config.setEnforcementlevel(levels.indexOf(level) as analyzer.EnforcementLevel);
        config.setProperties(structOf(parameters));
        request.getPolicyconfigMap().set(policy.name, config);
    }
    configureHandler ??= takeConfigureHandler();
    // A pack process is configured once; here the exceptions of the test before must be forgotten.
    for (const book of exceptionBooks) book.declare([]);
    await answer(configureHandler, request);
}

/**
 * The SDK hands its Configure handler to a gRPC server only. This takes it from there, and opens no port, which nobody could
 * close again.
 */
function takeConfigureHandler(): Handler<analyzer.ConfigureAnalyzerRequest, unknown> {
    const { addService, bindAsync } = grpc.Server.prototype;
    let taken: unknown;
    grpc.Server.prototype.addService = (_service, handlers) => {
        taken = handlers.configure;
    };
    grpc.Server.prototype.bindAsync = () => undefined;
    try {
        server.serve(...pack, { policies: [] });
    } finally {
        Object.assign(grpc.Server.prototype, { addService, bindAsync });
    }
    assert.equal(typeof taken, "function");
    return taken as Handler<analyzer.ConfigureAnalyzerRequest, unknown>;
}

function answer<Request, Response>(handle: Handler<Request, Response>, request: Request): Promise<Response> {
    return new Promise((resolve, reject) => {
        handle({ request }, (error, response) => (error ? reject(error) : resolve(response)));
    });
}

/** @param urn resource that findings are about which name none */
function verdictOf({ policy }: Rule, response: analyzer.AnalyzeResponse, urn = ""): PolicyVerdict {
    const findings = response.getDiagnosticsList().map((diagnostic) => ({
        level: levels[diagnostic.getEnforcementlevel()] ?? "disabled",
        text: diagnostic.getMessage().replace(`${policy.description}\n`, ""),
        urn: diagnostic.getUrn() || urn,
    }));
    const texts = findings.map(({ text }) => text);
    if (texts.some((text) => !text.startsWith("Not yet known: "))) return { verdict: "violation", findings, texts };
    if (texts.length > 0) return { verdict: "unknown", findings, texts };
    const isApplicable = response.getNotApplicableList().length === 0;
    return { verdict: isApplicable ? "pass" : "not applicable", findings, texts };
}
