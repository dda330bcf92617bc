import * as assert from "node:assert/strict";
import { type DueAnnouncement, dueAnnouncements } from "../../../../lambda/dns-registrar/announcements/plan";
import type { KnownNode } from "../../../../lambda/dns-registrar/store/known-node";
import type { InstanceFacts, Situation } from "../../../../lambda/dns-registrar/world/situation";
import { nodeLabel } from "../../../../lambda/dns-registrar/zone/names";
import type { PublishedName, WithdrawnName } from "../../../../lambda/dns-registrar/zone/published";
import { startOfTests } from "../rig";
import { groupName, idOf, longAgo, situationOf } from "../situations";

const node = idOf(1);
const label = nodeLabel(node);
const now = Math.floor(startOfTests / 1000);
const cluster = {
    name: "pool-prod",
    region: "eu-west-1",
    owner: "3cc518fd",
    nodeDomain: "nodes.example.com",
    ttl: 60,
    now: startOfTests,
};
const facts = { address: "198.18.0.7", publicIp: "198.18.0.7", warmStart: true };
const remembered = { label, instanceId: node, group: groupName, generation: longAgo, changeId: "C1" } as const;
const created = { ...remembered, announced: "created", revision: 1, facts } as const;
const draining = { ...created, announced: "draining", revision: 2 } as const;

interface Grounds {
    /** Lifecycle state; absent when the node is not listed. */
    readonly state?: string;
    readonly entry?: KnownNode;
    readonly name?: Partial<PublishedName>;
    readonly withdrawn?: readonly WithdrawnName[];
    readonly inSync?: readonly string[];
    readonly overdue?: boolean;
    readonly ec2?: InstanceFacts;
}

function dueOf(grounds: Grounds): DueAnnouncement[] {
    const { state, entry, name, withdrawn = [], inSync = ["C1", "C2"], overdue = false } = grounds;
    const base = situationOf({ nodes: state === undefined ? {} : { [node]: state } });
    const instances = new Map([[node, grounds.ec2 ?? { gone: false, publicIp: "198.18.0.7" }]]);
    const known = new Map(entry === undefined ? [] : [[label, entry]]);
    const situation: Situation = { ...base, instances, known };
    const shown = { label, generation: longAgo, address: "198.18.0.7", ...name };
    return dueAnnouncements(
        {
            situation,
            known,
            published: new Map(name === undefined ? [] : [[label, shown]]),
            withdrawn,
            inSync: new Set(inSync),
            overdue: new Set(overdue ? [label] : []),
        },
        cluster,
    );
}

function told(grounds: Grounds): string[] {
    return dueOf(grounds).map(({ queued: { announcement } }) => `${announcement.type} ${announcement.reason}`);
}

