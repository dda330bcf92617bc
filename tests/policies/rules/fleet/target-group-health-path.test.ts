import * as assert from "node:assert/strict";
import { targetGroupHealthPath as rule } from "../../../../policies/rules/fleet/target-group-health-path";
import { fixResource, type PolicyResource, secret, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const type = "aws:lb/targetGroup:TargetGroup";
const healthCheck = { path: "/no-auth/status", matcher: "200", protocol: "HTTP" };
const good = { protocol: "HTTP", port: 5080, healthCheck };
const ending = "must check the path /no-auth/status over HTTP or HTTPS and accept status 200 only.";
const says = [`The target group "main" ${ending}`];
const label = 'target group "main"';

const targetGroup = (props: object, changes: object = {}): PolicyResource => ({
    type,
    props: { ...good, ...props, healthCheck: { ...healthCheck, ...changes } },
});
const group = (props: object, changes: object = {}) => ({ resources: [targetGroup(props, changes)] });
const plain = (props: object) => ({ resources: [{ type, props }] });
const route53 = (props: object) => ({ resources: [{ type: "aws:route53/healthCheck:HealthCheck", props }] });
const classic = (target: unknown) => ({
    resources: [{ type: "aws:elb/loadBalancer:LoadBalancer", props: { healthCheck: { target } } }],
});
const refusedClassic = (target: unknown) => ({
    ...classic(target),
    says: [`The classic load balancer "main" ${ending}`],
});
const tcp = { protocol: "TCP", port: 1935 };

describeRule(
    rule,
    {
        pass: {
            "HTTP on the group's own port": group({}),
            "HTTP without a protocol of its own": plain({
                ...good,
                healthCheck: { path: "/no-auth/status", matcher: "200" },
            }),
            "HTTPS on a group that speaks HTTPS": group({ protocol: "HTTPS", port: 5443 }, { protocol: "HTTPS" }),
            "the group's own port by name": group({}, { port: "traffic-port" }),
            "protocols in small letters": group({ protocol: "http" }, { protocol: "http" }),
            "a check that is switched on": group({}, { enabled: true }),
            ...Object.fromEntries(
                [80, 5080, 12080].map((port) => [
                    `HTTP port ${port} of a group with another protocol`,
                    group(tcp, { port }),
                ]),
            ),
            ...Object.fromEntries(
                [443, 5443, 12443].map((port) => [`HTTPS port ${port}`, group({}, { port, protocol: "HTTPS" })]),
            ),
            "an HTTP port of a group that speaks HTTPS": group({ protocol: "HTTPS", port: 5443 }, { port: "5080" }),
            "an SRT group asked on the status page's port": group({ protocol: "UDP", port: 4200 }, { port: "5080" }),
            "a matcher that is a number": group({}, { matcher: 200 }),
            "the other name of the type": {
                resources: [{ ...targetGroup({}), type: "aws:alb/targetGroup:TargetGroup" }],
            },
            "the HTTP ports of the configuration": {
                ...group(tcp, { port: "8080" }),
                parameters: { httpPorts: [8080] },
            },
            "the HTTPS ports of the configuration": {
                ...group(tcp, { port: "9443", protocol: "HTTPS" }),
                parameters: { httpsPorts: [9443] },
            },
            "a Route 53 check over HTTP": route53({ type: "HTTP", resourcePath: "/no-auth/status" }),
            "a Route 53 check over HTTPS that searches the page": route53({
                type: "HTTPS_STR_MATCH",
                resourcePath: "/no-auth/status",
            }),
            "a Route 53 check of the page, whatever its type": route53({
                type: unknown,
                resourcePath: "/no-auth/status",
            }),
            "a classic load balancer over HTTP": classic("HTTP:5080/no-auth/status"),
            "a classic load balancer over HTTPS": classic("HTTPS:5443/no-auth/status"),
            "the lowest port of a classic load balancer": classic("HTTP:1/no-auth/status"),
            "the highest port of a classic load balancer": classic("HTTP:65535/no-auth/status"),
        },
        fail: {
            "no health check": { ...plain({ protocol: "HTTP", port: 5080 }), says, isFixed: true },
            "a health check that is switched off": { ...group({}, { enabled: false }), says },
            "the root path": { ...group({}, { path: "/" }), says, isFixed: true },
            "a longer path": { ...group({}, { path: "/no-auth/status/" }), says, isFixed: true },
            "a range of status codes": { ...group({}, { matcher: "200-399" }), says, isFixed: true },
            "no matcher": { ...plain({ ...good, healthCheck: { path: "/no-auth/status" } }), says, isFixed: true },
            "a TCP check": { ...group({}, { protocol: "TCP" }), says, isFixed: true },
            "an HTTPS check of a port that speaks HTTP": { ...group({}, { protocol: "HTTPS" }), says, isFixed: true },
            "an HTTP check of an HTTPS port": { ...group({}, { port: "5443" }), says, isFixed: true },
            "an HTTP check of a group that speaks HTTPS": {
                ...plain({ ...good, protocol: "HTTPS", healthCheck: { path: "/no-auth/status", matcher: "200" } }),
                says,
                isFixed: true,
            },
            "a port that no list names": { ...group({}, { port: "8080" }), says },
            "an RTMP group asked on the media port": { ...group(tcp), says },
            "an RTMP group asked on the media port over the protocol of that port": {
                ...group(tcp, { protocol: "TCP" }),
                says,
            },
            "an SRT group asked on the media port": {
                ...group({ protocol: "UDP", port: 4200 }, { port: "traffic-port" }),
                says,
            },
            "a port that the configuration does not name": {
                ...group({}, { port: "5080" }),
                parameters: { httpPorts: [8080] },
                says,
            },
            "an HTTPS port that the configuration does not name": {
                ...group({}, { port: "5443", protocol: "HTTPS" }),
                parameters: { httpsPorts: [9443] },
                says,
            },
            "a wrong matcher, whatever is not known yet": {
                ...group({ protocol: unknown }, { path: unknown, matcher: "200-499" }),
                says,
            },
            "the root path of a group of instances": {
                ...group({ targetType: "instance" }, { path: "/" }),
                says,
            },
            "a Route 53 check of another page": {
                ...route53({ type: "HTTP", resourcePath: "/" }),
                says: [`The health check "main" ${ending}`],
            },
            "a Route 53 check without a page": {
                ...route53({ type: "HTTPS" }),
                says: [`The health check "main" ${ending}`],
            },
            "a classic load balancer that opens a connection only": refusedClassic("TCP:1935"),
            "a classic load balancer over SSL": refusedClassic("SSL:5443/no-auth/status"),
            "a classic load balancer that asks another page": refusedClassic("HTTP:5080/status"),
            "a classic load balancer that asks a longer path": refusedClassic("HTTP:5080/no-auth/status/"),
            "text before the target of a classic load balancer": refusedClassic("xHTTP:5080/no-auth/status"),
            "a classic load balancer with port 0": refusedClassic("HTTP:0/no-auth/status"),
            "a classic load balancer with a port that does not exist": refusedClassic("HTTP:65536/no-auth/status"),
            "a classic load balancer with a port of six digits": refusedClassic("HTTP:100080/no-auth/status"),
            "a classic load balancer without a port": refusedClassic("HTTP:/no-auth/status"),
            "a classic load balancer without a check": {
                resources: [{ type: "aws:elb/loadBalancer:LoadBalancer", props: {} }],
                says: [`The classic load balancer "main" ${ending}`],
            },
        },
        unknown: {
            "path and port": {
                ...group({}, { path: unknown, port: unknown }),
                waitsFor: [[label, "healthCheck.path", "healthCheck.port"]],
            },
            "a health check": { ...plain({ ...good, healthCheck: unknown }), waitsFor: [[label, "healthCheck"]] },
            "the matcher": { ...group({}, { matcher: unknown }), waitsFor: [[label, "healthCheck.matcher"]] },
            "whether the check is on": {
                ...group({}, { enabled: unknown }),
                waitsFor: [[label, "healthCheck.enabled"]],
            },
            "the protocol of the check": {
                ...group({}, { protocol: unknown }),
                waitsFor: [[label, "healthCheck.protocol"]],
            },
            "the protocol of the group": { ...group({ protocol: unknown }), waitsFor: [[label, "protocol"]] },
            "the type of targets": {
                ...group({ targetType: unknown }, { path: "/" }),
                waitsFor: [[label, "targetType"]],
            },
            "the type of a Route 53 check": {
                ...route53({ type: unknown, resourcePath: "/" }),
                waitsFor: [['health check "main"', "type"]],
            },
            "the page of a Route 53 check": {
                ...route53({ type: "HTTP", resourcePath: unknown }),
                waitsFor: [['health check "main"', "resourcePath"]],
            },
            "the target of a classic load balancer": {
                ...classic(unknown),
                waitsFor: [['classic load balancer "main"', "healthCheck.target"]],
            },
        },
        notApplicable: {
            functions: plain({ targetType: "lambda" }),
            "Route 53 checks that open a connection only": route53({ type: "TCP" }),
            "Route 53 checks of an alarm": route53({ type: "CLOUDWATCH_METRIC" }),
            "other resources": { resources: [{ type: "aws:s3/bucket:Bucket" }] },
        },
    },
    () => {
        it("fixes path, matcher and protocol, and keeps the rest as it is, secrets included", async () => {
            const props = {
                protocol: "HTTPS",
                port: 5443,
                vpcId: unknown,
                tags: secret({ a: "b" }),
                healthCheck: { interval: 15, path: secret("/") },
            };

            const fixed = await fixResource(rule, { type, props });

            assert.deepEqual(fixed, {
                ...props,
                healthCheck: { interval: 15, path: secret("/no-auth/status"), matcher: "200", protocol: "HTTPS" },
            });
        });

        it("creates a health check where there is none, without a protocol that AWS takes anyway", async () => {
            const created = await fixResource(rule, { type, props: { protocol: "HTTP", port: 80 } });

            assert.deepEqual(created, {
                protocol: "HTTP",
                port: 80,
                healthCheck: { path: "/no-auth/status", matcher: "200" },
            });
        });

        it("chooses no port and no protocol for a group that does not speak HTTP", async () => {
            const fixed = await fixResource(rule, targetGroup(tcp, { path: "/", protocol: "TCP" }));

            assert.deepEqual(fixed, targetGroup(tcp, { protocol: "TCP" }).props);
        });

        it("leaves functions, other kinds and what is not known yet alone", async () => {
            const resources = [
                { type, props: { targetType: "lambda" } },
                { type, props: { targetType: unknown, protocol: "HTTP" } },
                { type, props: { ...good, healthCheck: unknown } },
                targetGroup({}, { path: unknown }),
                ...route53({ type: "HTTP", resourcePath: "/" }).resources,
                ...classic("TCP:1935").resources,
            ];
            for (const resource of resources) assert.equal(await fixResource(rule, resource), undefined);
        });

        it("is mandatory when nothing configures it, and takes no exceptions", () => {
            assert.equal(rule.policy.enforcementLevel, "mandatory");
            assert.equal(rule.takesExceptions, false);
        });
    },
);
