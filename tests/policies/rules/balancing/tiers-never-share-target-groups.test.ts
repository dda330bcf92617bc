import { tiersNeverShareTargetGroups as rule } from "../../../../policies/rules/balancing/tiers-never-share-target-groups";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const targetGroup = (name: string, role?: unknown, type = "aws:lb/targetGroup:TargetGroup"): PolicyResource => ({
    type,
    name,
    props: { arn: `arn:${name}`, ...(role !== undefined && { tags: { "media:role": role } }) },
});
const group = (name: string, role: unknown, ...targetGroupArns: string[]): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name,
    props: {
        name,
        targetGroupArns,
        ...(role !== undefined && { tags: [{ key: "media:role", value: role }] }),
    },
});
const listener = (props: object, ...targets: PolicyResource[]): PolicyResource => ({
    type: "aws:lb/listener:Listener",
    name: "rtmp",
    props: { port: 1935, protocol: "TCP", defaultActions: [{ type: "forward", targetGroupArn: unknown }], ...props },
    dependsOn: { defaultActions: targets },
});
const mixed = (label: string) => `The ${label} must serve one tier only.`;
const ingest = (name = "t") => `The target group "${name}" must not bring ingest ports to the edge.`;
const t = targetGroup("t");
const edge = targetGroup("t", "edge");

describeRule(rule, {
    pass: {
        "groups of one role": { resources: [t, group("a", "origin", "arn:t"), group("b", "origin", "arn:t")] },
        "each role in its own target group": {
            resources: [
                t,
                targetGroup("u", "edge"),
                group("a", "origin", "arn:t", "arn:foreign"),
                group("b", "edge", "arn:u"),
            ],
        },
        "target groups that name the balancer's role": {
            resources: [targetGroup("t", "lb"), group("a", "edge", "arn:t")],
        },
        "groups without a role beside others": {
            resources: [t, group("a", undefined, "arn:t"), group("b", "edge", "arn:t")],
        },
        "ingest to the origin": {
            resources: [targetGroup("t", "origin"), listener({}, t), group("a", "origin", "arn:t")],
        },
        "other ports to the edge": { resources: [edge, listener({ port: 1936, protocol: unknown }, edge)] },
        "requests to the edge on such a port": {
            resources: [edge, listener({ port: 8443, protocol: "HTTPS" }, edge)],
        },
        "requests in plain text to the edge on such a port": {
            resources: [edge, listener({ port: 8443, protocol: "http" }, edge)],
        },
        "ingest to another target group": {
            resources: [edge, targetGroup("u", "origin"), listener({}, targetGroup("u"))],
        },
        "requests that lead nobody knows where": { resources: [edge, listener({ protocol: "HTTP" })] },
        "ingest that leads nobody knows where, but no edge": {
            resources: [targetGroup("t", "origin"), listener({})],
        },
    },
    fail: {
        "two roles behind one target group": {
            resources: [t, group("a", "origin", "arn:t"), group("b", "edge", "arn:t")],
            says: [mixed('target group "t"')],
        },
        "two roles by an attachment, under the older token": {
            resources: [
                targetGroup("t", undefined, "aws:alb/targetGroup:TargetGroup"),
                group("a", "origin", "arn:t"),
                group("b", "edge"),
                {
                    type: "aws:autoscaling/attachment:Attachment",
                    props: { autoscalingGroupName: "b", lbTargetGroupArn: "arn:t" },
                },
            ],
            says: [mixed('target group "t"')],
        },
        "a group in target groups of two roles": {
            resources: [targetGroup("t", "origin"), targetGroup("u", "edge"), group("a", "origin", "arn:t", "arn:u")],
            says: [mixed('Auto Scaling group "a"')],
        },
        "a group in the target group of another role": {
            resources: [edge, group("a", "origin", "arn:t")],
            says: [mixed('Auto Scaling group "a"')],
        },
        "a group without a role in target groups of two": {
            resources: [targetGroup("t", "origin"), targetGroup("u", "edge"), group("a", undefined, "arn:t", "arn:u")],
            says: [mixed('Auto Scaling group "a"')],
        },
        "RTMP to the edge": { resources: [edge, listener({}, edge)], says: [ingest()] },
        "SRT to a target group of edge servers": {
            resources: [t, group("a", "edge", "arn:t"), listener({ port: 4200, protocol: "UDP" }, t)],
            says: [ingest()],
        },
        "RTMPS to the edge, under the older token": {
            resources: [
                edge,
                { ...listener({ port: 8443, protocol: "TLS" }, edge), type: "aws:alb/listener:Listener" },
            ],
            says: [ingest()],
        },
        "one of two listeners": {
            resources: [edge, listener({}, edge), { ...listener({ port: 80 }, edge), name: "z" }],
            says: [ingest()],
        },
        "the other of two listeners": {
            resources: [edge, listener({}, edge), { ...listener({ port: 80 }, edge), name: "a" }],
            says: [ingest()],
        },
    },
    unknown: {
        "a role that is not known yet": {
            resources: [t, group("a", "origin", "arn:t"), group("b", unknown, "arn:t")],
            waitsFor: [
                ['Auto Scaling group "b"', "tags.0.value"],
                ['target group "t"', 'tags.0.value of the Auto Scaling group "b"'],
            ],
        },
        "a target group whose role is not known yet": {
            resources: [targetGroup("t", unknown), group("a", "origin", "arn:t"), listener({}, t)],
            waitsFor: [
                ['Auto Scaling group "a"', 'tags.media:role of the target group "t"'],
                ['target group "t"', "tags.media:role"],
            ],
        },
        "an attachment that is not known yet": {
            resources: [
                targetGroup("t", "origin"),
                targetGroup("u", "web"),
                group("a", "origin"),
                listener({}, t),
                {
                    type: "aws:autoscaling/attachment:Attachment",
                    props: { autoscalingGroupName: unknown, lbTargetGroupArn: "arn:t" },
                },
            ],
            waitsFor: ['Auto Scaling group "a"', 'target group "t"', 'target group "u"'].map((label) => [
                label,
                'autoscalingGroupName of the target group attachment "main"',
            ]),
        },
        "a port that is not known yet": {
            resources: [edge, listener({ port: unknown }, edge)],
            waitsFor: [['target group "t"', 'port of the listener "rtmp"']],
        },
        "a protocol that is not known yet": {
            resources: [edge, listener({ protocol: unknown }, edge)],
            waitsFor: [['target group "t"', 'protocol of the listener "rtmp"']],
        },
        "ingest of which it is not known where it leads": {
            resources: [edge, group("a", "edge", "arn:t"), listener({})],
            waitsFor: [['target group "t"', 'defaultActions.0.targetGroupArn of the listener "rtmp"']],
        },
    },
    notApplicable: {
        "target groups without a role": { resources: [t, group("a", undefined, "arn:t"), listener({}, t)] },
        "stacks without target groups": { resources: [listener({})] },
    },
});
