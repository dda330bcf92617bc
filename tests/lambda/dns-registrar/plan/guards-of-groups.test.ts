import * as assert from "node:assert/strict";
import { planChanges } from "../../../../lambda/dns-registrar/plan/record-plan";
import type { KnownNode } from "../../../../lambda/dns-registrar/store/known-node";
import type { GroupState, Situation } from "../../../../lambda/dns-registrar/world/situation";
import { nodeLabel } from "../../../../lambda/dns-registrar/zone/names";
import { settings, startOfTests } from "../rig";
import { idOf, longAgo, published, type Scene, situationOf } from "../situations";

const node = idOf(1);
const label = nodeLabel(node);
const now = startOfTests / 1000;

function numbers(from: number, to: number): string[] {
    return Array.from({ length: to - from + 1 }, (_, index) => idOf(from + index));
}

function judge(situation: Situation, options = {}): { deleted: number; guards: string[] } {
    const { changes, withheld } = planChanges(situation, settings, options);
    const deleted = changes.filter(({ kind }) => kind === "withdraw").length;
    return { deleted, guards: [...new Set(withheld.map(({ guard }) => guard))] };
}

describe("two looks at a name without its node", () => {
    const beside = { nodes: { [idOf(2)]: "InService" }, sets: [...published(node), ...published(idOf(2))] };

    for (const [what, known, expected] of [
        ["the first", {}, { deleted: 0, guards: ["first-look"] }],
        ["one 59 s later", { missingSince: now - 59 }, { deleted: 0, guards: ["first-look"] }],
        ["one 60 s later", { missingSince: now - 60 }, { deleted: 1, guards: [] }],
    ] as const) {
        it(`${expected.deleted === 0 ? "do not let it go" : "let it go"} with ${what}`, () => {
            assert.deepEqual(judge(situationOf({ ...beside, known: [{ label, ...known }] })), expected);
        });
    }
});

describe("names of a group that is not served any more", () => {
    const seen: KnownNode = { label, instanceId: node, missingSince: longAgo };

    function scene({ known = [seen], createdAt = longAgo, ...rest }: Scene & { readonly createdAt?: number }) {
        const sets = published(node, "198.18.0.7", { group: "pool-prod-old", createdAt });
        return judge(situationOf({ sets, known, ...rest }));
    }

    it("go once EC2 does not know their node any more, in two looks", () => {
        assert.deepEqual(scene({ unknownToEc2: [node] }), { deleted: 1, guards: [] });
        assert.deepEqual(scene({ unknownToEc2: [node], known: [{ label, instanceId: node }] }), {
            deleted: 0,
            guards: ["first-look"],
        });
    });

    it("stay while EC2 knows their node", () => {
        assert.deepEqual(scene({ ec2: { [node]: "198.18.0.7" } }), { deleted: 0, guards: ["group-missing"] });
    });

    it("stay when EC2 does not know another node", () => {
        assert.deepEqual(scene({ unknownToEc2: [idOf(2)] }), { deleted: 0, guards: ["group-missing"] });
    });

    it("stay when nobody remembers their node, so that EC2 cannot be asked", () => {
        const known = [{ label, missingSince: longAgo }];

        assert.deepEqual(scene({ known, unknownToEc2: [node] }), { deleted: 0, guards: ["group-missing"] });
    });

    it("stay while they are young, because EC2 does not know a new instance for some seconds", () => {
        assert.deepEqual(scene({ unknownToEc2: [node], createdAt: now - 119 }), { deleted: 0, guards: ["too-young"] });
    });
});

