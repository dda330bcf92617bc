import * as assert from "node:assert/strict";
import { conditionsOf } from "../../../infra/balancing/listener-rule";

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
