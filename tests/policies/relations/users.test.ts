import * as assert from "node:assert/strict";
import { type Condition, NotYetKnown, settle } from "../../../policies/condition";
import { Users } from "../../../policies/relations/users";
import type { Subject } from "../../../policies/subject";
import { type PolicyResource, unknown } from "../../support/policy-requests";
import { namesOf, stackOf, subjectIn } from "../../support/policy-stack";

const volume = (name: string): PolicyResource => ({ type: "aws:ebs/volume:Volume", name, props: { id: name } });
const instance = (name: string, uses: unknown, encrypted = true): PolicyResource => ({
    type: "aws:ec2/instance:Instance",
    name,
    props: { uses, encrypted },
});

/** Instances that name the volumes they use in a property. */
function usersIn(...instances: PolicyResource[]) {
    const volumes = ["a", "b", "c"].map(volume);
    const stack = stackOf(...volumes, ...instances);
    const users = new Users(stack.ofKind("instance"), ({ props }) =>
        stack.ofKind("volume").filter(({ name }) => String(props.uses).includes(name)),
    );
    const used = (name: string) => subjectIn(stack, volume(name));
    return { users, used };
}

const isEncrypted = ({ props }: Subject): Condition => {
    return () => props.encrypted === true;
};

describe("Users", () => {
    it("finds what uses a resource", () => {
        const { users, used } = usersIn(instance("1", "a"), instance("2", "a b"));

        assert.deepEqual(
            ["a", "b", "c"].map((name) => namesOf(users.of(used(name)))),
            [["1", "2"], ["2"], []],
        );
        assert.deepEqual(
            ["a", "b", "c"].map((name) => users.mayUse(used(name))),
            [true, true, false],
        );
    });

    it("answers whether some user meets a condition", () => {
        const { users, used } = usersIn(instance("1", "a b", false), instance("2", "a"));

        assert.deepEqual(
            ["a", "b", "c"].map((name) => settle(users.where(isEncrypted)(used(name)))),
            [true, false, false],
        );
    });

    it("says whose properties it waits for", () => {
        const { users, used } = usersIn({ ...instance("1", "a"), props: { uses: "a", encrypted: unknown } });

        assert.deepEqual(
            settle(users.where(isEncrypted)(used("a"))),
            new NotYetKnown(['encrypted of the instance "1"']),
        );
    });

    it("takes one of which it is not known yet what it uses for a user of anything", () => {
        const { users, used } = usersIn(instance("1", unknown), instance("2", "a", false));

        assert.deepEqual(settle(users.where(isEncrypted)(used("a"))), new NotYetKnown(['uses of the instance "1"']));
        assert.deepEqual([users.mayUse(used("c")), namesOf(users.of(used("c")))], [true, []]);
    });

    it("does not wait for one that would make no difference", () => {
        const { users, used } = usersIn(instance("1", unknown, false), instance("2", "a"));

        assert.deepEqual(
            ["a", "b"].map((name) => settle(users.where(isEncrypted)(used(name)))),
            [true, false],
        );
    });
});
