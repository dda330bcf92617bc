import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { MediaCluster } from "../../infra/cluster";
import { ConfigError } from "../../infra/config/issues";
import { isSettings, merge, type Settings } from "../../infra/config/merge";
import { type ClusterConfig, resolveConfig } from "../../infra/config/resolve";
import { stackOutputs } from "../../infra/outputs";
import { known, type Registration, run, UNKNOWN } from "./program";

/** Plans of the examples that the project ships, and small projections of them for comparisons with tables of values. */

export const root = resolve(__dirname, "../..");

/** What a stack file sets, without the Region. */
export function settingsOf(stackFile: string): Settings {
    const { config } = parse(readFileSync(join(root, stackFile), "utf8")) as { config: Settings };
    const { "aws:region": _, ...settings } = config;
    return settings;
}

/** Settings of an example with some keys changed; a key that is changed to null is left out. */
export function exampleSettings(name: string, changes: Settings = {}): Settings {
    return withoutNulls(merge(settingsOf(`examples/${name}.yaml`), changes) as Settings);
}

function withoutNulls(settings: Settings): Settings {
    return Object.fromEntries(
        Object.entries(settings).flatMap(([key, value]) =>
            value === null ? [] : [[key, isSettings(value) ? withoutNulls(value) : value]],
        ),
    );
}

/** Keys that the configuration of an example refuses when some are changed. */
export function refusedKeys(name: string, changes: Settings, isSecret = (_: string) => false): string[] {
    try {
        resolveConfig(exampleSettings(name, changes), { namespace, isSecret, region });
    } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        return error.message.split("\n").map((line) => line.split(" ")[0]?.replace(`${namespace}:`, "") ?? "");
    }
    return [];
}

const namespace = "media-cluster";
const region = "us-east-1";

