import * as assert from "node:assert/strict";
import { report } from "./previewing";

describe("what only a preview sees", () => {
    let seen: Map<string, string[]>;
    before(async () => {
        const { findings } = await report("observed", "--policy-config", "../policy-configs/facts.json");
        seen = new Map();
        for (const { policyName, resourceUrn, message, file, line } of findings) {
            if (policyName !== "preview-sees") continue;
            const type = resourceUrn.split("::")[2] ?? "";
            seen.set(type, [...(seen.get(type) ?? []), `${message} at ${file}:${line}`]);
        }
    });

    it("reaches rules that ask for it: look-ups of images, each question once", () => {
        const question = (name: string, owners = ["amazon"]) =>
            JSON.stringify({ filters: [{ name: "name", values: [name] }], mostRecent: true, owners });
        const calls = (seen.get("aws:ec2/getAmi:getAmi") ?? []).map(sortedKeys);

        assert.deepEqual(calls, [
            `al2023-ami-2023.*-arm64 ${question("al2023-ami-2023.*-arm64")} at Pulumi.yaml:1`,
            `al2023-ami-2023.*-x86_64 ${question("al2023-ami-2023.*-x86_64")} at Pulumi.yaml:1`,
            `al2023-ami-2023.*-x86_64#2 ${question("al2023-ami-2023.*-x86_64", ["self", "amazon"])} at Pulumi.yaml:1`,
        ]);
    });

    it("reaches rules that ask for it: which values of the project's configuration are secret, and no value", () => {
        assert.deepEqual(seen.get("media-cluster:preview:ConfigurationValue"), [
            'database.size {"secret":false} at Pulumi.yaml:1',
            'database.uri {"secret":true} at Pulumi.yaml:1',
            'plain {"secret":false} at Pulumi.yaml:1',
            'token {"secret":true} at Pulumi.yaml:1',
        ]);
    });

    it("reaches rules that ask for it: which outputs hold secrets, and whether they are marked", () => {
        assert.deepEqual(seen.get("media-cluster:preview:StackOutput"), [
            'harmless {"holdsSecret":false,"secret":false} at Pulumi.yaml:1',
            'leaked {"holdsSecret":true,"secret":false} at Pulumi.yaml:1',
            'marked {"holdsSecret":true,"secret":true} at Pulumi.yaml:1',
            'nested {"holdsSecret":true,"secret":true} at Pulumi.yaml:1',
        ]);
    });
});

/** The pack receives the keys of an object in any order. */
function sortedKeys(text: string): string {
    return text.replace(/\{.*\}/, (json) => JSON.stringify(JSON.parse(json), (_key, value) => sorted(value)));
}

function sorted(value: unknown): unknown {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? Object.fromEntries(Object.entries(value).sort()) : value;
}
