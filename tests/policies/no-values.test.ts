import * as assert from "node:assert/strict";
import type { AnalyzerResource } from "@pulumi/pulumi/proto/analyzer_pb";
import { rules } from "../../policies/rules";
import { type RecordedStack, recordStack } from "../../tools/bench/recorded-stack";
import { judgePack, type PolicyResource } from "../support/policy-requests";

/** Values may be secret, and policies cannot tell which: no text of a finding may hold one, whatever is wrong with it. */

const WORD = "swordfish";

/** What a rule reads as a marker of the SDK or finds resources by, and never shows. */
const markers = /^[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9a-f]{32}$/;

/** Every text below the properties with a word in it that nothing else has. */
function spoiled(value: unknown, kept: (key: string) => boolean, key = ""): unknown {
    if (typeof value === "string") return markers.test(value) || kept(key) ? value : `${WORD} ${value}`;
    if (Array.isArray(value)) return value.map((item) => spoiled(item, kept, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, spoiled(inner, kept, name)]));
}

function resourcesOf({ whole }: RecordedStack, kept: (key: string) => boolean): PolicyResource[] {
    const messages = whole.getResourcesList();
    const made = messages.map((message) => resourceOf(message, kept));
    const byUrn = new Map(messages.map((message, index) => [message.getUrn(), made[index]]));
    return messages.map((message, index) => {
        const entries = [...message.getPropertydependenciesMap().entries()].map(([property, dependencies]) => {
            return [property, dependencies.getUrnsList().flatMap((urn) => byUrn.get(urn) ?? [])] as const;
        });
        return { ...(made[index] as PolicyResource), dependsOn: Object.fromEntries(entries) };
    });
}

function resourceOf(message: AnalyzerResource, kept: (key: string) => boolean): PolicyResource {
    const props = spoiled(message.getProperties()?.toJavaScript() ?? {}, kept) as object;
    return { type: message.getType(), name: message.getName(), props };
}

describe("findings about resources in which every value is wrong", function () {
    this.timeout(60_000);
    let recorded: RecordedStack;
    before(async () => {
        recorded = await recordStack("prod");
    });

    /** With the number of rules that have to speak at least, so that the test is about something. */
    const variants: [title: string, least: number, kept: (key: string) => boolean][] = [
        ["whose roles are known", 20, (key) => key.startsWith("media:") || key === "key" || key === "value"],
        ["whose tags are wrong as well", 20, () => false],
        ["of which only the tags are wrong", 12, (key) => !key.startsWith("media:") && key !== "value"],
        [
            "of which only protocols, ports and kinds are right",
            20,
            (key) => key.startsWith("media:") || /protocol|type$|port$|key|value/i.test(key),
        ],
    ];
    for (const [title, least, kept] of variants) {
        it(`hold none of them: ${title}`, async () => {
            const settings = Object.fromEntries(rules.map(({ name }) => [name, { level: "mandatory" as const }]));

            const findings = await judgePack(rules, resourcesOf(recorded, kept), settings);

            const speaking = new Set(findings.map(({ rule }) => rule));
            assert.ok(speaking.size >= least, `Only ${[...speaking].join(", ")} have said anything.`);
            assert.deepEqual(
                findings.filter(({ text }) => text.includes(WORD)),
                [],
            );
        });
    }
});
