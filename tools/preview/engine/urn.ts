/** Type of the resource that stands for the stack itself. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

const PROVIDER_PREFIX = "pulumi:providers:";

/** Types from the outermost ancestor to the resource, then the name, as the engine writes them. */
export function urnOf(stack: string, project: string, parentUrn: string, type: string, name: string): string {
    const parentTypes = parentUrn === "" ? "" : typesOf(parentUrn);
    const chain = parentTypes === "" || parentTypes === STACK_TYPE ? type : `${parentTypes}$${type}`;
    return `urn:pulumi:${stack}::${project}::${chain}::${name}`;
}

export function typeOf(urn: string): string {
    return typesOf(urn).split("$").at(-1) ?? "";
}

export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

export function isProviderType(type: string): boolean {
    return type.startsWith(PROVIDER_PREFIX);
}

export function providerType(packageName: string): string {
    return PROVIDER_PREFIX + packageName;
}

/** Package of a type or function token, for example `aws`. */
export function packageOf(token: string): string {
    return token.split(":")[0] ?? "";
}

/** Name of the provider that serves resources without one of their own, for example `default_7_48_0`. */
export function defaultProviderName(version: string): string {
    return version === "" ? "default" : `default_${version.replaceAll(".", "_")}`;
}

/** URN part of a provider reference `<urn>::<id>`. */
export function providerUrn(reference: string): string {
    return reference.slice(0, reference.lastIndexOf("::"));
}

/** Type as people read it: `aws:ec2:Vpc` for `aws:ec2/vpc:Vpc`. */
export function shortType(type: string): string {
    return type.replace(/^([^:]+:[^:/]+)\/[^:]*:/, "$1:");
}

function typesOf(urn: string): string {
    return urn.split("::")[2] ?? "";
}
