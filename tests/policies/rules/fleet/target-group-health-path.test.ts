import * as assert from "node:assert/strict";
import { targetGroupHealthPath as rule } from "../../../../policies/rules/fleet/target-group-health-path";
import { fixResource, judgeResource, secret, unknown } from "../../../support/policy-requests";

const type = "aws:lb/targetGroup:TargetGroup";
const healthCheck = { path: "/no-auth/status", matcher: "200", protocol: "HTTP" };
const good = { protocol: "HTTP", port: 5080, healthCheck };
const text =
    'The target group "main" must check the path /no-auth/status over HTTP or HTTPS and accept status 200 only.';

const group = (props: object, changes: object = {}) => ({
    type,
    props: { ...good, ...props, healthCheck: { ...healthCheck, ...changes } },
});

describe("P01 target-group-health-path", () => {
    const passing = {
        "HTTP on the group's own port": group({}),
        "HTTP without a protocol of its own": {
            type,
            props: { ...good, healthCheck: { path: "/no-auth/status", matcher: "200" } },
        },
        "HTTPS on a group that speaks HTTPS": group({ protocol: "HTTPS", port: 5443 }, { protocol: "HTTPS" }),
        "HTTP port of a group that speaks HTTPS": group({ protocol: "HTTPS", port: 5443 }, { port: "5080" }),
        "HTTPS port": group({}, { port: 5443, protocol: "HTTPS" }),
        "RTMP group asked on the status page's port": group({ protocol: "TCP", port: 1935 }, { port: "5080" }),
        "SRT group asked on the status page's port": group({ protocol: "UDP", port: 4200 }, { port: "5080" }),
        "matcher given as a number": group({}, { matcher: 200 }),
        "other name of the same type": { ...group({}), type: "aws:alb/targetGroup:TargetGroup" },
        "Route 53 check": {
            type: "aws:route53/healthCheck:HealthCheck",
            props: { type: "HTTPS", resourcePath: "/no-auth/status" },
        },
        "classic load balancer": {
            type: "aws:elb/loadBalancer:LoadBalancer",
            props: { healthCheck: { target: "HTTPS:5443/no-auth/status" } },
        },
    };
    for (const [name, resource] of Object.entries(passing)) {
        it(`accepts: ${name}`, async () => {
            assert.deepEqual((await judgeResource(rule, resource)).texts, []);
            assert.equal((await judgeResource(rule, resource)).verdict, "pass");
        });
    }

    const failing = {
        "no health check": { type, props: { protocol: "HTTP", port: 5080 } },
        "health check switched off": group({}, { enabled: false }),
        "root path": group({}, { path: "/" }),
        "longer path": group({}, { path: "/no-auth/status/" }),
        "matcher range": group({}, { matcher: "200-399" }),
        "no matcher": { type, props: { ...good, healthCheck: { path: "/no-auth/status" } } },
        "TCP check": group({}, { protocol: "TCP" }),
        "HTTPS check of a port that speaks HTTP": group({}, { protocol: "HTTPS" }),
        "HTTP check of an HTTPS port": group({}, { port: "5443" }),
        "port that no list names": group({}, { port: "8080" }),
        "RTMP group asked on the media port": group({ protocol: "TCP", port: 1935 }),
        "SRT group asked on the media port": group({ protocol: "UDP", port: 4200 }, { port: "traffic-port" }),
    };
    for (const [name, resource] of Object.entries(failing)) {
        it(`refuses: ${name}`, async () => {
            const { findings } = await judgeResource(rule, resource);

            assert.deepEqual(
                findings.map(({ level, text }) => ({ level, text })),
                [{ level: "mandatory", text }],
            );
        });
    }

    it("names the kind of the other checks", async () => {
        const route53 = { type: "aws:route53/healthCheck:HealthCheck", props: { type: "HTTP", resourcePath: "/" } };
        const classic = { type: "aws:elb/loadBalancer:LoadBalancer", props: { healthCheck: { target: "TCP:1935" } } };
        const ending = "must check the path /no-auth/status over HTTP or HTTPS and accept status 200 only.";

        assert.deepEqual((await judgeResource(rule, route53)).texts, [`The health check "main" ${ending}`]);
        assert.deepEqual((await judgeResource(rule, classic)).texts, [`The classic load balancer "main" ${ending}`]);
    });

    it("does not apply to functions, checks without a page and other resources", async () => {
        const resources = [
            { type, props: { targetType: "lambda" } },
            { type: "aws:route53/healthCheck:HealthCheck", props: { type: "TCP" } },
            { type: "aws:s3/bucket:Bucket" },
        ];
        for (const resource of resources) {
            assert.equal((await judgeResource(rule, resource)).verdict, "not applicable");
        }
    });

    it("says which value it waits for", async () => {
        const { verdict, texts } = await judgeResource(rule, group({}, { path: unknown, port: unknown }));

        assert.equal(verdict, "unknown");
        const causes = "healthCheck.path and healthCheck.port have values";
        assert.deepEqual(texts, [`Not yet known: the target group "main" can be judged once ${causes}.`]);
    });

    it("reports what is known to be wrong, whatever is not known yet", async () => {
        const resource = group({ protocol: unknown }, { path: unknown, matcher: "200-499" });

        assert.deepEqual((await judgeResource(rule, resource)).texts, [text]);
    });

    it("takes the ports of its configuration", async () => {
        const parameters = { httpPorts: [8080] };
        const changed = await judgeResource(rule, group({}, { port: "8080" }), { parameters });
        const former = await judgeResource(rule, group({}, { port: "5080" }), { parameters });

        assert.equal(changed.verdict, "pass");
        assert.deepEqual(former.texts, [text]);
    });

    it("fixes path, matcher and protocol, and keeps the rest as it is, secrets included", async () => {
        const broken = {
            type,
            props: {
                protocol: "HTTPS",
                port: 5443,
                vpcId: unknown,
                tags: secret({ a: "b" }),
                healthCheck: { interval: 15, path: secret("/") },
            },
        };

        const fixed = await fixResource(rule, broken);

        assert.deepEqual(fixed, {
            ...broken.props,
            healthCheck: { interval: 15, path: secret("/no-auth/status"), matcher: "200", protocol: "HTTPS" },
        });
        assert.equal((await judgeResource(rule, { type, props: fixed ?? {} })).verdict, "pass");
    });

    it("creates a health check where there is none, and leaves good ones, functions and unknown values alone", async () => {
        const created = await fixResource(rule, { type, props: { protocol: "HTTP", port: 80 } });

        assert.deepEqual(created, {
            protocol: "HTTP",
            port: 80,
            healthCheck: { path: "/no-auth/status", matcher: "200" },
        });
        assert.equal(await fixResource(rule, group({})), undefined);
        assert.equal(await fixResource(rule, { type, props: { targetType: "lambda" } }), undefined);
        assert.equal(await fixResource(rule, { type, props: { ...good, healthCheck: unknown } }), undefined);
    });
});
