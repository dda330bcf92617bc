import * as assert from "node:assert/strict";
import { balancerDeletionProtection as rule } from "../../../../policies/rules/balancing/balancer-deletion-protection";
import { fixResource, type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const balancer = (props: object, options: PolicyResource["options"] = {}): PolicyResource => ({
    type: "aws:lb/loadBalancer:LoadBalancer",
    props,
    options,
});
const unprotected = (resource: PolicyResource) => ({
    resources: [resource],
    says: ['The load balancer "main" must be protected from deletion in production stacks.'],
    isFixed: true,
});
const development = { parameters: { expected: false } };
const deletable = { ...development, says: ['The load balancer "main" must be deletable in development stacks.'] };

describeRule(
    rule,
    {
        pass: {
            "a protected balancer": { resources: [balancer({ enableDeletionProtection: true })] },
            "a protected network load balancer": {
                resources: [balancer({ loadBalancerType: "network", enableDeletionProtection: true })],
            },
            "no protection in development": { ...development, resources: [balancer({})] },
            "protection that is switched off in development": {
                ...development,
                resources: [balancer({ enableDeletionProtection: false })],
            },
        },
        fail: {
            "no protection": unprotected(balancer({})),
            "protection that is switched off": unprotected(balancer({ enableDeletionProtection: false })),
            "a network load balancer without protection": unprotected(balancer({ loadBalancerType: "network" })),
            "protection by the engine alone": unprotected(balancer({}, { protect: true })),
            "the older token": unprotected({ ...balancer({}), type: "aws:alb/loadBalancer:LoadBalancer" }),
            "protection in development": {
                ...deletable,
                resources: [balancer({ enableDeletionProtection: true })],
                isFixed: true,
            },
            "protection by the engine in development": {
                ...deletable,
                resources: [balancer({}, { protect: true })],
            },
            "protection by the engine in development, whatever is not known yet": {
                ...deletable,
                resources: [balancer({ enableDeletionProtection: unknown }, { protect: true })],
            },
        },
        unknown: {
            "protection that is not known yet": {
                resources: [balancer({ enableDeletionProtection: unknown })],
                waitsFor: [['load balancer "main"', "enableDeletionProtection"]],
            },
            "protection that is not known yet in development": {
                ...development,
                resources: [balancer({ enableDeletionProtection: unknown })],
                waitsFor: [['load balancer "main"', "enableDeletionProtection"]],
            },
        },
        notApplicable: { "other resources": { resources: [{ type: "aws:lb/targetGroup:TargetGroup" }] } },
    },
    () => {
        it("changes nothing in development when there is no protection to lift", async () => {
            const settings = { parameters: { expected: false } };

            assert.equal(await fixResource(rule, balancer({}), settings), undefined);
            assert.deepEqual(await fixResource(rule, balancer({ enableDeletionProtection: true }), settings), {
                enableDeletionProtection: false,
            });
        });
    },
);