export interface Plan {
    readonly config: ClusterConfig;
    readonly resources: readonly Registration[];
    /** Outputs by name; `(unknown)` for those that hold a value that AWS has not given yet. */
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** Name of the cluster, which all logical names begin with. */
const NAME = "test";

/** The plan of an example with some keys changed. */
export function examplePlan(name: string, { preview }: { preview: boolean }, changes: Settings = {}): Promise<Plan> {
    return planOf(exampleSettings(name, changes), preview);
}

export async function planOf(settings: Settings, preview: boolean): Promise<Plan> {
    const config = resolveConfig(settings, { namespace, region });
    const { resources, result } = await run(
        () =>
            Object.entries(stackOutputs(config, new MediaCluster(NAME, config)))
                .filter(([, value]) => value !== undefined)
                .map(([key, value]) => [key, pulumi.output(value)] as const),
        { preview, region },
    );
    const outputs: Record<string, unknown> = {};
    for (const [key, value] of result) outputs[key] = (await known(value)) ?? UNKNOWN;
    return { config, resources, outputs };
}

export const types = {
    attachment: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
    balancer: "aws:lb/loadBalancer:LoadBalancer",
    egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    group: "aws:autoscaling/group:Group",
    hook: "aws:autoscaling/lifecycleHook:LifecycleHook",
    ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    instance: "aws:ec2/instance:Instance",
    listener: "aws:lb/listener:Listener",
    notification: "aws:autoscaling/notification:Notification",
    policy: "aws:autoscaling/policy:Policy",
    record: "aws:route53/record:Record",
    rule: "aws:lb/listenerRule:ListenerRule",
    securityGroup: "aws:ec2/securityGroup:SecurityGroup",
    targetGroup: "aws:lb/targetGroup:TargetGroup",
    template: "aws:ec2/launchTemplate:LaunchTemplate",
} as const;

export function ofType({ resources }: Plan, type: keyof typeof types): Registration[] {
    return resources.filter((resource) => resource.type === types[type]);
}

/** Logical name without the name of the cluster. */
export function short(name: string | undefined): string {
    return (name ?? "nothing").replace(new RegExp(`^${NAME}-`), "");
}

/** What an input of a resource comes from: the logical name of another one. */
export function sourceOf({ sources }: Registration, input: string): string {
    return [...new Set(sources[input] ?? [])].map(short).join();
}

type Values = Record<string, unknown>;

function byName<T>(resources: readonly Registration[], project: (resource: Registration) => T): Record<string, T> {
    return Object.fromEntries(
        resources.map((resource): [string, T] => [short(resource.name), project(resource)]).toSorted(byKey),
    );
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
    return a < b ? -1 : Number(a > b);
}

/** Chosen inputs of all resources of a type, by short name. */
export function inputsOf(plan: Plan, type: keyof typeof types, keys: readonly string[]): Record<string, Values> {
    return byName(ofType(plan, type), ({ inputs }) => chosen(inputs, keys));
}

export function chosen(inputs: Values, keys: readonly string[]): Values {
    return Object.fromEntries(keys.filter((key) => inputs[key] !== undefined).map((key) => [key, inputs[key]]));
}

/** Each listener in one line, such as `alb HTTPS 443 -> alb-edge-5080 (policy)`. */
export function listenersOf(plan: Plan): string[] {
    return ofType(plan, "listener")
        .map((listener) => {
            const { port, protocol, sslPolicy, defaultActions } = listener.inputs;
            const [{ type, redirect }] = defaultActions;
            const action =
                type === "redirect"
                    ? `${redirect.statusCode} ${redirect.protocol} ${redirect.port}`
                    : `-> ${sourceOf(listener, "defaultActions")}`;
            const tls = sslPolicy ? ` (${sslPolicy}, ${sourceOf(listener, "certificateArn")})` : "";
            return `${sourceOf(listener, "loadBalancerArn")} ${protocol} ${port} ${action}${tls}`;
        })
        .sort();
}

/** Each rule of a listener in one line. */
export function listenerRulesOf(plan: Plan): string[] {
    return ofType(plan, "rule")
        .map((rule) => {
            const { priority, conditions } = rule.inputs;
            return `${sourceOf(rule, "listenerArn")} ${priority} ${JSON.stringify(conditions)} -> ${sourceOf(rule, "actions")}`;
        })
        .sort();
}

/** Target groups by short name: what they speak, and how they are judged. */
export function targetGroupsOf(plan: Plan): Record<string, Values> {
    return byName(ofType(plan, "targetGroup"), ({ inputs }) => {
        const { healthCheck, stickiness, ...rest } = inputs;
        const { protocol, port, path, matcher, interval, timeout, healthyThreshold, unhealthyThreshold } = healthCheck;
        return {
            ...chosen(rest, ["protocol", "port", "targetType", "deregistrationDelay", "slowStart"]),
            ...(rest.loadBalancingAlgorithmType && { algorithm: rest.loadBalancingAlgorithmType }),
            check: `${protocol} ${port} ${path} = ${matcher}`,
            every: `${interval} s, ${timeout} s`,
            thresholds: `${healthyThreshold}/${unhealthyThreshold}`,
            ...(stickiness && {
                sticky: stickiness.enabled ? `${stickiness.type} ${stickiness.cookieDuration} s` : "off",
            }),
        };
    });
}

/** Each ingress rule in one line, such as `alb tcp 443 from 0.0.0.0/0` or `edge tcp 5080 from alb`. */
export function ingressOf(plan: Plan): string[] {
    return rulesOf(plan, "ingress", "from");
}

export function egressOf(plan: Plan): string[] {
    return rulesOf(plan, "egress", "to");
}

function rulesOf(plan: Plan, type: "ingress" | "egress", word: string): string[] {
    return ofType(plan, type)
        .map((rule) => {
            const { ipProtocol, fromPort, toPort, cidrIpv4, cidrIpv6, securityGroupId } = rule.inputs;
            const peer = cidrIpv4 ?? cidrIpv6 ?? sourceOf(rule, "referencedSecurityGroupId");
            const ports = fromPort === toPort ? fromPort : `${fromPort}-${toPort}`;
            const range = ipProtocol === "-1" ? "all" : `${ipProtocol} ${ports}`;
            return `${sourceOf(rule, "securityGroupId") || securityGroupId} ${range} ${word} ${peer}`;
        })
        .sort();
}

/** Which instance is registered where, one line for each attachment. */
export function attachmentsOf(plan: Plan): string[] {
    return ofType(plan, "attachment")
        .map((one) => `${sourceOf(one, "targetGroupArn")} ${one.inputs.port} ${one.inputs.targetId}`)
        .sort();
}

/** Public names that lead to balancers: `stream.example.com A alb`. */
export function aliasesOf(plan: Plan): string[] {
    return ofType(plan, "record")
        .filter(({ inputs }) => inputs.aliases)
        .map((record) => `${record.inputs.name} ${record.inputs.type} ${sourceOf(record, "aliases")}`)
        .sort();
}

/** All text that a node gets for its first boot: plain, compressed, or in the files of a cloud-config document. */
export function bootText({ inputs }: Registration): string {
    const text = decoded(inputs.userData ?? inputs.userDataBase64);
    if (!text.startsWith("#cloud-config")) return text;
    const files: { content: string; encoding?: string }[] = parse(text).write_files ?? [];
    return [text, ...files.map(({ content, encoding }) => (encoding ? decoded(content) : content))].join("\n");
}

function decoded(base64: string): string {
    const bytes = Buffer.from(base64, "base64");
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** What a text does not hold, so that a failed test names it and does not print the text. */
export function lacking(text: string, wanted: Readonly<Record<string, RegExp>>): string[] {
    return Object.entries(wanted).flatMap(([what, expression]) => (expression.test(text) ? [] : [what]));
}

/** Statements of all policies of a role, by the short name of the role. */
export function statementsOf({ resources }: Plan, role: string): Values[] {
    return resources
        .filter((one) => one.type === "aws:iam/rolePolicy:RolePolicy" && sourceOf(one, "role") === role)
        .flatMap(({ inputs }) => {
            const { policy } = inputs;
            return (typeof policy === "string" ? JSON.parse(policy) : policy).Statement;
        });
}

/** Tests of what is known only once AWS has given ids: there is nothing to see of it in a preview. */
export function whenKnown(preview: boolean): (title: string, test: () => void | Promise<void>) => void {
    return preview ? () => {} : (title, test) => it(title, test);
}
