import * as assert from "node:assert/strict";
import { NotYetKnown, settle } from "../../../policies/condition";
import { uniqueNumbers } from "../../../policies/relations/unique-numbers";
import { unknown } from "../../support/policy-requests";
import { stackOf } from "../../support/policy-stack";

/** Outcomes for listeners with these ports, which all belong to one family. */
function outcomes(...ports: unknown[]) {
    const stack = stackOf(
        ...ports.map((port, index) => ({ type: "aws:lb/listener:Listener", name: `l${index}`, props: { port } })),
    );
    const family = stack.ofKind("listener");
    const unique = uniqueNumbers([family], "port");
    assert.equal(unique.size, ports.length);
    return family.map(({ urn }) => {
        const condition = unique.get(urn);
        return condition && settle(condition);
    });
}

describe("uniqueNumbers", () => {
    it("tells numbers of their own from those that others have", () => {
        assert.deepEqual(outcomes(80, 443), [true, true]);
        assert.deepEqual(outcomes(80, 443, 80), [false, true, false]);
        assert.deepEqual(outcomes(80, "80"), [false, false]);
        assert.deepEqual(outcomes(80, 80, 80), [false, false, false]);
    });

    it("lets no absent numbers collide", () => {
        assert.deepEqual(outcomes(undefined, undefined, null), [true, true, true]);
    });

    it("waits for one other whose number is not known yet, unless it has seen enough", () => {
        const wait = (index: number) => new NotYetKnown([`port of the listener "l${index}"`]);

        assert.deepEqual(outcomes(80, unknown), [wait(1), new NotYetKnown(["port"])]);
        assert.deepEqual(outcomes(80, unknown, unknown), [
            wait(1),
            new NotYetKnown(["port", 'port of the listener "l2"']),
            new NotYetKnown(["port", 'port of the listener "l1"']),
        ]);
        assert.deepEqual(outcomes(80, unknown, 80)[0], false);
    });

    it("keeps families apart", () => {
        const stack = stackOf(
            { type: "aws:lb/listener:Listener", name: "a", props: { port: 80 } },
            { type: "aws:lb/listener:Listener", name: "b", props: { port: 80 } },
        );
        const families = stack.ofKind("listener").map((listener) => [listener]);

        assert.deepEqual([...uniqueNumbers(families, "port").values()].map(settle), [true, true]);
    });
});
