import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../../policies/rules";
import { byFramework } from "../../../tools/docs/frameworks";
import { policiesPage } from "../../../tools/docs/policies-page";

const root = join(__dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const config = (name: string) => JSON.parse(read(`policies/${name}.json`));
const page = policiesPage(rules, { dev: config("dev"), prod: config("prod"), generic: config("generic") });

describe("docs/policies.md", () => {
    it("is what the rules and configurations say; npm run docs writes it again", () => {
        assert.equal(read("docs/policies.md"), page);
    });

    it("has a heading for each rule, which the overview links to", () => {
        const headings = [...page.matchAll(/^### (.+)$/gm)].map(([, title = ""]) => title);
        const links = [...page.matchAll(/\]\(#([a-z0-9-]+)\)/g)].map(([, anchor]) => anchor);

        assert.equal(headings.length, rules.length);
        assert.deepEqual(
            links,
            rules.map(({ id, name }) => `${id} ${name}`.toLowerCase().replaceAll(" ", "-")),
        );
        assert.deepEqual([...links].sort(), headings.map((title) => title.toLowerCase().replaceAll(" ", "-")).sort());
    });

    it("says of a rule what it demands, says, takes and is called elsewhere", () => {
        const section = page.split(/^### /m).find((one) => one.startsWith("P64 "));

        assert.ok(section);
        assert.match(section, /Severity: medium\. dev: remediate, prod: mandatory, generic: advisory\./);
        assert.match(
            section,
            /^- `\w+`: The _kind_ "_name_" must keep idle connections for at least _\w+_ seconds\.$/m,
        );
        assert.match(section, /^How to fix it: .+ At the level `remediate` the pack does it by itself/m);
        assert.match(section, /^\| `minSeconds` \| .+ \| `300` \| {2}\| {2}\| {2}\|$/m);
        assert.match(section, /^More: \[docs\.aws\.amazon\.com\]\(https:/m);
    });

    it("says which rules take no exceptions, and shows parameters of an environment", () => {
        const section = (id: string) => page.split(/^### /m).find((one) => one.startsWith(`${id} `)) ?? "";

        assert.match(section("P01"), /It takes no exceptions\./);
        assert.doesNotMatch(section("P64"), /It takes no exceptions\./);
        assert.match(section("P36"), /\| `strategy` \|.*\| `"per-zone"` \| `"single"` \| `"per-zone"` \|/);
    });
});

describe("identifiers of other packs", () => {
    it("are grouped by the collection that they come from", () => {
        const ids = ["CKV_AWS_8", "CKV2_AWS_5", "AWS-0107", "NIST:ELBLoggingEnabled", "AG:elb", "CP:tls", "EC23", "S1"];

        assert.deepEqual(
            [...byFramework([...ids, "Serverless:SNSRedrivePolicy"])],
            [
                ["Checkov", ["CKV_AWS_8", "CKV2_AWS_5"]],
                ["Trivy", ["AWS-0107"]],
                ["cdk-nag NIST 800-53", ["ELBLoggingEnabled"]],
                ["AWSGuard", ["elb"]],
                ["Pulumi compliance policies", ["tls"]],
                ["cdk-nag AwsSolutions", ["EC23", "S1"]],
                ["cdk-nag Serverless", ["SNSRedrivePolicy"]],
            ],
        );
    });

    it("are refused when nobody knows the collection", () => {
        assert.throws(() => byFramework(["ckv-aws-8"]), /ckv-aws-8 belongs to no known collection/);
    });
});
