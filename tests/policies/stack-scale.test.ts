import * as assert from "node:assert/strict";
import { type PolicyResource, unknownCheckingProxy } from "@pulumi/policy";
import * as sdk from "@pulumi/policy/deserialize";
import type { AnalyzerResource } from "@pulumi/pulumi/proto/analyzer_pb";
import { rules } from "../../policies/rules";
import { resized } from "../../tools/bench/copies";
import { type RecordedStack, recordStack } from "../../tools/bench/recorded-stack";

/**
 * Whether the work of stack rules grows in proportion to the stack, counted in properties read instead of seconds: the
 * prod stack, twice and eight times over. How long that takes is measured by `npm run bench`.
 */

type Reads = { count: number };

/** What the SDK exports at run time and does not declare. */
const { deserializeProperties } = sdk as unknown as {
    deserializeProperties: (properties: object | undefined, keepsSecrets: boolean) => object;
};

function counting<T extends object>(target: T, reads: Reads): T {
    return new Proxy(target, {
        get(object, key, receiver) {
            reads.count += 1;
            return Reflect.get(object, key, receiver);
        },
    });
}

/** The resources as the SDK hands them to a rule, every read counted. */
function resourcesOf({ whole }: RecordedStack, reads: Reads): PolicyResource[] {
    const made = whole.getResourcesList().map((resource) => ({ resource, seen: seenBy(resource, reads) }));
    const byUrn = new Map(made.map(({ seen }) => [seen.urn, seen]));
    for (const { resource, seen } of made) {
        for (const [property, dependencies] of resource.getPropertydependenciesMap().entries()) {
            seen.propertyDependencies[property] = dependencies.getUrnsList().flatMap((urn) => byUrn.get(urn) ?? []);
        }
    }
    return made.map(({ seen }) => counting(seen, reads));
}

function seenBy(resource: AnalyzerResource, reads: Reads): PolicyResource {
    const options = resource.getOptions();
    const seen = {
        type: resource.getType(),
        name: resource.getName(),
        urn: resource.getUrn(),
        props: counting(unknownCheckingProxy(deserializeProperties(resource.getProperties(), false)), reads),
        opts: { protect: options?.getProtect(), ignoreChanges: options?.getIgnorechangesList() },
        propertyDependencies: {},
    };
    return seen as unknown as PolicyResource;
}

/** How many properties a rule reads of a stack, and whether it has anything to judge there. */
async function judge(policy: (typeof rules)[number]["policy"], stack: RecordedStack) {
    const reads = { count: 0 };
    const resources = resourcesOf(stack, reads);
    reads.count = 0;
    let applies = true;
    const notApplicable = (): never => {
        applies = false;
        throw new NotApplicable();
    };
    assert.ok("validateStack" in policy);
    const args = { resources, stackTags: new Map(), getConfig: <T extends object>() => ({}) as T, notApplicable };
    try {
        await policy.validateStack(args, () => undefined);
    } catch (error) {
        if (!(error instanceof NotApplicable)) throw error;
    }
    return { applies, reads: reads.count };
}

class NotApplicable extends Error {}

/** What the prod stack has nothing of, so that these rules have nothing to do there. */
const absent = [
    "egress-by-role",
    "elb-health-checks",
    "no-world-open-admin-ports",
    "secrets-in-secret-stores",
    "warm-pool-launch-hook",
    "warm-pool-limits",
    "world-open-ports-by-profile",
];

describe("stack rules on many resources", function () {
    this.timeout(60_000);
    // The rule about exceptions reads what other rules have found, and nothing of the stack.
    const stackRules = rules.filter(
        ({ name, policy }) => "validateStack" in policy && name !== "exceptions-are-current",
    );
    let stacks: { readonly small: RecordedStack; readonly large: RecordedStack };
    const unused: string[] = [];

    before(async () => {
        const recorded = await recordStack("prod");
        stacks = { small: resized(recorded, 400), large: resized(recorded, 1600) };
    });

    for (const { name, policy } of stackRules) {
        it(`read each resource a bounded number of times: ${name}`, async () => {
            const small = await judge(policy, stacks.small);
            const large = await judge(policy, stacks.large);

            if (!large.applies) unused.push(name);
            // Sorting adds a logarithm; comparing each with each would read sixteen times as much.
            assert.ok(large.reads < 6 * small.reads, `${small.reads} reads grew to ${large.reads}.`);
        });
    }

    it("apply to the prod stack, but for a few", () => {
        assert.deepEqual([...unused].sort(), [...absent].sort());
    });
});
