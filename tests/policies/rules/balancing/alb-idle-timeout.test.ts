import * as assert from "node:assert/strict";
import { albIdleTimeout as rule } from "../../../../policies/rules/balancing/alb-idle-timeout";
import { fixResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const balancer = (props: object, type = "aws:lb/loadBalancer:LoadBalancer") => ({ type, props });
const refused = (props: object, seconds = 300, type?: string) => ({
    resources: [balancer(props, type)],
    says: [`The load balancer "main" must keep idle connections for at least ${seconds} seconds.`],
    isFixed: true,
});
const limit = (minSeconds: number) => ({ parameters: { minSeconds } });

describeRule(
    rule,
    {
        pass: {
            "the shortest timeout": { resources: [balancer({ loadBalancerType: "application", idleTimeout: 300 })] },
            "a longer timeout": { resources: [balancer({ idleTimeout: 301 })] },
            "the default of AWS where it is allowed": { resources: [balancer({})], ...limit(60) },
        },
        fail: {
            "the default of AWS": refused({}),
            "a timeout below the limit": refused({ idleTimeout: 299 }),
            "the default of AWS below another limit": { ...refused({}, 61), ...limit(61) },
            "a timeout below another limit": { ...refused({ idleTimeout: 899 }, 900), ...limit(900) },
            "the older token": refused({}, 300, "aws:alb/loadBalancer:LoadBalancer"),
        },
        unknown: {
            "a timeout that is not known yet": {
                resources: [balancer({ idleTimeout: unknown })],
                waitsFor: [['load balancer "main"', "idleTimeout"]],
            },
            "a type that is not known yet": {
                resources: [balancer({ loadBalancerType: unknown, idleTimeout: 60 })],
                waitsFor: [['load balancer "main"', "loadBalancerType"]],
            },
        },
        notApplicable: {
            "network load balancers": { resources: [balancer({ loadBalancerType: "network", idleTimeout: 60 })] },
            "other resources": { resources: [{ type: "aws:elb/loadBalancer:LoadBalancer" }] },
        },
    },
    () => {
        it("sets the shortest timeout that is allowed, and shortens none", async () => {
            assert.deepEqual(await fixResource(rule, balancer({ idleTimeout: 60 })), { idleTimeout: 300 });
            assert.deepEqual(await fixResource(rule, balancer({}), limit(900)), { idleTimeout: 900 });
            assert.equal(await fixResource(rule, balancer({ idleTimeout: 900 })), undefined);
            assert.equal(await fixResource(rule, balancer({ idleTimeout: unknown })), undefined);
            assert.equal(await fixResource(rule, balancer({ loadBalancerType: "network" })), undefined);
        });
    },
);
