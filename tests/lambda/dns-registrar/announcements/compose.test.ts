import * as assert from "node:assert/strict";
import {
    announcementOf,
    failureAnnouncement,
    type Subject,
} from "../../../../lambda/dns-registrar/announcements/compose";
import type { FailureEvent } from "../../../../lambda/dns-registrar/messages/events";
import { nodeLabel } from "../../../../lambda/dns-registrar/zone/names";
import { startOfTests } from "../rig";
import { groupName, idOf, longAgo, programHooks } from "../situations";

const cluster = {
    name: "pool-prod",
    region: "eu-west-1",
    owner: "3cc518fd",
    nodeDomain: "nodes.example.com",
    ttl: 60,
    now: startOfTests,
};
const instanceId = idOf(1);
const subject: Subject = {
    label: nodeLabel(instanceId),
    instanceId,
    group: groupName,
    generation: longAgo,
    revision: 0,
    reason: "in-service",
    facts: { address: "198.18.0.7", ipv6: "2001:db8::7", publicIp: "198.18.0.7" },
};
const [, drainHook] = programHooks;
const hold = {
    node: { instanceId, lifecycleState: "Terminating:Wait" },
    group: groupName,
    waitingFor: "drain",
    since: longAgo,
    deadline: longAgo + 7200,
    overdue: false,
    ...(drainHook && { hook: drainHook }),
} as const;

type Type = Parameters<typeof announcementOf>[0];

function keyOf(type: Type, changed: Partial<Subject> = {}, owner = cluster.owner): string {
    return announcementOf(type, { ...subject, ...changed }, { ...cluster, owner }).idempotencyKey;
}

describe("the key of an announcement", () => {
    const key = keyOf("node.updated");

    it("is the same for the same, whenever and wherever it is told", () => {
        const later = { ...cluster, now: startOfTests + 60_000 };

        assert.equal(announcementOf("node.updated", { ...subject, reason: "address" }, later).idempotencyKey, key);
        assert.match(key, /^[0-9a-f]{64}$/);
    });

    for (const [what, changed] of [
        ["node", { instanceId: idOf(2) }],
        ["generation", { generation: longAgo + 1 }],
        ["revision", { revision: 1 }],
        ["address", { facts: { ...subject.facts, address: "198.18.0.8" } }],
        ["IPv6 address", { facts: { ...subject.facts, ipv6: "2001:db8::8" } }],
    ] as const) {
        it(`is another one for another ${what}`, () => assert.notEqual(keyOf("node.updated", changed), key));
    }

    it("is another one for another type, and another owner", () => {
        const keys = [key, keyOf("node.created"), keyOf("node.draining"), keyOf("node.deleted")];

        assert.equal(new Set([...keys, keyOf("node.updated", {}, "00000001")]).size, 5);
    });

    it("of an end does not hang on the address, which nobody may know any more", () => {
        assert.equal(keyOf("node.deleted"), keyOf("node.deleted", { facts: {} }));
    });

    it("is made of the name where nobody knows the instance", () => {
        const { instanceId: _unknown, ...nameless } = subject;
        const other = { ...nameless, label: nodeLabel(idOf(2)) };
        const keys = [nameless, other].map((about) => announcementOf("node.deleted", about, cluster).idempotencyKey);

        assert.notEqual(keys[0], keys[1]);
    });
});

describe("an announcement", () => {
    it("says until when its node drains, and only that of a drain", () => {
        const drains = (["node.created", "node.updated", "node.draining", "node.deleted"] as const).map(
            (type) => announcementOf(type, { ...subject, hold }, cluster).announcement.drain,
        );

        const drain = { deadline: "2026-10-14T10:41:27Z", hook: "terminate-drain" };
        assert.deepEqual(drains, [null, null, drain, null]);
    });

    it("says no time for a drain without a hook or a deadline, as in standby", () => {
        const { hook: _hook, ...foreign } = hold;
        const { deadline: _deadline, ...endless } = hold;

        for (const about of [undefined, foreign, endless]) {
            const told = announcementOf("node.draining", { ...subject, ...(about && { hold: about }) }, cluster);
            assert.equal(told.announcement.drain, null);
        }
    });

    it("says that every name server answers with the name, until its end", () => {
        const statuses = (["node.created", "node.updated", "node.draining", "node.deleted"] as const).map(
            (type) => announcementOf(type, subject, cluster).announcement.dns?.status,
        );

        assert.deepEqual(statuses, ["INSYNC", "INSYNC", "INSYNC", "DELETED"]);
    });

    it("holds nothing for what is not known", () => {
        const { label, generation } = subject;
        const told = announcementOf("node.deleted", { label, generation, revision: 1, reason: "gone" }, cluster);

        assert.deepEqual(told.announcement.group, null);
        assert.deepEqual(told.announcement.node, {
            instanceId: null,
            name: `${label}.nodes.example.com`,
            publicIp: null,
            privateIp: null,
            ipv6: null,
            availabilityZone: null,
            instanceType: null,
            warmStart: false,
        });
    });

    it("holds the IPv6 address that the name shows", () => {
        assert.equal(announcementOf("node.created", subject, cluster).announcement.node.ipv6, "2001:db8::7");
    });
});

describe("an announcement of a failure", () => {
    const failure: FailureEvent = { kind: "launchError", group: groupName, at: "2026-10-14T09:41:27.512Z" };
    const keyFor = (changed: Partial<FailureEvent>) =>
        failureAnnouncement({ ...failure, ...changed }, cluster).idempotencyKey;

    it("has the time of the event as its generation, and none where there is no time", () => {
        const generations = [failure.at, "soon", ""].map(
            (at) => failureAnnouncement({ ...failure, at: at ?? "" }, cluster).announcement.generation,
        );

        assert.deepEqual(generations, [startOfTests / 1000, 0, 0]);
    });

    it("has a key of its own for each activity, each instance and each kind", () => {
        const keys = [
            keyFor({}),
            keyFor({ kind: "terminateError" }),
            keyFor({ instanceId }),
            keyFor({ instanceId: idOf(2) }),
            keyFor({ instanceId, activityId: "a" }),
            keyFor({ instanceId, activityId: "b" }),
            keyFor({ group: "pool-prod-next" }),
        ];

        assert.equal(new Set(keys).size, keys.length);
        assert.equal(keyFor({ instanceId, activityId: "a" }), keyFor({ activityId: "a" }));
    });
});
