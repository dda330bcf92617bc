import { roleTagPresent as rule } from "../../../../policies/rules/pack/role-tag-present";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const profiled = {
    "aws:autoscaling/group:Group": "Auto Scaling group",
    "aws:lb/loadBalancer:LoadBalancer": "load balancer",
    "aws:alb/loadBalancer:LoadBalancer": "load balancer",
    "aws:elb/loadBalancer:LoadBalancer": "classic load balancer",
    "aws:ec2/securityGroup:SecurityGroup": "security group",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "default security group",
};
const plain = {
    "aws:ec2/launchTemplate:LaunchTemplate": "launch template",
    "aws:ec2/instance:Instance": "instance",
    "aws:lb/targetGroup:TargetGroup": "target group",
    "aws:alb/targetGroup:TargetGroup": "target group",
    "aws:ec2/subnet:Subnet": "subnet",
    "aws:lambda/function:Function": "function",
    "aws:sns/topic:Topic": "topic",
    "aws:sqs/queue:Queue": "queue",
    "aws:s3/bucket:Bucket": "bucket",
};
const group = "aws:autoscaling/group:Group";
const balancer = "aws:lb/loadBalancer:LoadBalancer";
const resource = (type: string, tags: Readonly<Record<string, unknown>>): PolicyResource => ({
    type,
    props: {
        tags: type === group ? Object.entries(tags).map(([key, value]) => ({ key, value })) : tags,
    },
});
const tags = { "media:role": "edge", "media:profile": "ant-media" };
const sayingRole = (kind: string) => `The ${kind} "main" must say which role it plays in the cluster.`;
const sayingProfile = (kind: string) => `The ${kind} "main" must say which profile of cluster it belongs to.`;
const all = ["origin", "edge", "pool", "turn", "web", "mongo", "lb", "dns", "log", "shared"];
const profiles = ["ant-media", "media-pool", "codestream", "web-app", "streaming-backend", "generic"];

describeRule(rule, {
    pass: {
        ...Object.fromEntries(
            all.map((role) => [
                `the role ${role}`,
                { resources: [resource("aws:sqs/queue:Queue", { "media:role": role })] },
            ]),
        ),
        ...Object.fromEntries(
            profiles.map((profile) => [
                `the profile ${profile}`,
                { resources: [resource(balancer, { ...tags, "media:profile": profile })] },
            ]),
        ),
        ...Object.fromEntries(
            Object.keys(profiled).map((type) => [`tags of ${type}`, { resources: [resource(type, tags)] }]),
        ),
        "roles and profiles that the configuration names": {
            resources: [resource(balancer, { "media:role": "cache", "media:profile": "archive" })],
            parameters: { roles: ["cache"], profiles: ["archive"] },
        },
        "the role in a template's tags for instances": {
            resources: [
                {
                    type: "aws:ec2/launchTemplate:LaunchTemplate",
                    props: { tagSpecifications: [{ resourceType: "instance", tags }] },
                },
            ],
        },
    },
    fail: {
        "no tags": {
            resources: [{ type: "aws:sqs/queue:Queue" }],
            says: [sayingRole("queue")],
        },
        ...Object.fromEntries(
            Object.entries(plain).map(([type, kind]) => [
                `${type} without a role`,
                { resources: [resource(type, { "media:profile": "ant-media" })], says: [sayingRole(kind)] },
            ]),
        ),
        ...Object.fromEntries(
            Object.entries(profiled).map(([type, kind]) => [
                `${type} without a role and a profile`,
                { resources: [resource(type, { Name: "main" })], says: [sayingRole(kind), sayingProfile(kind)] },
            ]),
        ),
        "a role that is not listed": {
            resources: [resource(balancer, { ...tags, "media:role": "Edge" })],
            says: [sayingRole("load balancer")],
        },
        "a profile that is not listed": {
            resources: [resource(balancer, { ...tags, "media:profile": "antmedia" })],
            says: [sayingProfile("load balancer")],
        },
        "a role and a profile that the configuration leaves out": {
            resources: [resource(balancer, tags)],
            parameters: { roles: ["lb"], profiles: ["generic"] },
            says: [sayingRole("load balancer"), sayingProfile("load balancer")],
        },
    },
    unknown: {
        "tags that are not known yet": {
            resources: [{ type: balancer, props: { tags: unknown } }],
            waitsFor: [['load balancer "main"', "tags"]],
        },
        "a profile that is not known yet": {
            resources: [resource(balancer, { ...tags, "media:profile": unknown })],
            waitsFor: [['load balancer "main"', "tags.media:profile"]],
        },
    },
    notApplicable: { "resources without a role of their own": { resources: [{ type: "aws:ebs/volume:Volume" }] } },
});
