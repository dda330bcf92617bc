import { all } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, isSet, isTrue } from "../../properties";

/** What the provider takes when the program names no share, in percent. */
const DEFAULT_PERCENTAGE = 90;

/** P17. A refresh replaces every server of a group while its clients are connected. */
export const instanceRefreshPreferences = defineRule<{ minHealthyPercentage: number }>({
    id: "P17",
    name: "instance-refresh-preferences",
    area: "scaling",
    description: "An instance refresh must keep capacity and replace only what has changed.",
    severity: "medium",
    equivalents: [],
    why: "The provider changes the group before it starts the refresh, so an automatic rollback returns to the very settings that failed; a low share takes servers away at the peak.",
    remediation:
        "Set preferences.skipMatching to true and minHealthyPercentage to 90 or more, and leave out autoRollback; deploy the last good version to go back.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html",
    messages: {
        refresh: "The instance refresh of the {label} must keep capacity and must not rely on automatic rollback.",
    },
    parameters: {
        minHealthyPercentage: {
            type: "integer",
            minimum: 0,
            maximum: 100,
            default: 90,
            description: "Smallest share of the group that stays in service, in percent.",
        },
    },
    resource: {
        kinds: ["Auto Scaling group"],
        check(subject, { minHealthyPercentage }, findings) {
            const { props } = subject;
            if (!isSet(() => props.instanceRefresh)) {
                return findings.notApplicable("The group is never refreshed.");
            }
            const preference = (name: string) => at(props, "instanceRefresh", "preferences", name);
            findings.require(
                subject,
                "refresh",
                all(
                    () => !isTrue(preference("autoRollback")),
                    () => Number(preference("minHealthyPercentage") ?? DEFAULT_PERCENTAGE) >= minHealthyPercentage,
                    () => isTrue(preference("skipMatching")),
                ),
            );
        },
    },
});
