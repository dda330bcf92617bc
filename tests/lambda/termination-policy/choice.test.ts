import * as assert from "node:assert/strict";
import type { AutoScalingInstanceMarketOption } from "aws-lambda";
import * as fc from "fast-check";
import { chooseEmptiest } from "../../../lambda/termination-policy/choice";
import { parseRequest } from "../../../lambda/termination-policy/request";
import { candidate, capacity, idOf, scaleIn } from "./scale-in";

const choose = (event: unknown, sessions: readonly (readonly [number, number])[]) =>
    chooseEmptiest(parseRequest(event), new Map(sessions.map(([number, count]) => [idOf(number), count])));

describe("the choice of nodes to terminate", () => {
    const three = [candidate(1), candidate(2), candidate(3)];

    it("names the emptiest node", () => {
        assert.deepEqual(
            choose(scaleIn([capacity(1)], three), [
                [1, 7],
                [2, 3],
                [3, 5],
            ]),
            [idOf(2)],
        );
    });

    it("names as many as asked, the emptiest first", () => {
        assert.deepEqual(
            choose(scaleIn([capacity(2)], three), [
                [1, 7],
                [2, 3],
                [3, 5],
            ]),
            [idOf(2), idOf(3)],
        );
    });

    it("breaks ties by instance id", () => {
        assert.deepEqual(
            choose(scaleIn([capacity(2)], three.toReversed()), [
                [1, 0],
                [2, 0],
                [3, 0],
            ]),
            [idOf(1), idOf(2)],
        );
    });

    it("never names a node without data, even when there is no other", () => {
        assert.deepEqual(choose(scaleIn([capacity(2)], three), [[1, 7]]), [idOf(1)]);
        assert.deepEqual(choose(scaleIn([capacity(2)], three), []), []);
    });

    it("keeps to the zones and purchase options that have to shrink", () => {
        const zones = [
            candidate(1, "eu-west-1a"),
            candidate(2, "eu-west-1b"),
            candidate(3, "eu-west-1b", "spot"),
            candidate(4, "eu-west-1c"),
        ];
        const event = scaleIn([capacity(1, "eu-west-1b"), capacity(1, "eu-west-1c")], zones);

        assert.deepEqual(
            choose(event, [
                [1, 0],
                [2, 9],
                [3, 0],
                [4, 4],
            ]),
            [idOf(2), idOf(4)],
        );
    });

    it("names nobody when nobody is asked for", () => {
        assert.deepEqual(choose(scaleIn([], three), [[1, 0]]), []);
        assert.deepEqual(choose(scaleIn([capacity(0)], three), [[1, 0]]), []);
    });

    const zone = fc.constantFrom("a", "b", "c");
    const option = fc.constantFrom<AutoScalingInstanceMarketOption>("on-demand", "spot");
    const nodes = fc.uniqueArray(
        fc.record({ number: fc.nat(60), zone, option, sessions: fc.option(fc.nat(5), { nil: undefined }) }),
        { selector: ({ number }) => number },
    );
    const asked = fc.array(fc.record({ zone, option, number: fc.nat(8) }), { maxLength: 6 });

    it("holds for every group: known nodes only, each once, the right number per zone and option, and none emptier left", () => {
        fc.assert(
            fc.property(nodes, asked, (group, wanted) => {
                const event = scaleIn(
                    wanted.map((pool) => capacity(pool.number, pool.zone, pool.option)),
                    group.map((node) => candidate(node.number, node.zone, node.option)),
                );
                const known = group.flatMap((node) =>
                    node.sessions === undefined ? [] : [{ ...node, sessions: node.sessions }],
                );
                const chosen = choose(
                    event,
                    known.map(({ number, sessions }) => [number, sessions]),
                );

                assert.equal(new Set(chosen).size, chosen.length);
                const isChosen = ({ number }: { number: number }) => chosen.includes(idOf(number));
                assert.equal(known.filter(isChosen).length, chosen.length);
                for (const [place, purchase] of ["a", "b", "c"].flatMap((name) => [
                    [name, "on-demand"],
                    [name, "spot"],
                ])) {
                    const isHere = (entry: { zone: string; option: string }) =>
                        entry.zone === place && entry.option === purchase;
                    const here = known.filter(isHere);
                    const want = wanted.filter(isHere).reduce((sum, { number }) => sum + number, 0);
                    const taken = here.filter(isChosen);
                    assert.equal(taken.length, Math.min(want, here.length));
                    const fullest = Math.max(-1, ...taken.map(({ sessions }) => sessions));
                    const emptiestLeft = Math.min(
                        99,
                        ...here.filter((node) => !isChosen(node)).map(({ sessions }) => sessions),
                    );
                    assert.ok(fullest <= emptiestLeft);
                }
            }),
        );
    });

    it("does not depend on the order of the event", () => {
        fc.assert(
            fc.property(nodes, fc.nat(10), (group, number) => {
                const instances = group.map((node) => candidate(node.number, "a"));
                const sessions = group.flatMap((node) =>
                    node.sessions === undefined ? [] : [[node.number, node.sessions] as const],
                );
                const event = (list: typeof instances) => scaleIn([capacity(number, "a")], list);

                assert.deepEqual(choose(event(instances), sessions), choose(event(instances.toReversed()), sessions));
            }),
        );
    });
});
