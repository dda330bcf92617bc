import * as assert from "node:assert/strict";
import { groupTagsPropagate as rule } from "../../../../policies/rules/scaling/group-tags-propagate";
import { fixResource, secret, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const keys = ["project", "env", "media:role", "owner", "cost-center"];
const tag = (key: unknown, propagateAtLaunch: unknown = true) => ({ key, value: "v", propagateAtLaunch });
const type = "aws:autoscaling/group:Group";
const group = (tags: unknown) => ({ type, props: { tags } });
const untagged = { type, props: {} };
const says = ['The Auto Scaling group "main" must pass the required tags on to its servers.'];
const label = 'Auto Scaling group "main"';
const parameters = { required: ["team", "env"], defaults: { team: "video", unused: "x" } };

describeRule(
    rule,
    {
        pass: {
            "all required tags": { resources: [group(keys.map((key) => tag(key)))] },
            "other tags that stay with the group": {
                resources: [group([tag("Name", false), ...keys.map((key) => tag(key))])],
            },
            "truth in text": { resources: [group(keys.map((key) => tag(key, "true")))] },
            "the tags of the configuration": { resources: [group([tag("env"), tag("team")])], parameters },
            "no tags where none are required": { resources: [untagged], parameters: { required: [] } },
            "required tags beside one that is not known yet": {
                resources: [group([unknown, ...keys.map((key) => tag(key))])],
            },
        },
        fail: {
            "a tag that stays with the group": {
                resources: [group([...keys.slice(1).map((key) => tag(key)), tag("project", false)])],
                says,
                isFixed: true,
            },
            "tags that stay with the group": {
                resources: [group(keys.map((key) => tag(key, false)))],
                says,
                isFixed: true,
            },
            "tags that do not say so": {
                resources: [group(keys.map((key) => ({ key, value: "v" })))],
                says,
                isFixed: true,
            },
            ...Object.fromEntries(
                keys.map((key) => [
                    `a missing tag: ${key}`,
                    { resources: [group(keys.filter((each) => each !== key).map((each) => tag(each)))], says },
                ]),
            ),
            "no tags": { resources: [untagged], says },
            "a missing tag whose value the configuration has": {
                resources: [group([tag("env"), tag("Name", false)])],
                parameters,
                says,
                isFixed: true,
            },
            "no tags where the configuration has all values": {
                resources: [untagged],
                parameters: { required: ["team"], defaults: { team: "video" } },
                says,
                isFixed: true,
            },
            "a tag of the configuration that is missing": { resources: [group([tag("team")])], parameters, says },
        },
        unknown: {
            "tags that are not known yet": { resources: [group(unknown)], waitsFor: [[label, "tags"]] },
            "a key that may be the missing one": {
                resources: [group([tag(unknown), ...keys.slice(1).map((key) => tag(key))])],
                waitsFor: [[label, "tags.0.key"]],
            },
            "a tag that may stay with the group": {
                resources: [group([tag("project", unknown), ...keys.slice(1).map((key) => tag(key))])],
                waitsFor: [[label, "tags.0.propagateAtLaunch"]],
            },
        },
        notApplicable: { "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc" }] } },
    },
    () => {
        it("changes nothing but required tags when it fixes, and adds those it has values for", async () => {
            const tags = [tag("Name", false), { key: "env", value: secret("v"), propagateAtLaunch: false }];

            const fixed = await fixResource(rule, group(tags), { parameters });

            assert.deepEqual(fixed, {
                tags: [
                    tag("Name", false),
                    { key: "env", value: secret("v"), propagateAtLaunch: true },
                    { key: "team", value: "video", propagateAtLaunch: true },
                ],
            });
        });

        it("adds nothing while a key is not known yet, which may be the missing one", async () => {
            const tags = [tag(unknown), tag("env", false)];

            const fixed = await fixResource(rule, group(tags), { parameters });

            assert.deepEqual(fixed, { tags: [tag(unknown), tag("env")] });
            assert.equal(await fixResource(rule, group([unknown, tag("env")]), { parameters }), undefined);
            assert.equal(await fixResource(rule, group(unknown), { parameters }), undefined);
        });

        it("leaves alone a tag that has a value, and what is not known yet", async () => {
            const tags = [tag("team"), tag("env", unknown)];

            assert.equal(await fixResource(rule, group(tags), { parameters }), undefined);
        });

        it("makes the list of tags where there is none", async () => {
            const fixed = await fixResource(rule, untagged, { parameters });

            assert.deepEqual(fixed, { tags: [{ key: "team", value: "video", propagateAtLaunch: true }] });
        });

        it("has no values of its own", async () => {
            assert.equal(await fixResource(rule, group([])), undefined);
        });
    },
);
