import * as assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { isUnknown } from "../../policies/properties";
import { profileOf, roleOf } from "../../policies/roles";
import { subjectOf } from "../../policies/subject";
import { unknown } from "../support/policy-requests";

function subject(type: string, props: object) {
    const customTimeouts = { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 };
    const opts = { protect: false, ignoreChanges: [], aliases: [], customTimeouts, additionalSecretOutputs: [] };
    const found = subjectOf({ type, name: "main", urn: "urn", props: unknownCheckingProxy(props), opts });
    assert.ok(found);
    return found;
}

const volume = (props: object) => subject("aws:ebs/volume:Volume", props);
const template = (props: object) => subject("aws:ec2/launchTemplate:LaunchTemplate", props);
const group = (tags: unknown) => subject("aws:autoscaling/group:Group", { tags });

describe("roleOf", () => {
    it("reads all tags before own tags", () => {
        assert.equal(roleOf(volume({ tagsAll: { "media:role": "edge" }, tags: { "media:role": "origin" } })), "edge");
        assert.equal(roleOf(volume({ tagsAll: { env: "dev" }, tags: { "media:role": "origin" } })), "origin");
        assert.equal(roleOf(volume({ tags: { env: "dev" } })), undefined);
        assert.equal(roleOf(volume({})), undefined);
    });

    it("reads the list of an Auto Scaling group, beside tags that are not known yet", () => {
        const tags = [unknown, { key: unknown }, { key: "Name", value: unknown }, { key: "media:role", value: "pool" }];

        assert.equal(roleOf(group(tags)), "pool");
        assert.equal(roleOf(group([{ key: "media:profile", value: "web-app" }])), undefined);
        assert.equal(roleOf(group(undefined)), undefined);
    });

    it("reads a launch template's instance tags last", () => {
        const tagSpecifications = [
            { resourceType: "volume", tags: { "media:role": "log" } },
            { resourceType: "instance", tags: { "media:role": "edge" } },
        ];

        assert.equal(roleOf(template({ tagSpecifications })), "edge");
        assert.equal(roleOf(template({ tags: { "media:role": "origin" }, tagSpecifications })), "origin");
    });

    it("is not known where an unknown place may have the tag", () => {
        assert.equal(roleOf(volume({ tagsAll: unknown, tags: { "media:role": "edge" } })), "edge");
        for (const veiled of [
            volume({ tagsAll: unknown, tags: {} }),
            volume({ tags: { "media:role": unknown } }),
            group(unknown),
            group([{ key: "Name", value: "a" }, unknown]),
            group([{ key: "media:role", value: unknown }]),
        ]) {
            assert.equal(
                isUnknown(() => roleOf(veiled)),
                true,
            );
        }
    });
});

describe("profileOf", () => {
    it("is generic without a tag", () => {
        assert.equal(profileOf(volume({ tags: { "media:profile": "ant-media" } })), "ant-media");
        assert.equal(profileOf(volume({})), "generic");
    });
});
