import * as assert from "node:assert/strict";
import { lateLaunches, planHookActions } from "../../../../lambda/dns-registrar/plan/hook-actions";
import type { KnownNode } from "../../../../lambda/dns-registrar/store/known-node";
import type { Hold } from "../../../../lambda/dns-registrar/world/holds";
import type { Hook } from "../../../../lambda/dns-registrar/world/situation";
import { nodeLabel } from "../../../../lambda/dns-registrar/zone/names";
import { groupName, idOf, programHooks } from "../situations";

const node = idOf(1);
const now = 1_791_970_887;
const [launchHook, drainHook] = programHooks as [Hook, Hook];

/** A hold that has lasted for so many seconds. */
function holdFor(seconds: number, waitingFor: Hold["waitingFor"], fields: Partial<Hold> = {}): Hold {
    const lifecycleState = waitingFor === "launch" ? "Pending:Wait" : "Terminating:Wait";
    const hook = waitingFor === "launch" ? launchHook : drainHook;
    const held = { node: { instanceId: node, lifecycleState }, group: groupName, waitingFor, hook };
    return { ...held, since: now - seconds, overdue: false, ...fields };
}

interface Circumstances {
    readonly known?: Partial<KnownNode>;
    readonly named?: boolean;
    readonly sound?: readonly string[];
}

function actions(hold: Hold, { known, named = true, sound = [node] }: Circumstances = {}): string[] {
    const label = nodeLabel(node);
    const planned = planHookActions(new Map([[node, hold]]), {
        known: new Map(known === undefined ? [] : [[label, { label, ...known }]]),
        isNamed: (asked) => named && asked === label,
        sound: new Set(sound),
        now,
    });
    assert.ok(planned.every(({ group, hook, instanceId }) => group === groupName && hook && instanceId === node));
    return planned.map(({ kind, why }) => `${kind} ${why}`);
}

describe("what is done about a hook", () => {
    it("is to complete it at once for a node that leaves the pool for good", () => {
        assert.deepEqual(actions(holdFor(0, "shrink")), ["complete shrink"]);
    });

    // 80 % of the launch hook's 600 s.
    for (const [seconds, expected] of [
        [479, []],
        [480, ["complete late-launch"]],
    ] as const) {
        it(`is ${expected.length === 0 ? "nothing" : "to complete it"} ${seconds} s after a launch`, () => {
            assert.deepEqual(actions(holdFor(seconds, "launch")), expected);
            assert.deepEqual(actions(holdFor(seconds, "launch"), { sound: [] }), []);
        });
    }

    for (const [seconds, expected] of [
        [239, []],
        [240, ["extend draining"]],
    ] as const) {
        const what = expected.length === 0 ? "nothing" : "to extend it";

        it(`is ${what} ${seconds} s after the beginning of a drain`, () => {
            const known = { waitingFor: "drain", waitingSince: now - seconds } as const;

            assert.deepEqual(actions(holdFor(seconds, "drain"), { known }), expected);
        });

        it(`is ${what} ${seconds} s after a drain was extended last, however long it takes`, () => {
            const known = { waitingFor: "drain", waitingSince: now - 3600, extendedAt: now - seconds } as const;

            assert.deepEqual(actions(holdFor(3600, "drain"), { known }), expected);
        });
    }

    for (const known of [undefined, {}, { waitingFor: "launch", waitingSince: now }] as const) {
        it(`is to extend at once a drain that nobody remembers (${JSON.stringify(known)})`, () => {
            assert.deepEqual(actions(holdFor(0, "drain"), known && { known }), ["extend draining"]);
        });
    }

    it("is to complete it once a drain is overdue and its name is gone, and to extend it until then", () => {
        const hold = holdFor(7200, "drain", { overdue: true });
        const known = { extendedAt: now };

        assert.deepEqual(actions(hold, { known, named: false }), ["complete deadline"]);
        assert.deepEqual(actions(hold, { known, named: true }), ["extend draining"]);
    });

    it("is nothing when the hook is of another tool", () => {
        for (const waitingFor of ["launch", "drain", "shrink"] as const) {
            const { hook: _hook, ...hold } = holdFor(9000, waitingFor, { overdue: waitingFor === "drain" });

            assert.deepEqual(actions(hold, { named: false }), []);
        }
    });

    it("comes in the order of the instance ids", () => {
        const ids = [3, 1, 2].map(idOf);
        const holds = new Map(ids.map((id) => [id, holdFor(0, "shrink")]));
        const planned = planHookActions(holds, { known: new Map(), isNamed: () => false, sound: new Set(), now });

        assert.deepEqual(
            planned.map(({ instanceId }) => instanceId),
            ids.sort(),
        );
    });
});

describe("launches that EC2 is asked about", () => {
    it("are those whose node should have answered by now, and no drains", () => {
        const { hook: _hook, ...foreign } = holdFor(9000, "launch");
        const holds = new Map([
            [idOf(5), holdFor(480, "launch")],
            [idOf(4), holdFor(600, "launch")],
            [idOf(3), holdFor(479, "launch")],
            [idOf(2), holdFor(9000, "drain")],
            [idOf(1), foreign],
        ]);

        assert.deepEqual(lateLaunches(holds, now), [idOf(4), idOf(5)]);
    });
});
