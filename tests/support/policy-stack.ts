import * as assert from "node:assert/strict";
import { type PolicyResource as SdkResource, unknownCheckingProxy } from "@pulumi/policy";
import { kindOf } from "../../policies/kinds";
import { Stack } from "../../policies/stack";
import type { Subject } from "../../policies/subject";
import { type PolicyResource, urnOf } from "./policy-requests";

/** A stack as the SDK hands it to a check, for tests of what rules share. */
export function stackOf(...resources: readonly PolicyResource[]): Stack {
    return new Stack(
        resources.map((resource) => {
            const { type, name = "main", props = {}, dependsOn = {} } = resource;
            const propertyDependencies = Object.fromEntries(
                Object.entries(dependsOn).map(([property, others]) => [
                    property,
                    others.map((other) => ({ urn: urnOf(other) })),
                ]),
            );
            const urn = urnOf(resource);
            return {
                type,
                name,
                urn,
                props: unknownCheckingProxy(props),
                propertyDependencies,
            } as unknown as SdkResource;
        }),
    );
}

/** The resource as it stands in the stack. */
export function subjectIn(stack: Stack, resource: PolicyResource): Subject {
    const kind = kindOf(resource.type) ?? assert.fail("No rule looks at this type.");
    const urn = urnOf(resource);
    return stack.ofKind(kind).find((subject) => subject.urn === urn) ?? assert.fail("The stack has no such resource.");
}

export function namesOf(subjects: readonly { readonly name: string }[]): string[] {
    return subjects.map(({ name }) => name);
}
