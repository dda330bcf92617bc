import { all, any, not } from "../../condition";
import { defineRule } from "../../define-rule";
import { ScalingNotices } from "../../relations/scaling-notices";

const events = [
    "autoscaling:EC2_INSTANCE_LAUNCH",
    "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
    "autoscaling:EC2_INSTANCE_TERMINATE",
    "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
];

/** P13. What nobody hears of, nobody acts on: a name stays behind, or a group that cannot start servers stays small. */
export const scalingNotifications = defineRule<object>({
    id: "P13",
    name: "scaling-notifications",
    area: "scaling",
    description: "Groups must publish when servers come and go, and when that fails.",
    severity: "high",
    equivalents: ["AS3"],
    why: "A launch that fails is silent otherwise, and the DNS function keeps names of servers that are gone.",
    remediation:
        "Add an autoscaling Notification with all four events, to the topic of the DNS function if there is one.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html",
    messages: {
        events: "The {label} must publish all four scaling events.",
        dns: "The {label} must publish its scaling events to the topic of the DNS function.",
    },
    parameters: {},
    stack: {
        kinds: ["Auto Scaling group"],
        check(stack, _, findings) {
            const notices = new ScalingNotices(stack);
            const ways = events.map((event) => ({ publish: notices.publish(event), reach: notices.reachDns(event) }));
            return (group) => {
                findings.require(group, "events", all(...ways.map(({ publish }) => publish(group))));
                const goesElsewhere = any(...ways.map(({ publish, reach }) => all(publish(group), not(reach(group)))));
                findings.forbid(group, "dns", all(notices.nameServersOf(group), goesElsewhere));
            };
        },
    },
});
