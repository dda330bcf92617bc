import * as assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { isUnknown } from "../../policies/properties";
import { mediaRoles, profileOf, profiles, roleOf, roles } from "../../policies/roles";
import { unknown } from "../support/policy-requests";
import { subject } from "../support/subjects";

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
        assert.equal(roleOf(volume({ tagSpecifications })), undefined);
    });

    it("is not known where an unknown place may have the tag", () => {
        assert.equal(roleOf(volume({ tagsAll: unknown, tags: { "media:role": "edge" } })), "edge");
        for (const veiled of [
            volume({ tagsAll: unknown, tags: {} }),
            volume({ tags: { "media:role": unknown } }),
            group(unknown),
            group([{ key: "Name", value: "a" }, unknown]),
            group([{ key: unknown, value: "edge" }]),
            group([{ key: "media:role", value: unknown }]),
        ]) {
            assert.equal(
                isUnknown(() => roleOf(veiled)),
                true,
            );
        }
    });
});

describe("roleOf, where all tags are only known after the deployment", () => {
    const served = (defaultTags: unknown, tags: unknown = {}) => {
        const provider = { type: "pulumi:providers:aws", urn: "provider", name: "aws" };
        const props = unknownCheckingProxy({ defaultTags });
        return { ...volume({ tagsAll: unknown, tags }), provider: { ...provider, props } };
    };

    it("is what the resource or its provider says, which may be nothing", () => {
        const edge = { tags: { "media:role": "edge" } };

        assert.equal(roleOf(served(undefined)), undefined);
        assert.equal(roleOf(served(JSON.stringify(edge))), "edge");
        assert.equal(roleOf(served(edge)), "edge");
        assert.equal(roleOf(served(JSON.stringify({ tags: { env: "dev" } }))), undefined);
        assert.equal(roleOf(served("no JSON")), undefined);
        assert.equal(roleOf(served(undefined, { "media:role": "origin" })), "origin");
    });

    it("waits for what the provider itself waits for", () => {
        for (const veiled of [served(unknown), served(undefined, { "media:role": unknown })]) {
            assert.equal(
                isUnknown(() => roleOf(veiled)),
                true,
            );
        }
    });

    it("is the resource's own rather than the provider's", () => {
        const both = served({ tags: { "media:role": "edge" } }, { "media:role": "origin" });

        assert.equal(roleOf(both), "origin");
    });
});

describe("profileOf", () => {
    it("is generic without a tag", () => {
        assert.equal(profileOf(volume({ tags: { "media:profile": "ant-media" } })), "ant-media");
        assert.equal(profileOf(volume({})), "generic");
    });
});

describe("the values of tags", () => {
    it("are those that clusters are tagged with", () => {
        assert.deepEqual(mediaRoles, ["origin", "edge", "pool", "turn"]);
        assert.deepEqual(roles, [...mediaRoles, "web", "mongo", "lb", "dns", "log", "shared"]);
        assert.deepEqual(profiles, [
            "ant-media",
            "media-pool",
            "codestream",
            "web-app",
            "streaming-backend",
            "generic",
        ]);
    });
});
