import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { halves, packBatches } from "../../../../lambda/dns-registrar/zone/batches";
import { type ChangeGroup, create, remove } from "../../../../lambda/dns-registrar/zone/changes";
import { addressSet, idOf, markValue, nameOf } from "../situations";

function publication(number: number): ChangeGroup {
    const name = nameOf(idOf(number));
    const changes = [create(name, "A", 60, "198.18.255.255"), create(name, "TXT", 60, markValue())];
    return { kind: "publish", name, changes };
}

/** A withdrawal with a number of values of a length. */
function withdrawal(number: number, values: number, length: number): ChangeGroup {
    const set = addressSet(idOf(number), "", { values: Array.from({ length: values }, () => "1".repeat(length)) });
    return { kind: "withdraw", name: nameOf(idOf(number)), changes: [remove(nameOf(idOf(number)), set)] };
}

function sizeOf(batch: readonly ChangeGroup[]) {
    const values = batch.flatMap(({ changes }) => changes.flatMap((change) => change.values));
    return { elements: values.length, characters: values.join("").length };
}

describe("batches of changes", () => {
    it("are two for 1,000 publications, 500 nodes each", () => {
        const batches = packBatches(Array.from({ length: 1000 }, (_, index) => publication(index)));

        assert.deepEqual(
            batches.map((batch) => batch.length),
            [500, 500],
        );
    });

    it("are four for 2,000 publications, because of the elements", () => {
        const batches = packBatches(Array.from({ length: 2000 }, (_, index) => publication(index)));

        assert.deepEqual(
            batches.map(sizeOf).map(({ elements }) => elements),
            [1000, 1000, 1000, 1000],
        );
    });

    it("close at 30,000 characters", () => {
        const batches = packBatches(Array.from({ length: 31 }, (_, index) => withdrawal(index, 1, 1000)));

        assert.deepEqual(
            batches.map((batch) => batch.length),
            [30, 1],
        );
    });

    it("are none without changes", () => assert.deepEqual(packBatches([]), []));

    it("keep every limit, every group whole and the order, and waste no call", () => {
        const sizes = fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 60 }));
        fc.assert(
            fc.property(fc.array(sizes, { maxLength: 120 }), (list) => {
                const groups = list.map(([values, length], index) => withdrawal(index, values, length));
                const batches = packBatches(groups);

                assert.deepEqual(batches.flat(), groups);
                for (const [index, batch] of batches.entries()) {
                    const { elements, characters } = sizeOf(batch);
                    assert.ok(elements <= 1000 && characters <= 30_000);
                    const [next] = batches[index + 1] ?? [];
                    const fuller = sizeOf(next === undefined ? [] : [...batch, next]);
                    assert.ok(next === undefined || fuller.elements > 1000 || fuller.characters > 30_000);
                }
            }),
        );
    });

    it("split into halves in order", () => {
        const [a, b, c] = [publication(1), publication(2), publication(3)];

        assert.deepEqual(halves([a, b, c]), [[a, b], [c]]);
        assert.deepEqual(halves([a, b]), [[a], [b]]);
    });
});
