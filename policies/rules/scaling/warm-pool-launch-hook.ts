import { any, not } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, isSet, isTrue } from "../../properties";
import { holdsStarters, LifecycleHooks } from "../../relations/lifecycle-hooks";
import { ScalingNotices } from "../../relations/scaling-notices";

/** P11. A server that is still being set up must not be stopped, nor one that went back be found by its name. */
export const warmPoolLaunchHook = defineRule<object>({
    id: "P11",
    name: "warm-pool-launch-hook",
    area: "scaling",
    description:
        "Groups with a warm pool must wait for the set-up of a server, and tell when one goes back to the pool.",
    severity: "high",
    equivalents: [],
    why: "Without a launching hook the pool stops a server in the middle of its set-up, and the broken one is what a peak gets.",
    remediation:
        "Add a hook on autoscaling:EC2_INSTANCE_LAUNCHING that the server completes when it is ready, and publish the terminate notices of groups that reuse servers.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/warm-pool-instance-lifecycle.html",
    messages: {
        hook: "The {label} must hold launching servers with a hook because it has a warm pool.",
        notices:
            "The {label} must publish its terminate notices to the topic of the DNS function because its servers go back to a warm pool.",
    },
    parameters: {},
    stack: {
        kinds: ["Auto Scaling group"],
        check(stack, _, findings) {
            const holdStarters = new LifecycleHooks(stack).have((hook) => () => holdsStarters(hook));
            const notices = new ScalingNotices(stack);
            const tellDns = notices.reachDns("autoscaling:EC2_INSTANCE_TERMINATE");
            return (group) => {
                const { props } = group;
                if (!isSet(() => props.warmPool)) return findings.notApplicable("No group has a warm pool.");
                // What is not known yet may turn out to be none.
                const isCold = () => at(props, "warmPool") === undefined;
                findings.require(group, "hook", any(isCold, holdStarters(group)));
                const reuses = () => isTrue(at(props, "warmPool", "instanceReusePolicy", "reuseOnScaleIn"));
                const isNamed = notices.nameServersOf(group);
                findings.require(group, "notices", any(not(reuses), not(isNamed), tellDns(group)));
            };
        },
    },
});
