import * as assert from "node:assert/strict";
import { seconds } from "../../../tools/preview/engine/registration-options";
import { defaultProviderName, nameOf, shortType, typeOf, urnOf } from "../../../tools/preview/engine/urn";
import { splitArguments } from "../../../tools/preview/input/project";

describe("small texts of the preview", () => {
    it("splits Node arguments like a shell", () => {
        assert.deepEqual(splitArguments(`--a=1  --b="two words" '--c' --d='x y'`), [
            "--a=1",
            "--b=two words",
            "--c",
            "--d=x y",
        ]);
        assert.deepEqual(splitArguments(""), []);
    });

    it("reads durations in seconds", () => {
        assert.deepEqual(["30m", "1h30m", "90s", "500ms", "", undefined].map(seconds), [1800, 5400, 90, 0.5, 0, 0]);
    });

    it("chains the types of all ancestors but the stack", () => {
        const stack = urnOf("dev", "p", "", "pulumi:pulumi:Stack", "p-dev");
        const outer = urnOf("dev", "p", stack, "t:m:Outer", "o");
        const inner = urnOf("dev", "p", outer, "aws:sqs/queue:Queue", "a::b");

        assert.equal(outer, "urn:pulumi:dev::p::t:m:Outer::o");
        assert.equal(inner, "urn:pulumi:dev::p::t:m:Outer$aws:sqs/queue:Queue::a::b");
        assert.deepEqual([typeOf(inner), nameOf(inner)], ["aws:sqs/queue:Queue", "a::b"]);
    });

    it("names default providers and types as Pulumi does", () => {
        assert.deepEqual(["7.48.0", ""].map(defaultProviderName), ["default_7_48_0", "default"]);
        assert.deepEqual(["aws:ec2/vpc:Vpc", "t:m:Outer"].map(shortType), ["aws:ec2:Vpc", "t:m:Outer"]);
    });
});