describe("guards of one group beside another", () => {
    /** The group of the scenes, and a second one with as many nodes in service, all with names. */
    function beside(others: number, scene: Scene): Situation {
        const name = "pool-prod-next";
        const ids = numbers(1001, 1000 + others);
        const own = situationOf(scene);
        const sets = [...(scene.sets ?? []), ...ids.flatMap((id) => published(id, "198.18.0.7", { group: name }))];
        const { records } = situationOf({ sets });
        const nodes = ids.map((instanceId) => ({ instanceId, lifecycleState: "InService" }));
        const other: GroupState = { name, desired: others, nodes, hooks: [] };
        const facts = ids.map((id) => [id, { gone: false, address: "198.18.0.7" }] as const);
        return { ...own, records, groups: [...own.groups, other], instances: new Map([...own.instances, ...facts]) };
    }

    const lost: Scene = {
        nodes: Object.fromEntries(numbers(1, 28).map((id) => [id, "InService"])),
        desired: 40,
        sets: numbers(1, 40).flatMap((id) => published(id)),
    };

    it("do not count the nodes and names of the other group as its own", () => {
        assert.deepEqual(judge(beside(0, lost)), { deleted: 0, guards: ["mass-delete"] });
        assert.deepEqual(judge(beside(100, lost)), { deleted: 0, guards: ["mass-delete"] });
    });

    it("hold a group that looks empty, however many nodes the other one has", () => {
        const empty = { desired: 3, sets: numbers(1, 3).flatMap((id) => published(id)) };

        assert.deepEqual(judge(beside(10, empty)), { deleted: 0, guards: ["empty-group"] });
    });
});

describe("many deletes that somebody allowed", () => {
    it("do not open a group that lists nothing in service but wants nodes", () => {
        const situation = situationOf({ desired: 40, sets: numbers(1, 40).flatMap((id) => published(id)) });

        assert.deepEqual(judge(situation, { massDeleteAllowed: true }), { deleted: 0, guards: ["empty-group"] });
    });

    it("still have to be seen twice, and not to be young", () => {
        const [living, vanished] = [numbers(1, 28), numbers(29, 40)];
        const nodes = Object.fromEntries(living.map((id) => [id, "InService"]));
        const sets = [...living, ...vanished].flatMap((id) => published(id));
        const allowed = { massDeleteAllowed: true };
        const young = vanished.flatMap((id) => published(id, "198.18.0.7", { createdAt: now - 5 }));
        const old = living.flatMap((id) => published(id));

        assert.deepEqual(judge(situationOf({ nodes, desired: 40, sets }), allowed), { deleted: 12, guards: [] });
        assert.deepEqual(judge(situationOf({ nodes, desired: 40, sets, known: [] }), allowed), {
            deleted: 0,
            guards: ["first-look"],
        });
        assert.deepEqual(judge(situationOf({ nodes, desired: 40, sets: [...old, ...young] }), allowed), {
            deleted: 0,
            guards: ["too-young"],
        });
    });
});

describe("a plan", () => {
    it("believes that a node is in service, whichever of two answers says so first", () => {
        const base = situationOf({ nodes: { [node]: "InService" }, sets: published(node) });
        const [group] = base.groups;
        assert.ok(group);
        const pooled = { instanceId: node, lifecycleState: "Warmed:Running" };
        const twice = { ...group, nodes: [pooled, ...group.nodes] };

        assert.deepEqual(planChanges({ ...base, groups: [twice] }, settings).changes, []);
    });

    it("takes no IPv6 address away after an incomplete read, not even to write what is missing", () => {
        const [, mark] = published(node);
        assert.ok(mark);
        const ipv6 = { ...mark, type: "AAAA", values: ["2001:db8::7"] };
        const base = situationOf({ nodes: { [node]: "InService" }, sets: [mark, ipv6], complete: false });
        const instances = new Map([[node, { gone: false, address: "198.18.0.7", ipv6: "2001:db8::8" }]]);

        assert.deepEqual(planChanges({ ...base, instances }, settings).changes, []);
        assert.deepEqual(
            planChanges({ ...base, instances, complete: true }, settings).changes.map(({ kind, changes }) => [
                kind,
                changes.map(({ action, type }) => `${action} ${type}`),
            ]),
            [["move", ["CREATE A", "DELETE AAAA", "CREATE AAAA"]]],
        );
    });
});
