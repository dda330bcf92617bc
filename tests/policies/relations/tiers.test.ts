import * as assert from "node:assert/strict";
import { NotYetKnown, settle } from "../../../policies/condition";
import { isOneTier } from "../../../policies/relations/tiers";
import { unknown } from "../../support/policy-requests";
import { stackOf } from "../../support/policy-stack";

/** Outcome for target groups with these roles. */
function oneTier(...roles: unknown[]) {
    const resources = roles.map((role, index) => ({
        type: "aws:lb/targetGroup:TargetGroup",
        name: `t${index}`,
        props: { tags: { "media:role": role } },
    }));
    return settle(isOneTier(stackOf(...resources).ofKind("target group")));
}

describe("isOneTier", () => {
    it("holds for servers of one role, and for none", () => {
        assert.equal(oneTier("origin", "origin"), true);
        assert.equal(oneTier(), true);
    });

    for (const role of ["edge", "pool", "turn", "web", "mongo"]) {
        it(`tells ${role} servers from origin servers`, () => {
            assert.equal(oneTier(role, role), true);
            assert.equal(oneTier("origin", role), false);
            assert.equal(oneTier(role, "origin"), false);
        });
    }

    it("takes no heed of what is no server", () => {
        assert.equal(oneTier("lb", "origin", undefined, "shared"), true);
        assert.equal(oneTier("lb", "origin", undefined, "edge"), false);
    });

    it("waits for a role that is not known yet, unless it has seen enough", () => {
        assert.deepEqual(oneTier("origin", unknown), new NotYetKnown(['tags.media:role of the target group "t1"']));
        assert.equal(oneTier("origin", unknown, "edge"), false);
    });

    it("does not name the one that is being judged", () => {
        const props = { tags: unknown };
        const subjects = ["a", "b"].map((name) => ({ type: "aws:lb/targetGroup:TargetGroup", name, props }));
        const [first, second] = stackOf(...subjects).ofKind("target group");
        assert.ok(first && second);

        assert.deepEqual(
            settle(isOneTier([first, second], first)),
            new NotYetKnown(["tags", 'tags of the target group "b"']),
        );
    });
});
