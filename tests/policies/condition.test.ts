import * as assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { all, any, type Condition, NotYetKnown, not, of, settle, some } from "../../policies/condition";
import { unknown } from "../support/policy-requests";

const props = unknownCheckingProxy({ a: unknown, b: { c: [unknown] } });
const yes: Condition = () => true;
const no: Condition = () => false;
const later: Condition = () => props.a === 1;

describe("conditions", () => {
    it("answer what is known, whatever is not", () => {
        assert.equal(settle(all(later, no)), false);
        assert.equal(settle(any(later, yes)), true);
        assert.equal(settle(all(yes, yes)), true);
        assert.equal(settle(any(no, no)), false);
        assert.equal(settle(all()), true);
        assert.equal(settle(any()), false);
        assert.equal(settle(not(no)), true);
    });

    it("wait for what decides, and name every value they wait for", () => {
        const both = all(yes, later, () => props.b.c[0] === 1);

        assert.deepEqual(settle(both), new NotYetKnown(["a", "b.c.0"]));
        assert.deepEqual(settle(any(no, later)), new NotYetKnown(["a"]));
        assert.deepEqual(settle(not(later)), new NotYetKnown(["a"]));
    });

    it("say whose values they wait for", () => {
        const owner = { label: 'lifecycle hook "drain"' };

        assert.deepEqual(settle(of(owner, later)), new NotYetKnown(['a of the lifecycle hook "drain"']));
        assert.equal(settle(of(owner, no)), false);
    });

    it("hold for some when one reader is known to fit", () => {
        const readers = [() => props.a, () => 7];

        assert.equal(settle(some(readers, (value) => value === 7)), true);
        assert.deepEqual(settle(some(readers, (value) => value === 8)), new NotYetKnown(["a"]));
        assert.equal(settle(some([], () => true)), false);
    });

    it("let other errors through", () => {
        const broken = () => {
            throw new RangeError("broken");
        };

        assert.throws(() => settle(all(yes, broken)), RangeError);
    });
});
