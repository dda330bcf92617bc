import * as assert from "node:assert/strict";
import { ownerIdOf } from "../../../infra/dns/owner-id";

describe("ownerIdOf", () => {
    it("never changes for a stack, because records in the zone bear it", () => {
        assert.equal(ownerIdOf("acme", "media-cluster", "prod"), "e2924ef6");
    });

    it("tells apart what differs in one part", () => {
        const ids = [
            ownerIdOf("acme", "media-cluster", "prod"),
            ownerIdOf("acme", "media-cluster", "dev"),
            ownerIdOf("acme", "other", "prod"),
            ownerIdOf("other", "media-cluster", "prod"),
        ];

        assert.equal(new Set(ids).size, 4);
        for (const id of ids) assert.match(id, /^[0-9a-f]{8}$/);
    });
});
