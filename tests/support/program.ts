import type { ServiceError } from "@grpc/grpc-js";
import type { SurfaceCall } from "@grpc/grpc-js/build/src/call";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { getMonitor } from "@pulumi/pulumi/runtime";
import { answer, computedOutputs, expandVpc, isChildId, shapeOf, zonesOf } from "../../tools/aws-model";

/** What the program asked the engine to register. */
export interface Registration {
    readonly type: string;
    readonly name: string;
    // biome-ignore lint/suspicious/noExplicitAny: tests look into inputs of all types
    readonly inputs: any;
    /** Logical name of the parent; empty below the stack. */
    readonly parent: string;
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    readonly deleteBeforeReplace: boolean;
    readonly ignoreChanges: readonly string[];
    /** Logical names of the resources that must be there first. */
    readonly dependsOn: readonly string[];
    /** Logical names of the resources that each input comes from. */
    readonly sources: Readonly<Record<string, readonly string[]>>;
    readonly deletedWith: string;
    /** How long its deletion may take, such as `35m`; empty when nothing says so. */
    readonly deleteTimeout: string;
}

export interface Run<Result> {
    readonly resources: readonly Registration[];
    readonly result: Result;
}

export interface RunOptions {
    /** Whether values that AWS computes stay unknown, as in `pulumi preview`. */
    readonly preview: boolean;
    readonly region?: string;
}

/** Both ways in which a program runs; every component is tested in each. */
export const modes = [
    { mode: "preview", preview: true },
    { mode: "update", preview: false },
] as const;

/**
 * Runs a piece of the program under Pulumi mocks and gives back all that it registered, in order.
 *
 * The mocks are strict: a type that no SDK in use has, or a provider function without a recorded answer, fails the run.
 */
export async function run<Result>(build: () => Result, options: RunOptions): Promise<Run<Result>> {
    const resources: Registration[] = [];
    const context = { region: options.region ?? "us-east-1" };
    /** What AWS says about the subnets that the run itself has made, by id. */
    const subnets = new Map<unknown, Record<string, unknown>>();
    await pulumi.runtime.setMocks(
        {
            newResource: ({ type, name, inputs }) => {
                if (type === "awsx:ec2:Vpc")
                    return {
                        id: undefined,
                        state: options.preview ? {} : vpcOutputs(name, inputs, context.region, subnets),
                    };
                if (type === "random:index/randomPassword:RandomPassword") {
                    return { id: name, state: { ...inputs, ...(!options.preview && { result: `generated-${name}` }) } };
                }
                if (type.startsWith("tls:")) {
                    return { id: name, state: { ...inputs, ...(!options.preview && pemsOf(type, name)) } };
                }
                if (type.startsWith("media-cluster:")) return { id: undefined, state: inputs };
                if (!shapeOf(type)) throw new Error(`The mocks know no resource type ${type}.`);
                return options.preview
                    ? { id: undefined, state: inputs }
                    : computedOutputs({ type, name, inputs }, context);
            },
            call: ({ token, inputs }) => subnets.get(inputs.id) ?? answer({ token, args: inputs }, context),
        },
        "media-cluster",
        "test",
        options.preview,
        "acme",
    );
    record(resources);
    const result = build();
    // Waits until all registrations, and what hangs on them, have come to an end.
    await pulumi.runtime.disconnect();
    return { resources, result };
}

/** The value of an output; `undefined` when it is unknown. */
export async function known<T>(output: pulumi.Output<T>): Promise<T | undefined> {
    const { isKnown } = output as unknown as { isKnown: Promise<boolean> };
    if (!(await isKnown)) return undefined;
    return new Promise((resolve) => output.apply(resolve));
}

/** How many resources of each type there are. */
export function counts(resources: readonly Registration[]): Record<string, number> {
    const found: Record<string, number> = {};
    for (const { type } of resources) found[type] = (found[type] ?? 0) + 1;
    return found;
}

/** The only resource of this type and name. */
export function only(resources: readonly Registration[], type: string, name?: string): Registration {
    const found = resources.filter(
        (resource) => resource.type === type && (name === undefined || resource.name === name),
    );
    const [first] = found;
    if (!first || found.length !== 1) {
        const names = resources.filter((resource) => resource.type === type).map((resource) => resource.name);
        throw new Error(
            `Expected one ${type} ${name ?? ""}, found ${found.length}; names of this type: ${names.join(", ")}.`,
        );
    }
    return first;
}

