import * as assert from "node:assert/strict";
import { isMap, parseDocument } from "yaml";
import { secret } from "../../../tools/aws-model/markers";
import { answerOf } from "../../../tools/preview/engine/planned-stack";
import { noOptions, type Registration } from "../../../tools/preview/engine/registration";
import { seconds } from "../../../tools/preview/engine/registration-options";
import { defaultProviderName, nameOf, shortType, typeOf, urnOf } from "../../../tools/preview/engine/urn";
import { resolveConfiguration } from "../../../tools/preview/input/configuration";
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

    it("hands objects on as the engine does: keys in order, three characters escaped", () => {
        const given = parseDocument("b: { z: 1, a: [<>, '&'] }\na: { y: true, x: { c: 1, b: 2 } }").contents;
        assert.ok(isMap(given));

        const { values } = resolveConfiguration("p", undefined, given, { project: "Pulumi.yaml", stack: "s.yaml" });

        assert.equal(values["p:b"], '{"a":["\\u003c\\u003e","\\u0026"],"z":1}');
        assert.equal(values["p:a"], '{"x":{"b":2,"c":1},"y":true}');
    });

    it("marks an output as secret once, whether or not it was secret before", () => {
        const options = { ...noOptions, additionalSecretOutputs: ["open", "closed", "absent"] };
        const inputs = { open: "a", closed: secret("b") };
        const type = "random:index/randomPassword:RandomPassword";

        const answer = answerOf({ type, inputs, options } as unknown as Registration);

        assert.deepEqual(answer, { open: secret("a"), closed: secret("b") });
    });
});
