import * as assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { unknownCheckingProxy } from "@pulumi/policy";
import { userDataOf } from "../../../policies/parse/user-data";
import { unknownPath } from "../../../policies/properties";
import { unknown } from "../../support/policy-requests";

const script = "#!/bin/bash\necho déjà vu\n";
const base64 = Buffer.from(script).toString("base64");
const zipped = gzipSync(script);

describe("userDataOf", () => {
    for (const kind of ["launch configuration", "instance", "spot instance request"] as const) {
        it(`reads what an ${kind} has as text or encoded`, () => {
            assert.equal(userDataOf({ kind, props: { userData: script } }), script);
            assert.equal(userDataOf({ kind, props: { userDataBase64: base64 } }), script);
            assert.equal(userDataOf({ kind, props: { userData: "echo 1", userDataBase64: base64 } }), script);
            assert.equal(userDataOf({ kind, props: { userDataBase64: zipped.toString("base64") } }), script);
        });

        it(`does not decode the plain text of an ${kind}`, () =>
            assert.equal(userDataOf({ kind, props: { userData: base64 } }), base64));
    }

    const kind = "launch template";

    it("decodes what a launch template has, packed or not", () => {
        assert.equal(userDataOf({ kind, props: { userData: base64 } }), script);
        assert.equal(userDataOf({ kind, props: { userData: zipped.toString("base64") } }), script);
    });

    it("knows no other property of a launch template", () =>
        assert.equal(userDataOf({ kind, props: { userDataBase64: base64 } }), undefined));

    for (const value of [undefined, null, ""]) {
        it(`finds no user data where it is ${JSON.stringify(value)}`, () => {
            assert.equal(userDataOf({ kind, props: { userData: value } }), undefined);
            assert.equal(
                userDataOf({ kind: "instance", props: { userData: value, userDataBase64: value } }),
                undefined,
            );
            assert.equal(userDataOf({ kind: "instance", props: { userData: "x", userDataBase64: value } }), "x");
        });
    }

    it("shows what a damaged archive looks like", () => {
        const damaged = Buffer.concat([zipped.subarray(0, 12), Buffer.from("AKIA")]);

        assert.match(userDataOf({ kind, props: { userData: damaged.toString("base64") } }) ?? "", /AKIA$/);
    });

    it("unpacks only what begins with both bytes of gzip", () => {
        const other = Buffer.concat([Buffer.from([0x1f]), Buffer.from("echo")]);

        assert.equal(userDataOf({ kind, props: { userData: other.toString("base64") } }), "\u001fecho");
    });

    it("says which property is not known yet", () => {
        const read = (kind: "instance" | "launch template", props: object) => () =>
            userDataOf({ kind, props: unknownCheckingProxy(props) });
        const isUnknown = (path: string) => (error: unknown) => unknownPath(error) === path;

        assert.throws(read("launch template", { userData: unknown }), isUnknown("userData"));
        assert.throws(read("instance", { userData: unknown }), isUnknown("userData"));
        assert.throws(read("instance", { userDataBase64: unknown, userData: "x" }), isUnknown("userDataBase64"));
    });
});
