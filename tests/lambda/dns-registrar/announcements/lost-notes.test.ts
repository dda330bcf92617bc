import * as assert from "node:assert/strict";
import { dueAnnouncements } from "../../../../lambda/dns-registrar/announcements/plan";
import type { KnownNode } from "../../../../lambda/dns-registrar/store/known-node";
import { nodeLabel } from "../../../../lambda/dns-registrar/zone/names";
import { startOfTests } from "../rig";
import { groupName, idOf, longAgo, situationOf } from "../situations";

const id = idOf(1);
const label = nodeLabel(id);
const cluster = {
    name: "pool-prod",
    region: "eu-west-1",
    owner: "3cc518fd",
    nodeDomain: "nodes.example.com",
    ttl: 60,
    now: startOfTests,
};

function due(state: string, entry: KnownNode) {
    const grounds = {
        situation: situationOf({ nodes: { [id]: state } }),
        known: new Map([[label, entry]]),
        published: new Map([[label, { label, generation: longAgo, address: "198.18.0.7" }]]),
        withdrawn: [],
        inSync: new Set<string>(),
        overdue: new Set<string>(),
    };
    return dueAnnouncements(grounds, cluster)[0];
}

describe("announcements whose notes get lost", () => {
    it("have different keys for two drains, even when the note of what was between them is lost too", () => {
        const created: KnownNode = {
            label,
            instanceId: id,
            group: groupName,
            generation: longAgo,
            announced: "created",
            revision: 1,
            facts: { address: "198.18.0.7" },
        };
        const first = due("Standby", created);
        const back = due("InService", first?.before ?? created);
        const second = due("Standby", back?.before ?? created);

        assert.deepEqual(
            [first, back, second].map((announcement) => announcement?.queued.announcement.type),
            ["node.draining", "node.updated", "node.draining"],
        );
        const keys = [first, back, second].map((announcement) => announcement?.queued.idempotencyKey);
        assert.equal(new Set(keys).size, 3);
    });
});
