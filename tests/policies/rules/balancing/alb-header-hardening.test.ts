import * as assert from "node:assert/strict";
import { albHeaderHardening as rule } from "../../../../policies/rules/balancing/alb-header-hardening";
import { fixResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const balancer = (props: object, type = "aws:lb/loadBalancer:LoadBalancer") => ({ type, props });
const application = { loadBalancerType: "application" };
const hardened = { ...application, dropInvalidHeaderFields: true, desyncMitigationMode: "defensive" };
const refused = (props: object, type?: string) => ({
    resources: [balancer(props, type)],
    says: [
        'The load balancer "main" must drop invalid header fields and keep desync mitigation at defensive or stricter.',
    ],
    isFixed: true,
});

describeRule(
    rule,
    {
        pass: {
            "a hardened balancer": { resources: [balancer(hardened)] },
            "the strictest mode": { resources: [balancer({ ...hardened, desyncMitigationMode: "strictest" })] },
            "the mode that AWS takes when none is given": {
                resources: [balancer({ dropInvalidHeaderFields: true }, "aws:alb/loadBalancer:LoadBalancer")],
            },
        },
        fail: {
            "invalid headers": refused({ ...hardened, dropInvalidHeaderFields: false }),
            "a balancer without a word about headers": refused({}),
            "the monitor mode": refused({ ...hardened, desyncMitigationMode: "monitor" }),
            "the older token": refused(application, "aws:alb/loadBalancer:LoadBalancer"),
            "a mode that lets through, whatever else is not known yet": {
                ...refused({ ...hardened, dropInvalidHeaderFields: unknown, desyncMitigationMode: "monitor" }),
                isFixed: false,
            },
        },
        unknown: {
            "values that are not known yet": {
                resources: [
                    balancer({ ...application, dropInvalidHeaderFields: unknown, desyncMitigationMode: unknown }),
                ],
                waitsFor: [['load balancer "main"', "desyncMitigationMode", "dropInvalidHeaderFields"]],
            },
            "a type that is not known yet": {
                resources: [balancer({ loadBalancerType: unknown })],
                waitsFor: [['load balancer "main"', "loadBalancerType"]],
            },
        },
        notApplicable: {
            "network load balancers": { resources: [balancer({ loadBalancerType: "network" })] },
            "gateway load balancers": { resources: [balancer({ loadBalancerType: "gateway" })] },
            "other resources": { resources: [{ type: "aws:elb/loadBalancer:LoadBalancer" }] },
        },
    },
    () => {
        it("keeps a stricter mode when it fixes, and leaves other balancers alone", async () => {
            const strict = { ...application, desyncMitigationMode: "strictest" };

            const fixed = await fixResource(rule, balancer(strict));

            assert.deepEqual(fixed, { ...strict, dropInvalidHeaderFields: true });
            assert.equal(await fixResource(rule, balancer({ loadBalancerType: "network" })), undefined);
            assert.equal(await fixResource(rule, balancer({ loadBalancerType: unknown })), undefined);
        });

        it("names a mode only where the present one is weak", async () => {
            const fixed = await fixResource(rule, balancer({ ...hardened, desyncMitigationMode: "monitor" }));

            assert.deepEqual(fixed, hardened);
            assert.deepEqual(await fixResource(rule, balancer({})), { dropInvalidHeaderFields: true });
        });
    },
);
