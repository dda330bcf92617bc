import * as assert from "node:assert/strict";
import { fullZone } from "./full-zone";

describe("2,000 nodes, with the built registrar", () => {
    it("need less than 200 MB, Node.js included, and no change without news", async function () {
        this.timeout(60_000);

        const { peak, publishing, quiet } = await fullZone(2000);

        assert.ok(peak > 20e6 && peak < 200e6, `${(peak / 1e6).toFixed(0)} MB`);
        assert.deepEqual([publishing.records, publishing.changes], [0, 4]);
        assert.deepEqual([quiet.records, quiet.changes], [2000, 0]);
    });
});
