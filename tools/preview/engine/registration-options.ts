import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { RegistrationOptions } from "./registration";

/**
 * The options of a request in the form that policies see. Aliases are not among them: the engine shows policies none for a
 * resource that is new, and offline every resource is.
 */
export function optionsOf(request: RegisterResourceRequest): RegistrationOptions {
    const timeouts = request.getCustomtimeouts();
    return {
        protect: request.getProtect() ?? false,
        ignoreChanges: request.getIgnorechangesList(),
        ...(request.getDeletebeforereplacedefined() ? { deleteBeforeReplace: request.getDeletebeforereplace() } : {}),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        timeouts: {
            create: seconds(timeouts?.getCreate()),
            update: seconds(timeouts?.getUpdate()),
            delete: seconds(timeouts?.getDelete()),
        },
    };
}

/** URNs that each property of a request was computed from. */
export function propertyDependenciesOf(request: RegisterResourceRequest): Record<string, string[]> {
    const entries = [...request.getPropertydependenciesMap().entries()];
    return Object.fromEntries(entries.map(([property, dependencies]) => [property, dependencies.getUrnsList()]));
}

const unitSeconds: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** Seconds of a duration such as `1h30m`; 0 when none is given. */
export function seconds(duration: string | undefined): number {
    const parts = [...(duration ?? "").matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
    return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitSeconds[unit ?? ""] ?? 0), 0);
}
