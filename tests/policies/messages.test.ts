import * as assert from "node:assert/strict";
import { messageText } from "../../policies/messages";
import { subjectOf } from "../../policies/subject";

const subject = subjectOf({
    type: "aws:lb/targetGroup:TargetGroup",
    name: "origin",
    urn: "urn:pulumi:test::media-cluster::aws:lb/targetGroup:TargetGroup::origin",
    props: { path: "secret" },
    opts: {
        protect: false,
        ignoreChanges: [],
        aliases: [],
        customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
        additionalSecretOutputs: [],
    },
});
assert.ok(subject);
const text = (template: string, values?: Record<string, string | number>) =>
    messageText({ one: template }, "one", subject, values);

describe("messageText", () => {
    it("fills in the parts of the subject", () => {
        assert.equal(text("The {label} must last."), 'The target group "origin" must last.');
        assert.equal(text('The group "{name}" of the kind {kind}.'), 'The group "origin" of the kind target group.');
        assert.equal(text("Nothing to fill in."), "Nothing to fill in.");
    });

    it("fills in the values of the rule, each as often as it occurs", () => {
        assert.equal(text("{role}: at most {n}, {n} seconds.", { role: "edge", n: 0 }), "edge: at most 0, 0 seconds.");
        assert.equal(text("The {label}.", { label: "balancer" }), "The balancer.");
    });

    it("takes what it fills in as it is", () => {
        assert.equal(text("The {role} group.", { role: "$& {name}" }), "The $& {name} group.");
    });

    it("refuses a key that the rule does not have", () => {
        assert.throws(() => messageText({ one: "One." }, "two", subject), {
            message: 'The rule has no message "two".',
        });
    });

    it("refuses a brace that nobody fills, a property of the resource among them", () => {
        assert.throws(() => text("The {label} must check {path}."), {
            message: 'The message "one" of the rule has no value for {path}.',
        });
    });
});
