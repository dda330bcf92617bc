import { instanceRefreshPreferences as rule } from "../../../../policies/rules/scaling/instance-refresh-preferences";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const good = { minHealthyPercentage: 90, skipMatching: true };
const type = "aws:autoscaling/group:Group";
const group = (instanceRefresh: unknown) => ({ type, props: { instanceRefresh } });
const refreshed = (preferences: unknown) => ({ resources: [group({ strategy: "Rolling", preferences })] });
const refused = (preferences: unknown) => ({
    ...refreshed(preferences),
    says: [
        'The instance refresh of the Auto Scaling group "main" must keep capacity and must not rely on automatic rollback.',
    ],
});
const waits = (cause: string) => [['Auto Scaling group "main"', cause] as const];
const at = (minHealthyPercentage: number) => ({ parameters: { minHealthyPercentage } });

describeRule(rule, {
    pass: {
        "nine tenths that stay, and no replacement without a change": refreshed(good),
        "the share that the provider takes": refreshed({ skipMatching: true }),
        "more than the share": refreshed({ ...good, minHealthyPercentage: 100 }),
        "a rollback by hand": refreshed({ ...good, autoRollback: false }),
        "truth in text": refreshed({ ...good, skipMatching: "true" }),
        "the share of the configuration": { ...refreshed({ ...good, minHealthyPercentage: 50 }), ...at(50) },
    },
    fail: {
        "automatic rollback": refused({ ...good, autoRollback: true }),
        "automatic rollback in text": refused({ ...good, autoRollback: "true" }),
        "a share that is too small": refused({ ...good, minHealthyPercentage: 89 }),
        "a share of nothing": refused({ ...good, minHealthyPercentage: 0 }),
        "the replacement of servers that match": refused({ ...good, skipMatching: false }),
        "no word about servers that match": refused({ minHealthyPercentage: 90 }),
        "no preferences": { ...refused({}), resources: [group({ strategy: "Rolling" })] },
        "a share below that of the configuration": { ...refused({ ...good, minHealthyPercentage: 49 }), ...at(50) },
        "the share that the provider takes, where more is wanted": { ...refused({ skipMatching: true }), ...at(91) },
        "a rollback, whatever the share turns out to be": refused({
            autoRollback: true,
            minHealthyPercentage: unknown,
        }),
    },
    unknown: {
        "a refresh of which nothing is known": {
            resources: [group(unknown)],
            waitsFor: waits("instanceRefresh"),
        },
        "the rollback": {
            ...refreshed({ ...good, autoRollback: unknown }),
            waitsFor: waits("instanceRefresh.preferences.autoRollback"),
        },
        "the share": {
            ...refreshed({ ...good, minHealthyPercentage: unknown }),
            waitsFor: waits("instanceRefresh.preferences.minHealthyPercentage"),
        },
        "what happens to servers that match": {
            ...refreshed({ ...good, skipMatching: unknown }),
            waitsFor: waits("instanceRefresh.preferences.skipMatching"),
        },
    },
    notApplicable: {
        "groups that are never refreshed": { resources: [{ type, props: {} }] },
        "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc" }] },
    },
});
