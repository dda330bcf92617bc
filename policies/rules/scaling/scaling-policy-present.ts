import { all, any, type Condition, NotYetKnown, not, of, some } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, elements, hasEntries, isUnknown, known } from "../../properties";
import { GroupParts, groupOfPart } from "../../relations/group-parts";
import { heartbeatOf, holdsLeavers, type LifecycleHook, LifecycleHooks, ofHook } from "../../relations/lifecycle-hooks";
import { mediaRoles, roleOf } from "../../roles";
import type { Stack } from "../../stack";
import type { Subject } from "../../subject";

/** What simple policies wait when neither they nor their group say so, in seconds. */
const DEFAULT_COOLDOWN = 300;

/** P14. Load of media servers comes and goes with events, faster than anybody can follow by hand. */
export const scalingPolicyPresent = defineRule<object>({
    id: "P14",
    name: "scaling-policy-present",
    area: "scaling",
    description: "Groups of media servers must follow their load, but never end servers faster than these can drain.",
    severity: "medium",
    equivalents: ["AS1"],
    why: "Without a policy a group keeps its size however many viewers come; one that removes a server before the last has drained empties the group at once.",
    remediation:
        "Add a target-tracking policy, or give simple policies that remove servers a cooldown of at least the heartbeat of the termination hook; leave pools to their application.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scaling-cooldowns.html",
    messages: {
        policy: 'The {role} group "{name}" must have a scaling policy that is not faster than its drain.',
        pool: 'The pool group "{name}" must leave scaling to its application.',
    },
    parameters: {},
    stack: {
        kinds: ["Auto Scaling group"],
        check(stack, _, findings) {
            const policies = new GroupParts(stack, "scaling policy");
            const attachments = new GroupParts(stack, "target group attachment", "traffic source attachment");
            const drains = new Drains(stack);
            return (group) => {
                const { props } = group;
                const role = roleOf(group) ?? "";
                if (role === "pool") {
                    const isScaled = any(
                        policies.have(group, () => () => true),
                        attachments.have(group, () => () => true),
                        () => hasEntries(props.targetGroupArns),
                        () => hasEntries(props.trafficSources),
                    );
                    return findings.forbid(group, "pool", isScaled);
                }
                const isFixed = () => Number(props.minSize) === Number(props.maxSize);
                if (!mediaRoles.includes(role) || known(isFixed)) {
                    return findings.notApplicable("The stack has no group of media servers that can change its size.");
                }
                const isFast = (policy: Subject) => all(isOn(policy), removes(policy), not(drains.end(group, policy)));
                const isSlow = all(policies.have(group, isOn), not(policies.have(group, isFast)));
                findings.require(group, "policy", any(isFixed, isSlow), { role });
            };
        },
    },
});

function isOn(policy: Subject): Condition {
    return of(policy, () => policy.props.enabled !== false);
}

/** Target tracking sets no number of servers; the termination hook slows it down. An exact number may be a smaller one. */
function removes(policy: Subject): Condition {
    const { props } = policy;
    const steps = elements(() => props.stepAdjustments).map((read) => () => at(read(), "scalingAdjustment"));
    const isNegative = some([() => props.scalingAdjustment, ...steps], (adjustment) => Number(adjustment) < 0);
    return of(
        policy,
        any(() => props.adjustmentType === "ExactCapacity", isNegative),
    );
}

/** How long servers that leave a group are held. */
class Drains {
    private readonly hooks: LifecycleHooks;
    private readonly strays: readonly LifecycleHook[];

    constructor(stack: Stack) {
        this.hooks = new LifecycleHooks(stack);
        this.strays = this.hooks.unresolved.map((owner) => ({ owner, read: () => owner.props }));
    }

    /** Whether the hooks of the group let its servers go before the policy acts again. */
    end(group: Subject, policy: Subject): Condition {
        const isLong = cooldown(group, policy);
        const ends = (hook: LifecycleHook) =>
            any(
                ofHook(hook, () => !holdsLeavers(hook)),
                endsIn(hook, isLong),
            );
        // A hook of a group that is not known yet may be of this one.
        const isOfGroup = () => new NotYetKnown([groupOfPart.property]);
        const strays = this.strays.map((hook) => any(ends(hook), ofHook(hook, isOfGroup)));
        return all(...this.hooks.inForce(group).map(ends), ...strays);
    }
}

function endsIn(hook: LifecycleHook, isLong: (seconds: number) => Condition): Condition {
    const seconds = () => heartbeatOf(hook);
    // Reading it says what is missing.
    return isUnknown(seconds) ? ofHook(hook, () => Boolean(seconds())) : isLong(seconds());
}

/** Whether the policy waits for so long. Simple policies take the time of their group; steps have none but their own. */
function cooldown(group: Subject, policy: Subject): (seconds: number) => Condition {
    const { props } = policy;
    const own = () => at(props, "cooldown");
    const takesDefault = () => own() === undefined && (props.policyType ?? "SimpleScaling") === "SimpleScaling";
    return (seconds) =>
        any(
            of(policy, () => Number(own()) >= seconds),
            all(of(policy, takesDefault), () => Number(group.props.defaultCooldown ?? DEFAULT_COOLDOWN) >= seconds),
        );
}
