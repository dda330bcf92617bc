import * as assert from "node:assert/strict";
import { excepted, notYetKnown, verdictOf } from "../../policies/verdicts";

const exception = { reason: "Measured in March, fine.", owner: "video-platform", expires: "2027-03-31" };
const message = 'The load balancer "legacy" must keep idle connections for at least 300 seconds.';

describe("notYetKnown", () => {
    it("names what the judgement waits for, in order, and is read back", () => {
        const one = notYetKnown('volume "main"', ["size"]);
        const two = notYetKnown('volume "main"', new Set(["type", "size"]));

        assert.equal(one, 'Not yet known: the volume "main" can be judged once size has a value.');
        assert.equal(two, 'Not yet known: the volume "main" can be judged once size and type have values.');
        assert.deepEqual(verdictOf(one), { kind: "unknown", causes: ["size"] });
        assert.deepEqual(verdictOf(two), { kind: "unknown", causes: ["size", "type"] });
    });

    it("is read back whatever the resources are called", () => {
        const causes = ["ingress", 'tags of the security group "rock and roll"'];

        assert.deepEqual(verdictOf(notYetKnown('volume "this and that"', causes)), { kind: "unknown", causes });
        assert.deepEqual(verdictOf(notYetKnown('volume "two\nlines"', causes)), { kind: "unknown", causes });
    });
});

describe("excepted", () => {
    it("states end, owner and reason around the message, and is read back", () => {
        const text = excepted(message, exception);

        assert.equal(text, `Excepted until 2027-03-31 by video-platform: ${message}\nReason: Measured in March, fine.`);
        assert.deepEqual(verdictOf(text), { kind: "excepted", message, exception });
    });

    for (const [field, value] of [
        ["owner", "Jane Doe <jane@example.com>"],
        ["reason", "First: the player reconnects.\nReason: measured by us: twice."],
    ] as const) {
        it(`is read back with the ${field} ${JSON.stringify(value)}`, () => {
            const other = { ...exception, [field]: value };

            assert.deepEqual(verdictOf(excepted(message, other)), { kind: "excepted", message, exception: other });
        });
    }

    it("is read back with a message that has colons and line breaks", () => {
        const long = "The port: closed.\nAnd: closed.";

        assert.deepEqual(verdictOf(excepted(long, exception)), { kind: "excepted", message: long, exception });
    });
});

describe("verdictOf", () => {
    it("reads the SDK's own words for what is not known yet", () => {
        const unknown = { kind: "unknown", causes: [] };

        assert.deepEqual(
            verdictOf("can't run policy 'x' during preview: string value at .size can't be known"),
            unknown,
        );
        assert.deepEqual(verdictOf("can't run remediation 'x' during preview: value can't be known"), unknown);
        assert.deepEqual(verdictOf("Not yet known: for another reason."), unknown);
        assert.deepEqual(verdictOf("Not yet known: x can be judged once y has a value. Or never."), unknown);
        assert.deepEqual(verdictOf("We can't run policy 'x'."), { kind: "violation" });
        assert.deepEqual(verdictOf("can't run the policy."), { kind: "violation" });
    });

    for (const text of [
        message,
        "",
        "Not known.",
        `Excepted until 2027-03-31 by video-platform: ${message}`,
        `Excepted until 2027-3-31 by video-platform: ${message}\nReason: Measured.`,
        `Excepted until 2027-03-31: ${message}\nReason: Measured.`,
        `It is excepted. Excepted until 2027-03-31 by x: ${message}\nReason: Measured.`,
        `Is Not yet known: the volume "x" can be judged once size has a value.`,
    ]) {
        it(`takes for a violation: ${JSON.stringify(text)}`, () => {
            assert.deepEqual(verdictOf(text), { kind: "violation" });
        });
    }
});
