import { warmPoolLimits as rule } from "../../../../policies/rules/scaling/warm-pool-limits";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const bounded = { maxGroupPreparedCapacity: 4 };
const asleep = { ...bounded, poolState: "Hibernated" };
const template = (props: object = {}, name = "template"): PolicyResource => ({
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    name,
    props,
});
const own = (...templates: PolicyResource[]) => ({ launchTemplate: templates });
const mixed = (...templates: PolicyResource[]) => ({ mixedInstancesPolicy: templates });
const group = (warmPool: unknown, props: object = {}, dependsOn: PolicyResource["dependsOn"] = {}): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    props: { warmPool, ...props },
    dependsOn,
});
const starting = { launchTemplate: { id: unknown, version: unknown } };
/** A group with a pool whose servers start from a template. */
const started = (warmPool: unknown, props: object) => {
    const from = template(props);
    return { resources: [from, group(warmPool, starting, own(from))] };
};
const pooled = (warmPool: unknown, props: object = {}) => ({ resources: [group(warmPool, props)] });
const shared = (onDemandPercentageAboveBaseCapacity: unknown) => ({
    mixedInstancesPolicy: { instancesDistribution: { onDemandPercentageAboveBaseCapacity } },
});
const overridden = {
    mixedInstancesPolicy: {
        launchTemplate: {
            launchTemplateSpecification: { launchTemplateId: "lt-1" },
            overrides: [{ launchTemplateSpecification: { launchTemplateName: "spot" } }],
        },
    },
};

const root = (encrypted: unknown) => ({ blockDeviceMappings: [{ deviceName: "/dev/sda1", ebs: { encrypted } }] });
const hibernating = { hibernationOptions: { configured: true }, ...root("true") };
const spot = { instanceMarketOptions: { marketType: "spot" } };
const strict = { allowMixed: false };

const says = (end: string) => [`The warm pool of the Auto Scaling group "main" must ${end}`];
const noLimit = says("have an upper limit.");
const noSpot = says("not be combined with Spot capacity.");
const noMixed = says("not be combined with mixed instances.");
const noSleep = says("hibernate only servers whose template allows it and encrypts the root volume.");
const label = 'Auto Scaling group "main"';
const risky = template(spot, "risky");

describeRule(rule, {
    pass: {
        "a pool with a limit": pooled(bounded),
        "a pool for nothing": pooled({ maxGroupPreparedCapacity: 0 }),
        "mixed On-Demand servers": pooled(bounded, shared(100)),
        "mixed servers that are On-Demand by default": pooled(bounded, shared(null)),
        "mixed servers without a distribution": pooled(bounded, { mixedInstancesPolicy: {} }),
        "one type where types must not be mixed": { ...pooled(bounded), parameters: strict },
        "a template of On-Demand servers": started(bounded, {}),
        "hibernation that the template allows": started(asleep, hibernating),
        "a template that does not matter to stopped servers": started(
            { ...bounded, poolState: "Stopped" },
            root("false"),
        ),
        "hibernation with a template of another stack": pooled(asleep, { launchTemplate: { id: "lt-2" } }),
        "a Spot template of another group": {
            resources: [
                risky,
                template({ id: "lt-1" }),
                group(bounded, { launchTemplate: { id: "lt-1" } }),
                { ...group(null, starting, own(risky)), name: "other" },
            ],
        },
    },
    fail: {
        "no limit": { ...pooled({}), says: noLimit },
        "a limit that was taken away": { ...pooled({ maxGroupPreparedCapacity: -1 }), says: noLimit },
        "Spot beyond the base": { ...pooled(bounded, shared(99)), says: noSpot },
        "nothing but Spot": { ...pooled(bounded, shared(0)), says: noSpot },
        "mixed On-Demand servers where types must not be mixed": {
            ...pooled(bounded, shared(100)),
            parameters: strict,
            says: noMixed,
        },
        "mixed Spot servers where types must not be mixed": {
            ...pooled(bounded, shared(50)),
            parameters: strict,
            says: [...noSpot, ...noMixed],
        },
        "a Spot template": { ...started(bounded, spot), says: noSpot },
        "a Spot template in a mixed group": {
            resources: [risky, group(bounded, { mixedInstancesPolicy: { launchTemplate: unknown } }, mixed(risky))],
            says: noSpot,
        },
        "a Spot template in an override": {
            resources: [
                template({ id: "lt-1" }),
                template({ ...spot, name: "spot" }, "override"),
                group(bounded, overridden),
            ],
            says: noSpot,
        },
        "hibernation that the template forbids": {
            ...started(asleep, { ...hibernating, hibernationOptions: { configured: false } }),
            says: noSleep,
        },
        "hibernation that the template does not mention": { ...started(asleep, root("true")), says: noSleep },
        "hibernation on an open root volume": {
            ...started(asleep, { ...hibernating, ...root("false") }),
            says: noSleep,
        },
        "hibernation on a root volume of the image": {
            ...started(asleep, { hibernationOptions: { configured: true } }),
            says: noSleep,
        },
        "no limit whatever else is not known yet": {
            ...pooled({ poolState: unknown }, { mixedInstancesPolicy: { instancesDistribution: {} } }),
            says: noLimit,
        },
    },
    unknown: {
        "a pool": {
            resources: [risky, group(unknown, { ...starting, ...shared(0) }, own(risky))],
            parameters: strict,
            waitsFor: [
                [label, "warmPool"],
                [label, "warmPool"],
            ],
        },
        "a limit": {
            ...pooled({ maxGroupPreparedCapacity: unknown }),
            waitsFor: [[label, "warmPool.maxGroupPreparedCapacity"]],
        },
        "a share of Spot": {
            ...pooled(bounded, shared(unknown)),
            waitsFor: [[label, "mixedInstancesPolicy.instancesDistribution.onDemandPercentageAboveBaseCapacity"]],
        },
        "whether a template asks for Spot": {
            ...started(bounded, { instanceMarketOptions: unknown }),
            waitsFor: [[label, 'instanceMarketOptions of the launch template "template"']],
        },
        "a template": { ...pooled(bounded, starting), waitsFor: [[label, "launchTemplate.id"]] },
        "whether servers hibernate": {
            ...started({ ...bounded, poolState: unknown }, {}),
            waitsFor: [[label, "warmPool.poolState"]],
        },
        "whether a root volume is encrypted": {
            ...started(asleep, { ...hibernating, ...root(unknown) }),
            waitsFor: [[label, 'blockDeviceMappings.0.ebs.encrypted of the launch template "template"']],
        },
    },
    notApplicable: {
        "groups without a warm pool": { resources: [risky, group(null, { ...starting, ...shared(0) }, own(risky))] },
        "other resources": { resources: [template(spot)] },
    },
});
