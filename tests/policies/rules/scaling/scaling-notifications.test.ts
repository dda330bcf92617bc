import { scalingNotifications as rule } from "../../../../policies/rules/scaling/scaling-notifications";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const events = [
    "autoscaling:EC2_INSTANCE_LAUNCH",
    "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
    "autoscaling:EC2_INSTANCE_TERMINATE",
    "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
];
const roleTag = (role: unknown) => ({ key: "media:role", value: role });
const markTag = { key: "media:registrar", value: "f81d09ef" };
const group = (tags: unknown, name = "main", props: object = {}): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name,
    props: { tags, ...props },
});
const topic = (role: unknown, name: string, props: object = {}): PolicyResource => ({
    type: "aws:sns/topic:Topic",
    name,
    props: { tags: { "media:role": role }, ...props },
});
const subscription = (to?: PolicyResource, topic: string = unknown): PolicyResource => ({
    type: "aws:sns/topicSubscription:TopicSubscription",
    name: "subscription",
    props: { topic },
    dependsOn: to ? { topic: [to] } : {},
});
/** A notification of these groups to a topic, or to what it waits for in its place. */
const notification = (
    groups: readonly PolicyResource[],
    to?: PolicyResource,
    props: object = {},
    name = "main",
): PolicyResource => ({
    type: "aws:autoscaling/notification:Notification",
    name,
    props: { groupNames: [unknown], notifications: events, topicArn: unknown, ...props },
    dependsOn: { ...(groups.length > 0 && { groupNames: groups }), ...(to && { topicArn: [to] }) },
});

const dns = topic("dns", "dns");
const alarms = topic("shared", "alarms");
const edge = group([roleTag("edge")]);
const web = group([roleTag("web")]);
const marked = group([markTag]);
const bare = group([]);
const through = subscription(dns);

const silent = (name = "main") => `The Auto Scaling group "${name}" must publish all four scaling events.`;
const astray = 'The Auto Scaling group "main" must publish its scaling events to the topic of the DNS function.';
const label = 'Auto Scaling group "main"';
const without = (event: string | undefined) => events.filter((each) => each !== event);
const missing = Object.fromEntries(
    events.map((event) => [
        `a notification without ${event}`,
        {
            resources: [dns, edge, notification([edge], dns, { notifications: without(event) })],
            says: [silent()],
        },
    ]),
);
const partly = Object.fromEntries(
    events.map((event) => [
        `${event} to another topic`,
        {
            resources: [
                dns,
                alarms,
                edge,
                notification([edge], dns, { notifications: without(event) }),
                notification([edge], alarms, { notifications: [event] }, "other"),
            ],
            says: [astray],
        },
    ]),
);
const byName = group([roleTag("origin")], "main", { name: "origin-1a2b3c4" });
const byArn = topic("dns", "dns", { arn: "arn:aws:sns:eu-west-1:123456789012:dns" });
const named = subscription(undefined, "arn:aws:sns:eu-west-1:123456789012:dns");
const second = group([roleTag("edge")], "second");

