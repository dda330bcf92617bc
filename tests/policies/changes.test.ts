import * as assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { Changes } from "../../policies/changes";
import { unknown } from "../support/policy-requests";

describe("Changes", () => {
    it("sets what differs, and says whether it changed anything", () => {
        const props = { encrypted: true, type: "gp2" };
        const changes = new Changes();

        changes.set(props, "encrypted", true);
        assert.equal(changes.made, false);
        changes.set(props, "type", "gp3");
        changes.set(props, "iops", 3000);

        assert.deepEqual(props, { encrypted: true, type: "gp3", iops: 3000 });
        assert.equal(changes.made, true);
    });

    it("keeps a value that will do", () => {
        const props = { type: "io2", size: 8 };
        const changes = new Changes();

        changes.set(props, "type", "gp3", (present) => present === "io2");
        changes.set(props, "size", 16, (present) => Number(present) >= 8);

        assert.deepEqual(props, { type: "io2", size: 8 });
        assert.equal(changes.made, false);
    });

    it("leaves alone what is not known yet", () => {
        const inputs = { type: unknown, ebs: unknown, mappings: [unknown, { ebs: unknown }, { ebs: { size: 8 } }] };
        const props = unknownCheckingProxy(inputs);
        const changes = new Changes();

        changes.set(props, "type", "gp3");

        assert.equal(changes.within(props, "ebs"), undefined);
        // What is found is the SDK's proxy of the object, which newer versions of Node.js do not call equal to it.
        assert.deepEqual(
            changes.each(props, "mappings", "ebs").map((ebs) => ({ ...ebs })),
            [{ size: 8 }],
        );
        assert.deepEqual(changes.each(props, "type"), []);
        assert.equal(inputs.type, unknown);
        assert.equal(changes.made, false);
    });

    it("reaches into objects, which it creates where there is none", () => {
        const props: Record<string, unknown> = { metadata: { hops: 1 }, check: "none" };
        const changes = new Changes();

        assert.deepEqual(changes.within(props, "metadata"), { hops: 1 });
        assert.equal(changes.made, false);
        for (const key of ["check", "policy"]) {
            const inner = changes.within(props, key);
            assert.ok(inner);
            changes.set(inner, "path", "/");
        }

        assert.deepEqual(props, { metadata: { hops: 1 }, check: { path: "/" }, policy: { path: "/" } });
        assert.equal(changes.made, true);
    });

    it("reaches into the elements of a list that are objects", () => {
        const props = { devices: [{ size: 8 }, "ephemeral0", null, { size: 9 }], name: "a" };
        const changes = new Changes();

        for (const device of changes.each(props, "devices")) changes.set(device, "encrypted", true);

        const encrypted = true;
        assert.deepEqual(props.devices, [{ size: 8, encrypted }, "ephemeral0", null, { size: 9, encrypted }]);
        assert.deepEqual(changes.each(props, "name"), []);
        assert.deepEqual(changes.each(props, "absent"), []);
    });
});
