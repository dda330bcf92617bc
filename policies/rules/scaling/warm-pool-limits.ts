import { all, any, type Condition, not, of } from "../../condition";
import { defineRule } from "../../define-rule";
import { declaredVolumes } from "../../parse/volumes";
import { at, isSet, isTrue, type Properties } from "../../properties";
import { launchTemplatesOf } from "../../relations/launch-templates";
import type { Subject } from "../../subject";

/** P12. A warm pool fills up to the maximum of its group, and takes no servers that AWS may take back. */
export const warmPoolLimits = defineRule<{ allowMixed: boolean }>({
    id: "P12",
    name: "warm-pool-limits",
    area: "scaling",
    description: "Warm pools must be bounded, and hold only servers that can be stopped and started again.",
    severity: "medium",
    equivalents: [],
    why: "Without a limit the pool prepares every server up to the maximum of the group, and AWS refuses pools of Spot servers.",
    remediation:
        "Set warmPool.maxGroupPreparedCapacity, use On-Demand capacity only, and allow hibernation in the launch template of pools that hibernate.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html",
    messages: {
        limit: "The warm pool of the {label} must have an upper limit.",
        spot: "The warm pool of the {label} must not be combined with Spot capacity.",
        mixed: "The warm pool of the {label} must not be combined with mixed instances.",
        hibernation:
            "The warm pool of the {label} must hibernate only servers whose template allows it and encrypts the root volume.",
    },
    parameters: {
        allowMixed: {
            type: "boolean",
            default: true,
            description: "Whether groups with a warm pool may mix On-Demand instances of several types.",
        },
    },
    resource: {
        kinds: ["Auto Scaling group"],
        check(group, { allowMixed }, findings) {
            const { props } = group;
            if (!isSet(() => props.warmPool)) return findings.notApplicable("The group has no warm pool.");
            const pool = () => at(props, "warmPool");
            const isCold = () => pool() === undefined;
            const mixed = () => at(props, "mixedInstancesPolicy");
            const isBounded = () => Number(at(pool(), "maxGroupPreparedCapacity")) >= 0;
            findings.require(group, "limit", any(isCold, isBounded));
            findings.require(
                group,
                "spot",
                any(isCold, () => onDemandShare(mixed()) >= 100),
            );
            if (!allowMixed)
                findings.require(
                    group,
                    "mixed",
                    any(isCold, () => mixed() === undefined),
                );
        },
    },
    stack: {
        kinds: ["Auto Scaling group"],
        check: (stack, _, findings) => (group) => {
            const { props } = group;
            if (!isSet(() => props.warmPool)) return findings.notApplicable("No group has a warm pool.");
            const isCold = () => at(props, "warmPool") === undefined;
            const areAll = (condition: (template: Subject) => Condition) => () =>
                all(...launchTemplatesOf(stack, group).map((template) => of(template, condition(template))))();
            findings.require(
                group,
                "spot",
                any(
                    isCold,
                    areAll(
                        ({ props }) =>
                            () =>
                                isOnDemand(props),
                    ),
                ),
            );
            const hibernates = () => at(props, "warmPool", "poolState") === "Hibernated";
            findings.require(group, "hibernation", any(not(hibernates), areAll(canHibernate)));
        },
    },
});

/** Share of On-Demand servers beyond the base of a mixed group, in percent: all, unless the group says otherwise. */
function onDemandShare(mixed: unknown): number {
    return Number(at(mixed, "instancesDistribution", "onDemandPercentageAboveBaseCapacity") ?? 100);
}

function isOnDemand(template: Properties): boolean {
    return at(template, "instanceMarketOptions") === undefined;
}

/** The memory of a server that hibernates is written to its root volume. */
function canHibernate(template: Subject): Condition {
    return all(
        () => isTrue(at(template.props, "hibernationOptions", "configured")),
        () => isTrue(declaredVolumes(template).root?.encrypted()),
    );
}