describeRule(rule, {
    pass: {
        "all events to the topic of the DNS function": { resources: [dns, edge, notification([edge], dns)] },
        "a marked group without a role": { resources: [dns, marked, notification([marked], dns)] },
        "a topic behind a subscription": { resources: [dns, through, edge, notification([edge], through)] },
        "a topic behind a subscription that names it": {
            resources: [byArn, alarms, named, edge, notification([edge], named)],
        },
        "a group by its name and a topic by its ARN": {
            resources: [
                byArn,
                alarms,
                byName,
                notification([], undefined, {
                    groupNames: ["elsewhere", "origin-1a2b3c4"],
                    topicArn: "arn:aws:sns:eu-west-1:123456789012:dns",
                }),
            ],
        },
        "events that two notifications share": {
            resources: [
                dns,
                edge,
                notification([edge], dns, { notifications: events.slice(0, 1) }),
                notification([edge], dns, { notifications: events.slice(1) }, "rest"),
            ],
        },
        "events that go to another topic as well": {
            resources: [dns, alarms, edge, notification([edge], dns), notification([edge], alarms, {}, "other")],
        },
        "two groups of one notification": { resources: [dns, edge, second, notification([edge, second], dns)] },
        "any topic in a stack without a DNS function": {
            resources: [alarms, edge, notification([edge], alarms)],
        },
        "a topic of another stack": {
            resources: [edge, notification([edge], undefined, { topicArn: "arn:aws:sns:eu-west-1:1:x" })],
        },
        "any topic for servers that carry no media": {
            resources: [dns, alarms, web, notification([web], alarms)],
        },
        "any topic for a group without tags": { resources: [dns, alarms, bare, notification([bare], alarms)] },
        "any topic for groups whose tags are not known yet where nothing keeps names": {
            resources: [alarms, group(unknown), notification([group(unknown)], alarms)],
        },
        "events beside one that is not known yet": {
            resources: [dns, edge, notification([edge], dns, { notifications: [...events, unknown] })],
        },
        "a notification of nobody knows whom beside the own one": {
            resources: [dns, edge, notification([edge], dns), notification([], alarms, {}, "stray")],
        },
    },
    fail: {
        "no notification": { resources: [dns, edge], says: [silent()] },
        "a group of another role": { resources: [web], says: [silent()] },
        "the notification of another group": {
            resources: [dns, edge, second, notification([second], dns)],
            says: [silent()],
        },
        ...missing,
        ...partly,
        "another topic": { resources: [dns, alarms, edge, notification([edge], alarms)], says: [astray] },
        "another topic of a marked group": {
            resources: [dns, alarms, marked, notification([marked], alarms)],
            says: [astray],
        },
        "a topic of another stack beside that of the DNS function": {
            resources: [dns, edge, notification([edge], undefined, { topicArn: "arn:aws:sns:eu-west-1:1:x" })],
            says: [astray],
        },
        "another topic behind a subscription": {
            resources: [dns, alarms, subscription(alarms), edge, notification([edge], subscription(alarms))],
            says: [astray],
        },
        "events that are missing and events that go astray": {
            resources: [dns, alarms, edge, notification([edge], alarms, { notifications: events.slice(0, 2) })],
            says: [silent(), astray],
        },
        "two groups": { resources: [edge, second], says: [silent(), silent("second")] },
        "an event that no notification of nobody knows whom has": {
            resources: [edge, notification([], dns, { notifications: without(events[0]) })],
            says: [silent()],
        },
    },
    unknown: {
        events: {
            resources: [alarms, edge, notification([edge], alarms, { notifications: unknown })],
            waitsFor: [[label, 'notifications of the scaling notification "main"']],
        },
        "one event": {
            resources: [alarms, edge, notification([edge], alarms, { notifications: [unknown, ...events.slice(1)] })],
            waitsFor: [[label, 'notifications.0 of the scaling notification "main"']],
        },
        "the groups of a notification": {
            resources: [alarms, edge, notification([], alarms)],
            waitsFor: [[label, 'groupNames of the scaling notification "main"']],
        },
        "a topic that depends on nothing": {
            resources: [dns, edge, notification([edge])],
            waitsFor: [[label, 'topicArn of the scaling notification "main"']],
        },
        "the topic of a subscription": {
            resources: [dns, subscription(), edge, notification([edge], subscription())],
            waitsFor: [[label, 'topicArn of the scaling notification "main"']],
        },
        "whether a topic is that of the DNS function": {
            resources: [topic(unknown, "dns"), alarms, edge, notification([edge], alarms)],
            waitsFor: [[label, 'tags.media:role of the topic "dns"']],
        },
        "the tags of a group": {
            resources: [dns, alarms, group(unknown), notification([group(unknown)], alarms)],
            waitsFor: [[label, "tags"]],
        },
        "a mark": {
            resources: [
                dns,
                alarms,
                group([roleTag("web"), { key: unknown, value: "f81d09ef" }]),
                notification([web], alarms),
            ],
            waitsFor: [[label, "tags.1.key"]],
        },
    },
    notApplicable: { "stacks without groups": { resources: [dns] } },
});
