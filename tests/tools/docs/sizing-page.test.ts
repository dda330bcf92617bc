import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fillBlocks } from "../../../tools/docs/blocks";
import { sizingBlocks } from "../../../tools/docs/sizing-blocks";
import { sizeGroup } from "../../../tools/sizing/size-cluster";

const page = readFileSync(join(__dirname, "../../../docs/sizing.md"), "utf8");

describe("docs/sizing.md", () => {
    it("holds the tables and the output that the code makes; npm run docs writes them again", () => {
        assert.equal(page, fillBlocks(page, sizingBlocks()));
    });

    it("shows both sides of each change of the instance type, and the limits", () => {
        const rows = [...page.matchAll(/^\| ([\d,]+) (?:viewers|publishers) \| (c5\.\w+) \|/gm)];

        assert.deepEqual(
            rows.map(([, load = "", type]) => `${load.replace(",", "")} ${type}`),
            [
                "40 c5.xlarge",
                "120 c5.xlarge",
                "121 c5.4xlarge",
                "480 c5.4xlarge",
                "481 c5.9xlarge",
                "36000 c5.9xlarge",
                "150 c5.xlarge",
                "1500 c5.xlarge",
                "1501 c5.4xlarge",
                "6000 c5.4xlarge",
                "6001 c5.9xlarge",
                "30000 c5.9xlarge",
                "105000 c5.9xlarge",
            ],
        );
    });

    it("says truly how the vendor's reference and the figures differ", () => {
        const { instanceType, perNode, needed } = sizeGroup("edge", 30_000);
        const [, nodes, type, fewer, carried] =
            /30,000 viewers need (\d+) nodes of (\S+), because (\d+) of them carry ([\d,]+)\./.exec(page) ?? [];

        assert.deepEqual([Number(nodes), type], [needed, instanceType]);
        assert.equal(Number(carried?.replace(",", "")), Number(fewer) * perNode);
        assert.equal(fewer, "25");
    });
});

describe("blocks of a page", () => {
    const page = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n";

    it("are replaced, and the rest stays", () => {
        assert.equal(fillBlocks(page, { x: "new" }), "a\n<!-- begin x -->\n\nnew\n\n<!-- end x -->\nb\n");
    });

    it("must be there", () => {
        assert.throws(() => fillBlocks(page, { y: "" }), /no block from <!-- begin y --> to <!-- end y -->/);
        assert.throws(() => fillBlocks("<!-- end x --><!-- begin x -->", { x: "" }), /no block/);
        assert.throws(() => fillBlocks("<!-- begin x -->", { x: "" }), /no block/);
    });
});
