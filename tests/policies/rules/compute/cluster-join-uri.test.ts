import { clusterJoinUri as rule } from "../../../../policies/rules/compute/cluster-join-uri";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const type = "aws:ec2/launchTemplate:LaunchTemplate";
const tags = { "media:profile": "ant-media", "media:role": "edge" };
const template = (argument: string, more: object = {}) => ({
    type,
    props: {
        tags,
        userData: Buffer.from(`cd /usr/local/antmedia\n./change_server_mode.sh cluster ${argument}\n`).toString(
            "base64",
        ),
        ...more,
    },
});
const says = [
    'The user data of the launch template "main" must join the cluster with a quoted, complete database URI.',
];

describeRule(rule, {
    pass: {
        "a quoted variable": { resources: [template('"$uri"')] },
        "a quoted URI": { resources: [template('"mongodb://mongo-1:27017"')] },
        "a node that names no role": {
            resources: [template('"$uri"', { tags: { "media:profile": "ant-media" } })],
        },
    },
    fail: {
        "an address": { resources: [template("10.0.0.7")], says },
        "a variable without quotes": { resources: [template("$uri")], says },
        "a URI with a password": { resources: [template('"mongodb://media:swordfish@mongo-1"')], says },
        "a later command": { resources: [template('"$uri"\n./change_server_mode.sh cluster localhost')], says },
        "a node that names no role": {
            resources: [template("10.0.0.7", { tags: { "media:profile": "ant-media" } })],
            says,
        },
        "servers of every kind": {
            resources: [
                "aws:ec2/instance:Instance",
                "aws:ec2/launchConfiguration:LaunchConfiguration",
                "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
            ].map((each) => ({ type: each, props: { tags, userData: "change_server_mode.sh cluster localhost" } })),
            says: ["instance", "launch configuration", "spot instance request"].map(
                (kind) =>
                    `The user data of the ${kind} "main" must join the cluster with a quoted, complete database URI.`,
            ),
        },
    },
    unknown: {
        "a script": {
            resources: [template("", { userData: unknown })],
            waitsFor: [['launch template "main"', "userData"]],
        },
    },
    notApplicable: {
        "other profiles": {
            resources: [
                template("10.0.0.7", { tags: { "media:profile": "media-pool", "media:role": "pool" } }),
                template("10.0.0.7", { tags: { "media:role": "edge" } }),
            ],
        },
        "the database of the cluster": {
            resources: [template("", { tags: { ...tags, "media:role": "mongo" }, userData: unknown })],
        },
        "scripts that join nothing": { resources: [template("", { userData: "" })] },
        "other resources": { resources: [{ type: "aws:ebs/volume:Volume" }] },
    },
});
