import type { PolicyProviderResource, PolicyResourceOptions } from "@pulumi/policy";
import type { Kind } from "./kinds";
import { kindOf } from "./kinds";
import type { Properties } from "./properties";

/** A resource that a rule looks at. */
export interface Subject {
    readonly kind: Kind;
    /** Logical name. */
    readonly name: string;
    readonly urn: string;
    /** As it stands inside a sentence: `target group "origin"`. */
    readonly label: string;
    readonly props: Properties;
    /** Resource options of the program. */
    readonly options: PolicyResourceOptions;
    /** The provider that makes the resource; absent for the stack, and where the engine does not tell. */
    readonly provider?: PolicyProviderResource | undefined;
}

/** What the SDK says about a resource, for one resource and for a whole stack alike. */
interface PolicyInput {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly props: Properties;
    readonly opts: PolicyResourceOptions;
    readonly provider?: PolicyProviderResource | undefined;
}

/** The resource as rules see it; undefined when its type is of no kind that rules look at. */
export function subjectOf({ type, name, urn, props, opts, provider }: PolicyInput): Subject | undefined {
    const kind = kindOf(type);
    return kind && { kind, name, urn, props, label: `${kind} "${name}"`, options: opts, provider };
}
