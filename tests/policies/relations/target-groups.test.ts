import * as assert from "node:assert/strict";
import { NotYetKnown, settle } from "../../../policies/condition";
import { TargetGroupMembers } from "../../../policies/relations/target-groups";
import { type PolicyResource, unknown } from "../../support/policy-requests";
import { namesOf, stackOf, subjectIn } from "../../support/policy-stack";

const group = (name: string, props: object = {}, dependsOn: PolicyResource["dependsOn"] = {}): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name,
    props: { name: `${name}-1`, ...props },
    dependsOn,
});
const targetGroup = (name: string, arn: string = unknown): PolicyResource => ({
    type: "aws:lb/targetGroup:TargetGroup",
    name,
    props: { arn },
});
const attachment = (props: object, dependsOn: PolicyResource["dependsOn"] = {}): PolicyResource => ({
    type: "aws:autoscaling/attachment:Attachment",
    name: "attachment",
    props,
    dependsOn,
});
const sourceAttachment = (props: object, dependsOn: PolicyResource["dependsOn"] = {}): PolicyResource => ({
    ...attachment(props, dependsOn),
    type: "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment",
});
const [blue, green] = [targetGroup("blue"), targetGroup("green", "arn:green")];

function connections(...resources: PolicyResource[]) {
    const stack = stackOf(blue, green, ...resources);
    const members = new TargetGroupMembers(stack);
    const groupsOf = (resource: PolicyResource) => namesOf(members.groupsOf(subjectIn(stack, resource)));
    const targets = stack.ofKind("Auto Scaling group").map((each) => namesOf(members.targetGroupsOf(each)));
    return { blue: groupsOf(blue), green: groupsOf(green), targets, unresolved: namesOf(members.unresolved) };
}

describe("TargetGroupMembers", () => {
    const none = { blue: [], green: [], targets: [[]], unresolved: [] };
    const both = { blue: ["a"], green: ["a"], targets: [["green", "blue"]], unresolved: [] };

    it("knows the target groups that a group lists", () => {
        const listed = group("a", { targetGroupArns: ["arn:green", unknown] }, { targetGroupArns: [blue] });

        assert.deepEqual(connections(listed), both);
        assert.deepEqual(connections(group("a", { targetGroupArns: ["arn:foreign"] })), none);
        assert.deepEqual(connections(group("a")), none);
    });

    it("knows the traffic sources of a group", () => {
        const trafficSources = [
            { identifier: "arn:green", type: "elbv2" },
            { identifier: unknown, type: "elbv2" },
        ];

        assert.deepEqual(connections(group("a", { trafficSources }, { trafficSources: [blue] })), both);
        assert.deepEqual(connections(group("a", { trafficSources: [{ identifier: "arn:foreign" }] })), none);
    });

    it("knows what attachments attach, of either kind", () => {
        const a = group("a");
        const toGreen = { ...none, green: ["a"], targets: [["green"]] };
        const named = { autoscalingGroupName: "a-1" };

        assert.deepEqual(connections(a, attachment({ ...named, lbTargetGroupArn: "arn:green" })), toGreen);
        const unnamed = { autoscalingGroupName: unknown, lbTargetGroupArn: unknown };
        const relations = { autoscalingGroupName: [a], lbTargetGroupArn: [green] };
        assert.deepEqual(connections(a, attachment(unnamed, relations)), toGreen);
        assert.deepEqual(connections(a, attachment({ ...named, elb: "classic" })), none);

        const trafficSource = { identifier: "arn:green", type: "elbv2" };
        assert.deepEqual(connections(a, sourceAttachment({ ...named, trafficSource })), toGreen);
        const later = { autoscalingGroupName: unknown, trafficSource: { identifier: unknown } };
        const laterRelations = { autoscalingGroupName: [a], trafficSource: [green] };
        assert.deepEqual(connections(a, sourceAttachment(later, laterRelations)), toGreen);
        assert.deepEqual(connections(a, sourceAttachment({ ...named, trafficSource: { identifier: "x" } })), none);
    });

    it("counts a group once that is connected twice, and each of several groups", () => {
        const listed = { targetGroupArns: ["arn:green"] };
        const again = attachment({ autoscalingGroupName: "b-1", lbTargetGroupArn: "arn:green" });

        const { green: members, targets } = connections(group("a", listed), group("b", listed), again);

        assert.deepEqual(
            [members, targets],
            [
                ["a", "b"],
                [["green"], ["green"]],
            ],
        );
    });

    it("keeps what is known of a group of which something is not", () => {
        const half = group("a", { targetGroupArns: unknown, trafficSources: [{ identifier: "arn:green" }] });

        assert.deepEqual(connections(half), { ...none, green: ["a"], targets: [["green"]], unresolved: ["a"] });
        const neither = group("a", { targetGroupArns: unknown, trafficSources: unknown });
        assert.deepEqual(connections(neither).unresolved, ["a"]);
    });

    it("says which ends of which links it does not know", () => {
        const resources = [
            group("a", { targetGroupArns: [unknown] }),
            attachment({ autoscalingGroupName: unknown, lbTargetGroupArn: "arn:green" }),
            sourceAttachment({ autoscalingGroupName: "a-1", trafficSource: { identifier: unknown } }),
        ];

        const unresolved = ["a", "attachment", "attachment"];
        assert.deepEqual(connections(...resources), { ...none, unresolved });
        const { isComplete } = new TargetGroupMembers(stackOf(green, ...resources));
        assert.deepEqual(
            settle(isComplete),
            new NotYetKnown([
                'targetGroupArns.0 of the Auto Scaling group "a"',
                'autoscalingGroupName of the target group attachment "attachment"',
                'trafficSource.identifier of the traffic source attachment "attachment"',
            ]),
        );
        assert.equal(settle(new TargetGroupMembers(stackOf(green, group("a"))).isComplete), true);
    });
});
