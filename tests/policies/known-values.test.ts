import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { MediaCluster } from "../../infra/cluster";
import { resolveConfig } from "../../infra/config/resolve";
import { rules } from "../../policies/rules";
import { checkInputs, computedOutputs } from "../../tools/aws-model";
import { packFolder } from "../support/pack-build";
import { judgePack, type PolicyResource, type PolicySettings } from "../support/policy-requests";
import { type Registration, run } from "../support/program";

/**
 * The program as an update sees it: every value is known, so nothing stays open. Values that AWS computes come from the
 * model; the resources inside of the VPC component are left out, because nobody registers them here.
 */

const root = join(__dirname, "../..");
const context = { region: "us-east-1" };

/** Resources of a stack with all values, each with the relations that the program registers. */
async function deployed(stack: string): Promise<PolicyResource[]> {
    const { config } = parse(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8"));
    const { "aws:region": _region, ...settings } = config;
    const resolved = resolveConfig(settings, { namespace: "media-cluster" });
    const { resources } = await run(() => new MediaCluster(stack, resolved), { preview: false });
    const own = resources.filter(({ type }) => type.startsWith("aws:"));
    const known = own.map(
        (resource): PolicyResource => ({
            type: resource.type,
            name: resource.name,
            props: outputsOf(resource),
            options: {
                protect: resource.protect,
                ignoreChanges: resource.ignoreChanges,
                deleteBeforeReplace: resource.deleteBeforeReplace,
            },
        }),
    );
    const related = known.map((resource, index) => {
        const sources = Object.entries(own[index]?.sources ?? {});
        const named = (names: readonly string[]) => known.filter(({ name }) => names.includes(name ?? ""));
        return { ...resource, dependsOn: Object.fromEntries(sources.map(([key, names]) => [key, named(names)])) };
    });
    return [{ type: "pulumi:pulumi:Stack", name: `media-cluster-${stack}` }, ...related];
}

function outputsOf({ type, name, inputs }: Registration): object {
    const checked = checkInputs({ type, name, inputs: plain(inputs) as Record<string, unknown> }, context);
    const { id, state } = computedOutputs({ type, name, inputs: checked }, context);
    return { ...state, id };
}

/** Policies receive secrets as plain values. */
function plain(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [[key, inner] = []] = entries;
    if (entries.length === 1 && key === "secret") return plain(inner);
    return Object.fromEntries(entries.map(([one, part]) => [one, plain(part)]));
}

function settingsOf(stack: string): Record<string, PolicySettings> {
    const config: Record<string, unknown> = JSON.parse(readFileSync(join(packFolder, `${stack}.json`), "utf8"));
    return Object.fromEntries(
        Object.entries(config).map(([name, entry]) => {
            if (typeof entry === "string") return [name, { level: entry as never }];
            const { enforcementLevel: level, ...parameters } = entry as { enforcementLevel: never };
            return [name, { level, parameters }];
        }),
    );
}

async function judged(stack: string): Promise<string[]> {
    const findings = await judgePack(rules, await deployed(stack), settingsOf(stack));
    return findings.map(({ rule, level, text, urn }) => {
        const [first] = text.replace(/^(Excepted) until .*? by .*?: /, "$1: ").split("\n");
        return `${level} ${rule} (${urn.split("::").at(-1)}): ${first}`;
    });
}

describe("the policies, once every value is known", () => {
    it("find nothing in dev", async () => assert.deepEqual(await judged("dev"), []));

    it("find in prod what its configuration excepts, and nothing else", async () => {
        const findings = await judged("prod");

        assert.deepEqual(
            findings.filter((finding) => !/^advisory \S+ \(\S+\): Excepted: /.test(finding)),
            [],
        );
        assert.equal(findings.length, 9);
    });
});
