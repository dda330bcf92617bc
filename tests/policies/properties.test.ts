import * as assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { at, elements, isProperties, isSet, isTrue, isUnknown, known, unknownPath } from "../../policies/properties";
import { unknown } from "../support/policy-requests";

const props = unknownCheckingProxy({ a: unknown, b: { c: [unknown, 1] }, d: null, empty: [], text: "" });
const broken = () => {
    throw new RangeError("broken");
};

function errorOf(read: () => unknown): unknown {
    try {
        return assert.fail(`It read ${read()}.`);
    } catch (error) {
        return error;
    }
}

describe("properties", () => {
    it("are found below a path, and undefined where any part of it is missing", () => {
        assert.equal(at(props, "b", "c", "1"), 1);
        assert.equal(at(props, "d"), undefined);
        assert.equal(at(props, "d", "e"), undefined);
        assert.equal(at(props, "text", "length"), undefined);
        assert.equal(at(7, "a"), undefined);
        assert.equal(at({ none: false }, "none"), false);
    });

    it("that are not known yet say where they are missing", () => {
        assert.equal(unknownPath(errorOf(() => props.a)), "a");
        assert.equal(unknownPath(errorOf(() => at(props, "b", "c", "0"))), "b.c.0");
        assert.equal(unknownPath(errorOf(broken)), undefined);
    });

    it("are read as undefined, or asked for, where they are not known yet", () => {
        assert.equal(
            known(() => props.a),
            undefined,
        );
        assert.equal(
            known(() => props.text),
            "",
        );
        assert.equal(
            isUnknown(() => props.a),
            true,
        );
        assert.equal(
            isUnknown(() => props.text),
            false,
        );
    });

    it("never hide another error", () => {
        for (const ask of [known, isUnknown, isSet, elements]) assert.throws(() => ask(broken), RangeError);
    });

    it("are set when they hold something, or will", () => {
        const cases: [value: unknown, expected: boolean][] = [
            [undefined, false],
            [null, false],
            ["", false],
            [[], false],
            ["a", true],
            [[null], true],
            [0, true],
            [false, true],
            [{}, true],
        ];
        for (const [value, expected] of cases) {
            assert.equal(
                isSet(() => value),
                expected,
                JSON.stringify(value),
            );
        }
        assert.equal(
            isSet(() => props.a),
            true,
        );
    });

    it("are read element by element", () => {
        const [first, second, ...more] = elements(() => at(props, "b", "c"));

        assert.ok(first && second);
        assert.deepEqual(more, []);
        assert.equal(isUnknown(first), true);
        assert.equal(second(), 1);
        assert.deepEqual(elements(() => props.d).length, 0);
        assert.deepEqual(elements(() => props.empty).length, 0);
    });

    it("count as one element that is not known yet where the whole list is not", () => {
        assert.deepEqual(
            elements(() => props.a).map((read) => isUnknown(read)),
            [true],
        );
    });

    it("are objects or not", () => {
        const outcomes = [{}, [], null, undefined, "a"].map(isProperties);

        assert.deepEqual(outcomes, [true, true, false, false, false]);
    });

    it("are true as a boolean and as text", () => {
        const outcomes = [true, "true", false, "false", "", 1, undefined].map(isTrue);

        assert.deepEqual(outcomes, [true, true, false, false, false, false, false]);
    });
});
