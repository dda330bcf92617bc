import { all, any, not, settle } from "../../condition";
import { defineRule } from "../../define-rule";
import { isSet } from "../../properties";
import { IngestTargets } from "../../relations/ingest-targets";
import { TargetGroupMembers } from "../../relations/target-groups";
import { isOneTier, roleIs } from "../../relations/tiers";
import { roleOf } from "../../roles";
import type { Subject } from "../../subject";

/** P66. A viewer that lands on an origin, or a publisher on an edge, gets no stream. */
export const tiersNeverShareTargetGroups = defineRule<object>({
    id: "P66",
    name: "tiers-never-share-target-groups",
    area: "balancing",
    description: "A target group must lead to servers of one role, and publishers must never reach the edge.",
    severity: "high",
    equivalents: [],
    why: "A target group that mixes tiers sends publishers to servers that take no streams, at random.",
    remediation: "Attach each group of servers to target groups of its own role, and send ingest ports to the origin.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/attach-load-balancer-asg.html",
    messages: {
        tier: "The {label} must serve one tier only.",
        ingest: "The {label} must not bring ingest ports to the edge.",
    },
    parameters: {},
    stack: {
        kinds: ["target group", "Auto Scaling group"],
        check(stack, _, findings) {
            const members = new TargetGroupMembers(stack);
            const ingest = new IngestTargets(stack);
            const outcome = settle(members.isComplete);
            const isComplete = () => outcome;
            return (subject) => {
                const isGroup = subject.kind === "Auto Scaling group";
                const servers = isGroup ? [subject] : members.groupsOf(subject);
                const targetGroups = isGroup ? members.targetGroupsOf(subject) : [subject];
                if (![...servers, ...targetGroups].some((one) => isSet(() => roleOf(one)))) {
                    return findings.notApplicable("Nothing that is registered in a target group has a role.");
                }
                const own = isGroup ? [subject, ...targetGroups] : servers;
                findings.require(subject, "tier", all(isOneTier(own, subject), isComplete));
                if (isGroup) return;
                const isEdge = (one: Subject) => roleIs(one, (role) => role === "edge", subject);
                const servesEdge = any(...[subject, ...servers].map(isEdge), not(isComplete));
                findings.forbid(subject, "ingest", all(ingest.reach(subject), servesEdge));
            };
        },
    },
});