describe("what is due about a node in service", () => {
    const serves = { state: "InService", name: {} };

    it("is that it is there, once, and what was told stays told", () => {
        const [due] = dueOf({ ...serves, entry: { ...remembered, facts: { warmStart: true } } });

        assert.equal(due?.queued.announcement.type, "node.created");
        assert.equal(due?.queued.announcement.node.warmStart, true);
        assert.deepEqual(due?.before, { ...remembered, facts: { warmStart: true }, telling: "created" });
        const { facts: noted, ...rest } = due?.after ?? { label };
        assert.deepEqual(rest, { ...remembered, announced: "created", revision: 1 });
        assert.deepEqual([noted?.address, noted?.publicIp, noted?.warmStart], ["198.18.0.7", "198.18.0.7", true]);
        assert.deepEqual(dueOf({ ...serves, entry: due?.after ?? { label } }), []);
    });

    it("is the same as before, under the same key, when a run ended before it noted that", () => {
        const first = dueOf({ ...serves, entry: remembered })[0];
        const second = dueOf({ ...serves, entry: first?.before ?? { label } })[0];

        assert.equal(second?.queued.announcement.type, "node.created");
        assert.equal(second?.queued.idempotencyKey, first?.queued.idempotencyKey);
        // Noted once it is in the queue, and not taken for a second one that may have been told.
        assert.deepEqual([second?.after?.announced, second?.after?.telling], ["created", undefined]);
    });

    it("is that it serves again after a drain, also after one that may have been told", () => {
        assert.deepEqual(told({ ...serves, entry: draining }), ["node.updated in-service"]);
        assert.deepEqual(told({ ...serves, entry: { ...created, telling: "draining" } }), ["node.updated in-service"]);
        assert.deepEqual(told({ ...serves, entry: { ...remembered, telling: "draining" } }), [
            "node.updated in-service",
        ]);
    });

    it("is told again when an update may not have been told", () => {
        assert.deepEqual(told({ ...serves, entry: { ...created, telling: "created" } }), ["node.updated in-service"]);
    });

    for (const [what, name] of [
        ["address", { address: "198.18.0.8" }],
        ["IPv6 address", { ipv6: "2001:db8::8" }],
    ] as const) {
        it(`is its new ${what}, under a key and revision of its own`, () => {
            const [due] = dueOf({ ...serves, name, entry: created });

            assert.deepEqual(
                [due?.queued.announcement.type, due?.queued.announcement.reason],
                ["node.updated", "address"],
            );
            assert.equal(due?.after?.revision, 2);
            assert.deepEqual(dueOf({ ...serves, name, entry: due?.after ?? { label } }), []);
        });
    }

    it("waits for the change that is not in sync: of this run, or of an earlier one of which nobody was told", () => {
        assert.deepEqual(told({ ...serves, entry: remembered, inSync: [] }), []);
        assert.deepEqual(told({ ...serves, entry: remembered, name: { changeId: "C2" }, inSync: ["C1"] }), []);
        assert.deepEqual(told({ ...serves, entry: remembered, name: { changeId: "C2" }, inSync: ["C2"] }), [
            "node.created in-service",
        ]);
    });

    it("waits for nothing when the change is older than what was told, or nobody remembers one", () => {
        const { changeId: _change, ...unknown } = remembered;

        assert.deepEqual(told({ ...serves, entry: draining, inSync: [] }), ["node.updated in-service"]);
        assert.deepEqual(told({ ...serves, entry: unknown, inSync: [] }), ["node.created in-service"]);
        assert.deepEqual(told({ ...serves, inSync: [] }), ["node.created in-service"]);
    });

    it("is that it is there when what was told was of an earlier generation", () => {
        const earlier = { ...draining, generation: longAgo - 3600 };
        const [due] = dueOf({ ...serves, entry: earlier });

        assert.equal(due?.queued.announcement.type, "node.created");
        assert.deepEqual([due?.after?.generation, due?.after?.revision], [longAgo, 1]);
    });

    it("holds EC2's facts of now, and those of before when EC2 says nothing", () => {
        const ec2 = { gone: false, publicIp: "198.18.0.9", privateIp: "10.0.0.9", availabilityZone: "eu-west-1c" };
        const [due] = dueOf({ ...serves, entry: draining, ec2 });

        const { publicIp, privateIp, availabilityZone } = due?.queued.announcement.node ?? {};
        assert.deepEqual([publicIp, privateIp, availabilityZone], ["198.18.0.9", "10.0.0.9", "eu-west-1c"]);
    });
});

