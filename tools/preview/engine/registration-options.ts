import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { RegistrationOptions } from "./registration";
import { urnOf } from "./urn";

/** What an alias is relative to. */
export interface AliasHome {
    readonly stack: string;
    readonly project: string;
}

/** The options of a request in the form that policies see. */
export function optionsOf(request: RegisterResourceRequest, home: AliasHome): RegistrationOptions {
    const timeouts = request.getCustomtimeouts();
    const aliases = request.getAliasesList().map((alias) => aliasUrn(alias, request, home));
    return {
        protect: request.getProtect() ?? false,
        ignoreChanges: request.getIgnorechangesList(),
        ...(request.getDeletebeforereplacedefined() ? { deleteBeforeReplace: request.getDeletebeforereplace() } : {}),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        aliases: [...request.getAliasurnsList(), ...aliases],
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

function aliasUrn(alias: Alias, request: RegisterResourceRequest, home: AliasHome): string {
    const spec = alias.getSpec();
    if (spec === undefined) return alias.getUrn();
    const parent = spec.getNoparent() ? "" : spec.getParenturn() || request.getParent();
    const type = spec.getType() || request.getType();
    return urnOf(
        spec.getStack() || home.stack,
        spec.getProject() || home.project,
        parent,
        type,
        spec.getName() || request.getName(),
    );
}

const unitSeconds: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** Seconds of a duration such as `1h30m`; 0 when none is given. */
export function seconds(duration: string | undefined): number {
    const parts = [...(duration ?? "").matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
    return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitSeconds[unit ?? ""] ?? 0), 0);
}
