import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { type Outcome, outcomeOf } from "../../support/outcome";

const root = resolve(__dirname, "../../..");

function size(...args: string[]): Promise<Outcome> {
    return outcomeOf(spawn("npm", ["run", "--silent", "size", "--", ...args], { cwd: root }));
}

describe("npm run size", () => {
    it("prints the numbers and the part of the stack file", async () => {
        const { code, stdout, stderr } = await size("--viewers", "6001", "--publishers", "121");

        assert.deepEqual([code, stderr], [0, ""]);
        assert.deepEqual(stdout.split("\n").slice(0, 14), [
            "group   carries     load  type        one carries  needed  min  desired  max",
            "origin  publishers  121   c5.4xlarge  160          1       2    2        3",
            "edge    viewers     6001  c5.9xlarge  1050         6       2    6        9",
            "",
            "For the stack file:",
            "",
            "config:",
            "  groups:",
            "    origin:",
            "      instanceTypes: [c5.4xlarge]",
            "      size: { min: 2, desired: 2, max: 3 }",
            "    edge:",
            "      instanceTypes: [c5.9xlarge]",
            "      size: { min: 2, desired: 6, max: 9 }",
        ]);
    });

    it("prints the numbers as JSON, and nothing else", async () => {
        const { code, stdout } = await size("--json", "--viewers", "105000", "--publishers", "40");

        assert.deepEqual(JSON.parse(stdout), {
            origin: {
                instanceType: "c5.xlarge",
                perNode: 40,
                needed: 1,
                size: { min: 2, desired: 2, max: 3 },
                capped: false,
            },
            edge: {
                instanceType: "c5.9xlarge",
                perNode: 1050,
                needed: 100,
                size: { min: 2, desired: 100, max: 100 },
                capped: true,
            },
        });
        assert.equal(code, 0);
    });

    it("explains its options and exit codes", async () => {
        const { code, stdout } = await size("--help");

        const help = stdout.replace(/\s+/g, " ");
        assert.match(help, /--viewers <number> viewers at the same time at the expected peak, 1 to 105000 /);
        assert.match(help, /--publishers <number> publishers at the same time at the expected peak, 1 to 36000 /);
        assert.match(help, /Exit codes: 0 sized, 2 wrong usage\./);
        assert.equal(code, 0);
    });

    const mistakes = [
        {
            title: "no number of publishers",
            args: ["--viewers", "10"],
            message: /'--publishers <number>' not specified/,
        },
        {
            title: "an empty number",
            args: ["--viewers", "", "--publishers", "1"],
            message: /of viewers must be a whole/,
        },
        { title: "1e3", args: ["--viewers", "1e3", "--publishers", "1"], message: /of viewers must be a whole number/ },
        {
            title: "nobody",
            args: ["--viewers", "1", "--publishers", "0"],
            message: /publishers must be a whole number from 1/,
        },
        {
            title: "more than 100 nodes carry",
            args: ["--viewers", "105001", "--publishers", "1"],
            message:
                /'105001' is invalid\. The number of viewers must be at most 105000, because a group has at most 100/,
        },
        {
            title: "an unknown option",
            args: ["--viewers", "1", "--publishers", "1", "--watchers", "5"],
            message: /unknown option '--watchers'/,
        },
    ];
    for (const { title, args, message } of mistakes) {
        it(`ends with 2 and a sentence about ${title}`, async () => {
            const { code, stdout, stderr } = await size(...args);

            assert.deepEqual([code, stdout], [2, ""]);
            assert.match(stderr, message);
            assert.equal(stderr.includes("    at "), false);
        });
    }
});