describe("what is due about a node that leaves", () => {
    for (const [state, reason] of [
        ["Terminating:Wait", "scale-in"],
        ["Warmed:Pending:Wait", "scale-in"],
        ["Terminating", "scale-in"],
        ["Standby", "standby"],
        ["EnteringStandby", "standby"],
        ["Terminating:Retained", "retained"],
        ["Warmed:Pending:Retained", "retained"],
    ] as const) {
        it(`is its drain, once, in ${state}`, () => {
            const entry = { ...created, waitingFor: "drain", waitingSince: now } as const;
            const [due] = dueOf({ state, name: {}, entry });

            assert.deepEqual(
                [due?.queued.announcement.type, due?.queued.announcement.reason],
                ["node.draining", reason],
            );
            assert.deepEqual(due?.before, { ...entry, telling: "draining" });
            assert.equal(due?.after?.announced, "draining");
            assert.equal(due?.after?.telling, undefined);
            assert.deepEqual(dueOf({ state, name: {}, entry: due?.after ?? { label } }), []);
        });
    }

    it("is until when it drains", () => {
        const entry = { ...created, waitingFor: "drain", waitingSince: now - 60 } as const;
        const [due] = dueOf({ state: "Terminating:Wait", name: {}, entry });

        assert.deepEqual(due?.queued.announcement.drain, { deadline: "2026-10-14T11:40:27Z", hook: "terminate-drain" });
    });

    it("is its drain again when the last announcement may not have been made", () => {
        const state = "Terminating:Wait";

        assert.deepEqual(told({ state, name: {}, entry: { ...draining, telling: "created" } }), [
            "node.draining scale-in",
        ]);
        assert.deepEqual(told({ state, name: {}, entry: { ...created, telling: "draining" } }), [
            "node.draining scale-in",
        ]);
    });

    it("does not wait for name servers", () => {
        const state = "Terminating:Wait";

        assert.deepEqual(told({ state, name: { changeId: "C2" }, entry: created, inSync: [] }), [
            "node.draining scale-in",
        ]);
    });

    it("is nothing while it is in a state that says nothing, or its name is withheld", () => {
        assert.deepEqual(told({ state: "Dreaming", name: {}, entry: created }), []);
        assert.deepEqual(told({ name: {}, entry: created }), []);
    });
});

describe("what is due about the end of a name", () => {
    for (const [what, grounds, reason] of [
        ["a node that served to its end", { entry: created }, "gone"],
        ["a node that had drained", { entry: draining }, "scale-in"],
        ["a drain whose time was over", { entry: draining, state: "Terminating:Wait", overdue: true }, "deadline"],
    ] as const) {
        it(`is ${reason} for ${what}`, () => assert.deepEqual(told(grounds), [`node.deleted ${reason}`]));
    }

    it("leaves no note of an announcement that a run began before", () => {
        const [due] = dueOf({ entry: { ...draining, telling: "draining" }, state: "Warmed:Stopped" });

        assert.ok(due?.after && !("telling" in due.after) && !("announced" in due.after));
    });

    it("leaves nothing of a node that is gone", () => {
        const [due] = dueOf({ entry: draining });

        assert.deepEqual([due?.before, due?.after], [undefined, undefined]);
        assert.equal(due?.queued.announcement.generation, longAgo);
        assert.equal(due?.queued.announcement.node.publicIp, "198.18.0.7");
    });

    it("leaves what is no matter of the name while the node is there, so that it is told once", () => {
        const entry = { ...draining, waitingFor: "drain", waitingSince: now, extendedAt: now } as const;
        const [due] = dueOf({ entry, state: "Terminating:Wait" });

        assert.deepEqual(due?.after, {
            label,
            instanceId: node,
            group: groupName,
            waitingFor: "drain",
            waitingSince: now,
            extendedAt: now,
        });
        assert.deepEqual(dueOf({ entry: due?.after ?? { label }, state: "Terminating:Wait" }), []);
    });

    it("is nothing for a node that never had a name", () => {
        assert.deepEqual(told({ entry: { label, instanceId: node, pooled: true }, state: "Warmed:Stopped" }), []);
    });

    it("is told of a name that this run took away and nobody remembers, with its generation", () => {
        const withdrawn = [{ label, generation: longAgo }];
        const [nameless] = dueOf({ withdrawn });
        const entry = { label, instanceId: node, group: groupName, pooled: true };
        const [pooled] = dueOf({ withdrawn, entry, state: "Warmed:Stopped" });

        assert.deepEqual(
            [nameless, pooled].map((due) => [
                due?.queued.announcement.generation,
                due?.queued.announcement.node.instanceId,
            ]),
            [
                [longAgo, null],
                [longAgo, node],
            ],
        );
        assert.deepEqual([nameless?.after, pooled?.after], [undefined, entry]);
    });

    it("is told once of a name that this run took away and that is remembered", () => {
        assert.deepEqual(told({ withdrawn: [{ label, generation: longAgo }], entry: draining }), [
            "node.deleted scale-in",
        ]);
    });
});
