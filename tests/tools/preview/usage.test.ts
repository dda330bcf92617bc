import * as assert from "node:assert/strict";
import { preview } from "./previewing";

interface Mistake {
    readonly title: string;
    readonly project?: string;
    readonly args: readonly string[];
    readonly message: RegExp;
}

const pack = ["--policy-pack", "../pack"];

const mistakes: readonly Mistake[] = [
    { title: "an unknown option", args: ["--jsno"], message: /unknown option '--jsno'[\s\S]*--json/ },
    { title: "a deadline that is no number", args: ["--deadline", "soon"], message: /number of seconds above 0/ },
    {
        title: "a stack that does not exist",
        args: ["qa"],
        message: /no stack "qa": Pulumi\.qa\.yaml is missing\. Stacks of this project: dev, short\./,
    },
    {
        title: "a stack file that does not exist",
        args: ["--stack-file", "x.yaml"],
        message: /no stack file x\.yaml\. Stacks of this project: dev, short\./,
    },
    { title: "a folder without a project", args: ["--cwd", "/"], message: /no Pulumi\.yaml in \/ or above/ },
    {
        title: "a folder without a pack",
        args: ["--policy-pack", "nowhere"],
        message: /no policy pack in nowhere: PulumiPolicy\.yaml is missing/,
    },
    {
        title: "a policy configuration that does not exist",
        args: [...pack, "--policy-config", "no.json"],
        message: /no policy configuration no\.json/,
    },
    {
        title: "a stack file that is no YAML",
        project: "configuration",
        args: ["--stack-file", "broken-stack.txt"],
        message: /broken-stack\.txt:4:1 is not valid YAML/,
    },
    {
        title: "configuration that is missing or of the wrong type, all at once",
        project: "configuration",
        args: ["missing"],
        message:
            /configuration:profile has no value; set it in Pulumi\.missing\.yaml\.\n.*configuration:size must be an integer/,
    },
    {
        title: "a policy configuration that is no JSON",
        args: [...pack, "--policy-config", "../policy-configs/broken.txt"],
        message: /broken\.txt:2:24 is not valid JSON/,
    },
    {
        title: "unknown rules, unknown parameters, wrong values and levels, all at once",
        args: [...pack, "--policy-config", "../policy-configs/wrong.json"],
        message:
            /no rule "queue-retenton"; did you mean "queue-retention"\?[\s\S]*no parameter "minSecond"; did you mean "minSeconds"\?[\s\S]*"minSeconds" must be integer[\s\S]*level of "provider-seen" is "always"/,
    },
];

describe("wrong usage of the preview", () => {
    for (const { title, project = "planned", args, message } of mistakes) {
        it(`ends with 2 and a sentence about ${title}`, async () => {
            const { code, stdout, stderr } = await preview(project, ...args);

            assert.equal(code, 2);
            assert.equal(stdout, "");
            assert.match(stderr, message);
            assert.equal(stderr.includes("    at "), false);
        });
    }
});
