import { albAccessLogs as rule } from "../../../../policies/rules/balancing/alb-access-logs";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const balancer = (props: object, type = "aws:lb/loadBalancer:LoadBalancer") => ({ type, props });
const logs = { enabled: true, bucket: "logs" };
const requests = 'The load balancer "main" must write access logs to a bucket.';
const connections = 'The load balancer "main" must write connection logs to a bucket.';
const refused = (accessLogs: object) => ({ resources: [balancer({ accessLogs })], says: [requests] });
const parameters = { requireConnectionLogs: true };

describeRule(rule, {
    pass: {
        "logs to a bucket": { resources: [balancer({ loadBalancerType: "application", accessLogs: logs })] },
        "a bucket whose name is not known yet": {
            resources: [balancer({ accessLogs: { ...logs, bucket: unknown } }, "aws:alb/loadBalancer:LoadBalancer")],
        },
        "connection logs where they are required": {
            resources: [balancer({ accessLogs: logs, connectionLogs: { enabled: true, bucket: unknown } })],
            parameters,
        },
    },
    fail: {
        "no logs": { resources: [balancer({})], says: [requests] },
        "logs of which nothing is said": refused({}),
        "logs that are switched off": refused({ ...logs, enabled: false }),
        "logs that nobody switched on": refused({ bucket: "logs" }),
        "logs without a bucket": refused({ enabled: true }),
        "logs to a bucket without a name": refused({ ...logs, bucket: "" }),
        "the older token": { ...refused({}), resources: [balancer({}, "aws:alb/loadBalancer:LoadBalancer")] },
        "no connection logs where they are required": {
            resources: [balancer({ accessLogs: logs })],
            parameters,
            says: [connections],
        },
        "connection logs that are switched off": {
            resources: [balancer({ accessLogs: logs, connectionLogs: { ...logs, enabled: false } })],
            parameters,
            says: [connections],
        },
        "neither logs": { resources: [balancer({})], parameters, says: [requests, connections] },
    },
    unknown: {
        "logs that are not known yet": {
            resources: [balancer({ accessLogs: unknown, connectionLogs: unknown })],
            parameters,
            waitsFor: [['load balancer "main"', "accessLogs", "connectionLogs"]],
        },
        "a type that is not known yet": {
            resources: [balancer({ loadBalancerType: unknown })],
            parameters,
            waitsFor: [['load balancer "main"', "loadBalancerType"]],
        },
    },
    notApplicable: {
        "network load balancers": { resources: [balancer({ loadBalancerType: "network" })], parameters },
        "other resources": { resources: [{ type: "aws:elb/loadBalancer:LoadBalancer" }] },
    },
});
