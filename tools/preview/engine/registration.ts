import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { Inputs } from "../../aws-model/markers";
import type { Position } from "./source-position";

/** Options that policies see; times in seconds. */
export interface RegistrationOptions {
    readonly protect: boolean;
    readonly ignoreChanges: readonly string[];
    /** Absent when the program does not say. */
    readonly deleteBeforeReplace?: boolean;
    readonly additionalSecretOutputs: readonly string[];
    /** Former URNs. */
    readonly timeouts: { readonly create: number; readonly update: number; readonly delete: number };
}

/** One resource, component or provider of the planned stack. */
export interface Registration {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** URN of the parent, empty for the stack and for default providers. */
    readonly parent: string;
    /** False for components. */
    readonly custom: boolean;
    /** True for what a remote component registers, which the preview derives from its own model. */
    readonly modelled: boolean;
    /** True for resources that exist already and are only read. */
    readonly read: boolean;
    /** True for a provider that serves resources without one of their own. */
    readonly implicit: boolean;
    /** Inputs after the provider's check and the remediations. */
    inputs: Inputs;
    /** Outputs; for components what they registered, nothing before that. */
    outputs: Inputs;
    readonly options: RegistrationOptions;
    readonly provider?: Registration | undefined;
    readonly dependencies: readonly string[];
    /** URNs that each property was computed from. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
    readonly position?: Position | undefined;
    /** Transforms that this resource brings to its descendants. */
    readonly transforms: readonly Callback[];
    /** Resolves when remediations are done and `inputs` are final. */
    settled: Promise<void>;
}

export const noOptions: RegistrationOptions = {
    protect: false,
    ignoreChanges: [],
    additionalSecretOutputs: [],
    timeouts: { create: 0, update: 0, delete: 0 },
};