/** Adds to each mock call what only the request to the engine tells. */
function record(resources: Registration[]): void {
    const monitor = getMonitor();
    if (!monitor) throw new Error("There is no mock monitor to record.");
    const register: Register = monitor.registerResource.bind(monitor);
    const recording: Register = (request, callback) => {
        const type = request.getType();
        if (type !== "pulumi:pulumi:Stack") {
            resources.push({
                type,
                name: request.getName(),
                inputs: readable(request.getObject()?.toJavaScript() ?? {}),
                parent: nameOf(request.getParent()),
                protect: request.getProtect() ?? false,
                retainOnDelete: request.getRetainondelete() ?? false,
                deleteBeforeReplace: request.getDeletebeforereplace() ?? false,
                ignoreChanges: request.getIgnorechangesList(),
                dependsOn: request.getDependenciesList().map(nameOf),
                sources: sourcesOf(request),
                deletedWith: nameOf(request.getDeletedwith()),
                deleteTimeout: request.getCustomtimeouts()?.getDelete() ?? "",
            });
        }
        return register(request, callback);
    };
    monitor.registerResource = recording as typeof monitor.registerResource;
}

function sourcesOf(request: RegisterResourceRequest): Record<string, string[]> {
    const sources: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((from, property) => {
        sources[property] = from.getUrnsList().map(nameOf);
    });
    return sources;
}

type Register = (
    request: RegisterResourceRequest,
    callback: (error: ServiceError | null, response: RegisterResourceResponse) => void,
) => SurfaceCall;

function nameOf(urn: string): string {
    return urn.includes("pulumi:pulumi:Stack") ? "" : (urn.split("::").at(-1) ?? "");
}

/** What an unknown value looks like in recorded inputs. */
export const UNKNOWN = "(unknown)";

/** Replaces the wire's marks: unknown values, secrets and resource references. */
function readable(value: unknown): unknown {
    if (value === "04da6b54-80e4-46f7-96ec-b56ff0331ba9") return UNKNOWN;
    if (Array.isArray(value)) return value.map(readable);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const signature = entries.find(([key]) => key === "4dabf18193072939515e22adb298388d")?.[1];
    if (signature === "1b47061264138c4ac30d75fd1eb44270") return { secret: readable(Reflect.get(value, "value")) };
    if (signature === "5cf8f73096256a8f31e491e813e4eb8e") return Reflect.get(value, "urn");
    return Object.fromEntries(entries.map(([key, inner]) => [key, readable(inner)]));
}

/** Texts where the provider makes PEM. */
function pemsOf(type: string, name: string): Record<string, string> {
    switch (type) {
        case "tls:index/privateKey:PrivateKey":
            return { privateKeyPem: `key of ${name}\n`, privateKeyPemPkcs8: `pkcs8 key of ${name}\n` };
        case "tls:index/certRequest:CertRequest":
            return { certRequestPem: `request of ${name}\n` };
        case "tls:index/selfSignedCert:SelfSignedCert":
        case "tls:index/locallySignedCert:LocallySignedCert":
            return { certPem: `certificate of ${name}\n` };
        default:
            throw new Error(`The mocks know no resource type ${type}.`);
    }
}

function vpcOutputs(
    name: string,
    inputs: Record<string, unknown>,
    region: string,
    subnets: Map<unknown, Record<string, unknown>>,
): object {
    const { outputs, children } = expandVpc(name, inputs, zonesOf(region));
    const ids = new Map<string, string>();
    for (const { key, type, name: child, inputs: given } of children) {
        const { id, state } = computedOutputs({ type, name: child, inputs: given }, { region });
        ids.set(key, id);
        if (type === "aws:ec2/subnet:Subnet") subnets.set(id, { ...state, id });
    }
    const resolve = (value: unknown): unknown => {
        if (isChildId(value)) return ids.get(value.idOf);
        return Array.isArray(value) ? value.map(resolve) : value;
    };
    return Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, resolve(value)]));
}
