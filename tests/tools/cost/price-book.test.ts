import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type PricedItem, priceBookOf, recordedRegions } from "../../../tools/cost/price-book";
import { figures, sizedGroups } from "../../../tools/sizing/figures";

const root = resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** The list prices of us-east-1, a second time, so that a slip of the pen in one of the two places is seen. */
const prices: Partial<Record<PricedItem, string>> = {
    applicationBalancer: "0.0225/hour",
    applicationBalancerUnit: "0.008/hour",
    networkBalancer: "0.0225/hour",
    networkBalancerUnit: "0.006/hour",
    publicAddress: "0.005/hour",
    natGateway: "0.045/hour",
    gp3Gib: "0.08/month",
    key: "1/month",
    secret: "0.40/month",
    hostedZone: "0.50/month",
    alarm: "0.10/month",
    detailedMonitoring: "2.10/month",
    "instance c5.xlarge": "0.17/hour",
    "instance c5.4xlarge": "0.68/hour",
    "instance c5.9xlarge": "1.53/hour",
    "instance m5.large": "0.096/hour",
    "instance m5.xlarge": "0.192/hour",
    "instance t3.small": "0.0208/hour",
};

describe("The price book", () => {
    const shown = (item: PricedItem, region = "us-east-1") => {
        const price = priceBookOf(region)?.priceOf(item);
        return price && `${price.usd}/${price.per}`;
    };

    it("holds the list prices of us-east-1, and of no other Region", () => {
        const found = Object.keys(prices).map((item) => [item, shown(item as PricedItem)]);

        assert.deepEqual(Object.fromEntries(found), prices);
        assert.deepEqual(recordedRegions, ["us-east-1"]);
        assert.deepEqual(readdirSync(join(root, "tools/cost/prices")), ["us-east-1.json"]);
        assert.equal(priceBookOf("us-east-2"), undefined);
    });

    it("says for each price where AWS publishes it and where it was read, and the day", () => {
        const { region, recorded, about, ...items } = JSON.parse(read("tools/cost/prices/us-east-1.json"));

        assert.deepEqual([region, typeof about], ["us-east-1", "string"]);
        assert.match(recorded, /^20\d\d-[01]\d-[0-3]\d$/);
        assert.equal(Object.keys(items).length, 13);
        for (const [name, { page, read: source }] of Object.entries<{ page: string; read: string }>(items)) {
            assert.match(page, /^https:\/\/aws\.amazon\.com\/.*pricing\//, name);
            assert.equal(URL.canParse(source), true, name);
        }
    });

    for (const type of ["m5a.xlarge", "c5", "constructor", ""]) {
        it(`has no price for the instance type "${type}"`, () => {
            assert.equal(shown(`instance ${type}`), undefined);
        });
    }

    it("has a price for every instance type of the profiles, the stack files, the examples and the sizing", () => {
        const files = ["infra/config/profiles", "examples"].flatMap((folder) =>
            readdirSync(join(root, folder)).map((name) => join(folder, name)),
        );
        const texts = [...files, "Pulumi.dev.yaml", "Pulumi.prod.yaml"].map(read);
        const written = texts.flatMap((text) => text.match(/\b[a-z]\d\w*\.\d*(?:x?large|small|micro|metal)\b/g) ?? []);
        const sized = sizedGroups.flatMap((group) => figures[group].steps.map(({ instanceType }) => instanceType));
        const used = [...new Set([...written, ...sized])].sort();

        // One from a profile, one from a stack file, one from an example, one from the sizing: all places are looked at.
        assert.deepEqual(
            ["t3.small", "m5.xlarge", "c5.xlarge", "c5.9xlarge"].filter((type) => !used.includes(type)),
            [],
        );
        assert.deepEqual(
            used.filter((type) => shown(`instance ${type}`) === undefined),
            [],
        );
    });
});
