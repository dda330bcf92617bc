import * as assert from "node:assert/strict";
import { conditionsOf, ruleName } from "../../../infra/balancing/listener-rule";

const query = { key: "target", value: "edge" };

describe("conditionsOf", () => {
    it("says each condition in the words of AWS, all of them together", () => {
        assert.deepEqual(
            conditionsOf({
                to: "edge",
                query,
                host: ["edge.example.com", "*.edge.example.com"],
                path: ["/live/*"],
                header: { name: "X-Tier", values: ["edge"] },
                source: ["203.0.113.0/24"],
            }),
            [
                { queryStrings: [{ key: "target", value: "edge" }] },
                { hostHeader: { values: ["edge.example.com", "*.edge.example.com"] } },
                { pathPattern: { values: ["/live/*"] } },
                { httpHeader: { httpHeaderName: "X-Tier", values: ["edge"] } },
                { sourceIp: { values: ["203.0.113.0/24"] } },
            ],
        );
    });

    it("says nothing of what is not asked", () => {
        assert.deepEqual(conditionsOf({ to: "edge", path: ["/a"] }), [{ pathPattern: { values: ["/a"] } }]);
    });
});

describe("ruleName", () => {
    it("is short for a query", () => {
        assert.equal(ruleName({ to: "edge", query }), "target-edge");
    });

    it("tells apart what differs in signs only, and stays when target or place change", () => {
        const names = ["/live/*", "/live/?", "/live"].map((path) => ruleName({ to: "edge", path: [path] }));

        assert.equal(new Set(names).size, 3);
        for (const name of names) assert.match(name, /^path-live-[0-9a-f]{6}$/);
        assert.equal(ruleName({ to: "origin", priority: 7, path: ["/live"] }), names[2]);
    });

    it("names all conditions, up to a length that a resource name bears", () => {
        const host = Array.from({ length: 4 }, (_, index) => `${"a".repeat(60)}${index}.example.com`);

        assert.match(
            ruleName({ to: "edge", query, header: { name: "X-Tier", values: ["b"] }, source: ["2001:db8::/32"] }),
            /^target-edge-X-Tier-b-from-2001-db8-32-[0-9a-f]{6}$/,
        );
        assert.equal(ruleName({ to: "edge", host }).length, 67);
    });
});
