import * as assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { XMLValidator } from "fast-xml-parser";
import { preview, report } from "./previewing";
import { faultsOf } from "./sarif-schema";

const pack = ["--policy-pack", "../pack"];

describe("the files of a preview", () => {
    const folder = mkdtempSync(join(tmpdir(), "media-cluster-reports-"));
    after(() => rmSync(folder, { recursive: true }));

    it("are written beside the text, also when the preview found violations, and never hold a secret", async () => {
        const files = { sarif: join(folder, "plan.sarif"), junit: join(folder, "plan.xml") };
        const args = [...pack, "--sarif", files.sarif, "--junit", files.junit];

        const { code, stdout } = await preview("planned", ...args, "--policy-config", "../policy-configs/strict.json");
        const log = JSON.parse(readFileSync(files.sarif, "utf8"));
        const xml = readFileSync(files.junit, "utf8");

        assert.equal(code, 1);
        assert.match(stdout, /\[mandatory\] \[severity: high\] {2}queue-retention/);
        assert.equal(faultsOf(log), "");
        assert.equal(log.runs[0].results[0].ruleId, "queue-retention");
        assert.equal(log.runs[0].results[0].locations[0].physicalLocation.region.startLine, 11);
        assert.equal(XMLValidator.validate(xml), true);
        assert.match(
            xml,
            /<testcase classname="test-pack.queue-retention" name="queue-retention: inbox" file="index.ts">/,
        );

        await preview("secrets", ...args);
        const told = readFileSync(files.sarif, "utf8") + readFileSync(files.junit, "utf8");
        assert.match(told, /Its description is \[secret\]/);
        assert.equal(told.includes("hush-hush-42"), false);
    });

    it("are the same for two previews of the same stack", async () => {
        const [first, second] = [join(folder, "first.sarif"), join(folder, "second.sarif")];
        for (const file of [first, second]) await preview("planned", ...pack, "--sarif", file);

        assert.equal(readFileSync(first, "utf8"), readFileSync(second, "utf8"));
    });

    it("are refused before the preview starts where they cannot be written", async () => {
        for (const [file, message] of [
            [join(folder, "missing/plan.sarif"), /--sarif .*plan\.sarif: there is no folder .*missing\./],
            [folder, /--sarif .* is a folder; name a file\./],
        ] as const) {
            const { code, stdout, stderr } = await preview("planned", "--sarif", file);

            assert.deepEqual([code, stdout], [2, ""]);
            assert.match(stderr, message);
        }
    });
});

describe("preview with --strict", () => {
    it("fails on what a mandatory rule cannot judge yet, and on nothing that an advisory rule cannot", async () => {
        const [lenient, strict] = [await report("planned"), await report("planned", "--strict")];
        const undecided = ({ findings }: typeof strict) =>
            findings
                .filter(({ verdict }) => verdict === "unknown")
                .map(({ policyName, enforcementLevel }) => `${policyName} ${enforcementLevel}`)
                .sort();

        assert.deepEqual([lenient.code, strict.code], [0, 1]);
        assert.equal(strict.result, "violated");
        assert.deepEqual([strict.counts.mandatory, strict.counts.undecided], [0, 2]);
        assert.deepEqual(undecided(lenient), ["subscription-endpoint advisory", "subscription-topic advisory"]);
        assert.deepEqual(undecided(strict), ["subscription-endpoint advisory", "subscription-topic mandatory"]);
    });

    it("says why it fails", async () => {
        const { stdout } = await preview("planned", ...pack, "--strict");

        assert.match(stdout, /The preview found what mandatory policies cannot judge yet, which --strict refuses\./);
    });
});
