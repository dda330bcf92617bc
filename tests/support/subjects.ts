import * as assert from "node:assert/strict";
import { type PolicyResource, unknownCheckingProxy } from "@pulumi/policy";
import { type Subject, subjectOf } from "../../policies/subject";

/**
 * A resource of a stack as the SDK hands it to rules.
 *
 * @param dependencies by property the resources that it depends on
 */
export function stackResource(
    type: string,
    name: string,
    props: object = {},
    dependencies: Readonly<Record<string, readonly PolicyResource[]>> = {},
): PolicyResource {
    const customTimeouts = { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 };
    return {
        type,
        name,
        urn: `urn:pulumi:test::media-cluster::${type}::${name}`,
        props: unknownCheckingProxy(props),
        opts: { protect: false, ignoreChanges: [], aliases: [], customTimeouts, additionalSecretOutputs: [] },
        dependencies: Object.values(dependencies).flat(),
        propertyDependencies: dependencies as Record<string, PolicyResource[]>,
    } as unknown as PolicyResource;
}

/** A resource as rules see it. */
export function subject(type: string, props: object = {}, name = "main"): Subject {
    const found = subjectOf(stackResource(type, name, props));
    assert.ok(found, `No rule looks at ${type}.`);
    return found;
}
