import * as assert from "node:assert/strict";
import { LoadBalancer, type LoadBalancerArgs } from "../../../infra/balancing/load-balancer";
import { targetsOf } from "../../../infra/config/targets";
import { configWith, tagsOf } from "../../support/config";
import { counts, modes, only, run, UNKNOWN } from "../../support/program";

const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";

function balancer(more: Partial<LoadBalancerArgs> = {}): LoadBalancer {
    const config = configWith();
    return new LoadBalancer("alb", {
        listeners: config.listeners,
        targets: targetsOf(config),
        vpcId: "vpc-1",
        subnetIds: ["subnet-1", "subnet-2"],
        securityGroupId: "sg-1",
        scheme: "internet-facing",
        ipAddressType: "ipv4",
        moreCertificateArns: [],
        certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
        idleTimeoutSeconds: 300,
        deletionProtection: false,
        tagsOf,
        ...more,
    });
}

describe("LoadBalancer", () => {
    for (const { mode, preview } of modes) {
        it(`has the five listeners, two query rules and two target groups of ant-media (${mode})`, async () => {
            const { resources } = await run(() => balancer(), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:balancing:LoadBalancer": 1,
                "aws:lb/loadBalancer:LoadBalancer": 1,
                [TARGET_GROUP]: 2,
                [LISTENER]: 5,
                [RULE]: 2,
            });
            const { tags, ...inputs } = only(resources, "aws:lb/loadBalancer:LoadBalancer").inputs;
            assert.equal(tags["media:role"], "lb");
            assert.deepEqual(inputs, {
                loadBalancerType: "application",
                internal: false,
                ipAddressType: "ipv4",
                subnets: ["subnet-1", "subnet-2"],
                securityGroups: ["sg-1"],
                idleTimeout: 300,
                dropInvalidHeaderFields: true,
                desyncMitigationMode: "defensive",
                enableDeletionProtection: false,
            });
        });

        it(`sends plain ports to their TLS ports for good (${mode})`, async () => {
            const { resources } = await run(() => balancer(), { preview });

            for (const [plain, secure] of [
                [80, "443"],
                [5080, "5443"],
            ]) {
                const { protocol, sslPolicy, certificateArn, defaultActions } = only(
                    resources,
                    LISTENER,
                    `alb-${plain}`,
                ).inputs;
                assert.deepEqual([protocol, sslPolicy, certificateArn], ["HTTP", undefined, undefined]);
                const redirect = { port: secure, protocol: "HTTPS", statusCode: "HTTP_301" };
                assert.deepEqual(defaultActions, [{ type: "redirect", redirect }]);
            }
        });

        it(`speaks TLS 1.2 or later on 443 and 4444 to origin, on 5443 to edge (${mode})`, async () => {
            const { resources } = await run(() => balancer(), { preview });

            for (const [port, group] of [
                [443, "origin"],
                [4444, "origin"],
                [5443, "edge"],
            ]) {
                const listener = only(resources, LISTENER, `alb-${port}`);
                const { protocol, sslPolicy, certificateArn, defaultActions } = listener.inputs;
                assert.equal(protocol, "HTTPS");
                assert.equal(sslPolicy, "ELBSecurityPolicy-TLS13-1-2-2021-06");
                assert.equal(certificateArn, "arn:aws:acm:us-east-1:123456789012:certificate/1");
                assert.equal(defaultActions[0].type, "forward");
                assert.ok(listener.dependsOn.includes(`alb-${group}-5080`), `${port} leads to ${listener.dependsOn}`);
                if (preview) assert.equal(defaultActions[0].targetGroupArn, UNKNOWN);
            }
        });

        it(`lets the query string choose the tier on 443 (${mode})`, async () => {
            const { resources } = await run(() => balancer(), { preview });

            for (const [target, priority] of [
                ["origin", 1],
                ["edge", 2],
            ]) {
                const rule = only(resources, RULE, `alb-443-rule-${priority}`);
                assert.equal(rule.inputs.priority, priority);
                assert.deepEqual(rule.inputs.conditions, [{ queryStrings: [{ key: "target", value: target }] }]);
                assert.ok(rule.dependsOn.includes("alb-443"));
                assert.ok(rule.dependsOn.includes(`alb-${target}-5080`));
            }
        });

        it(`asks every node for its status page, and keeps origin clients by cookie (${mode})`, async () => {
            const { resources } = await run(() => balancer(), { preview });

            const common = {
                vpcId: "vpc-1",
                port: 5080,
                protocol: "HTTP",
                targetType: "instance",
                loadBalancingAlgorithmType: "least_outstanding_requests",
                deregistrationDelay: 300,
                healthCheck: {
                    enabled: true,
                    path: "/no-auth/status",
                    matcher: "200",
                    protocol: "HTTP",
                    port: "traffic-port",
                    interval: 30,
                    timeout: 5,
                    healthyThreshold: 3,
                    unhealthyThreshold: 5,
                },
            };
            const { tags: originTags, ...origin } = only(resources, TARGET_GROUP, "alb-origin-5080").inputs;
            const { tags: edgeTags, ...edge } = only(resources, TARGET_GROUP, "alb-edge-5080").inputs;
            const stickiness = { type: "lb_cookie", enabled: true, cookieDuration: 30 };
            assert.deepEqual(origin, { ...common, namePrefix: "origi-", stickiness });
            assert.deepEqual(edge, {
                ...common,
                namePrefix: "edge-",
                stickiness: { type: "lb_cookie", enabled: false },
            });
            assert.deepEqual([originTags["media:role"], edgeTags["media:role"]], ["origin", "edge"]);
        });
    }

    it("writes access logs under its own name, and is protected, where asked", async () => {
        const args = { accessLogBucket: "logs", deletionProtection: true };
        const { resources } = await run(() => balancer(args), { preview: true });

        const { accessLogs, connectionLogs, enableDeletionProtection } = only(
            resources,
            "aws:lb/loadBalancer:LoadBalancer",
        ).inputs;
        assert.deepEqual(accessLogs, { enabled: true, bucket: "logs", prefix: "alb" });
        assert.deepEqual(connectionLogs, { enabled: true, bucket: "logs", prefix: "alb-connections" });
        assert.equal(enableDeletionProtection, true);
    });

    it("takes the priority of a rule from the file, else from its place", async () => {
        const query = (value: string) => ({ key: "target", value });
        const { listeners } = configWith({
            listeners: [
                {
                    port: 443,
                    protocol: "HTTPS",
                    to: "origin",
                    rules: [
                        { priority: 20, query: query("edge"), to: "edge" },
                        { query: query("origin"), to: "origin" },
                    ],
                },
            ],
        });
        const { resources } = await run(() => balancer({ listeners }), { preview: true });

        const places = resources.filter(({ type }) => type === RULE);
        assert.deepEqual(
            places
                .map(({ name, inputs }) => [name, inputs.priority, inputs.conditions[0].queryStrings[0].value])
                .sort(),
            [
                ["alb-443-rule-2", 2, "origin"],
                ["alb-443-rule-20", 20, "edge"],
            ],
        );
    });

    it("checks nodes by the protocol and port of their status page", async () => {
        const targets = targetsOf(configWith({ groups: { edge: { health: { protocol: "HTTPS", port: 5443 } } } }));
        const { listeners } = configWith();
        const on5080 = listeners.map((listener) => ({ ...listener, targetPort: 5080 }));
        const { resources } = await run(() => balancer({ targets, listeners: on5080 }), { preview: true });

        const { healthCheck } = only(resources, TARGET_GROUP, "alb-edge-5080").inputs;
        assert.deepEqual([healthCheck.protocol, healthCheck.port], ["HTTPS", "5443"]);
    });

    it("makes a target group for each port and protocol of a group, and names them to the group", async () => {
        const { listeners } = configWith({
            listeners: [
                { port: 443, protocol: "HTTPS", to: "origin", targetPort: 5443, targetProtocol: "HTTPS" },
                { port: 8443, protocol: "HTTPS", to: "origin" },
                { port: 4444, protocol: "HTTPS", to: "origin" },
            ],
        });
        const { resources, result } = await run(() => balancer({ listeners }), { preview: false });

        assert.deepEqual(
            resources
                .filter(({ type }) => type === TARGET_GROUP)
                .map(({ name }) => name)
                .sort(),
            ["alb-origin-5080", "alb-origin-5443"],
        );
        assert.deepEqual(
            result.targetGroupsOf("origin").map(({ name, port }) => [name, port]),
            [
                ["alb-origin-5443", 5443],
                ["alb-origin-5080", 5080],
            ],
        );
        assert.deepEqual(result.targetGroupsOf("edge"), []);
    });

    it("matches by host, path, header and source, and divides by shares", async () => {
        const { listeners } = configWith({
            groups: {
                blue: { ...scaled, role: "edge" },
                green: { ...scaled, role: "edge" },
            },
            listeners: [
                {
                    port: 443,
                    protocol: "HTTPS",
                    weights: { blue: 90, green: 10 },
                    rules: [
                        { host: ["origin.example.com"], to: "origin" },
                        { path: ["/live/*"], source: ["203.0.113.0/24"], weights: { blue: 0, green: 1 } },
                    ],
                },
            ],
        });
        const config = configWith({
            groups: { blue: { ...scaled, role: "edge" }, green: { ...scaled, role: "edge" } },
        });
        const { resources } = await run(() => balancer({ listeners, targets: targetsOf(config) }), { preview: false });

        const arn = (name: string) =>
            only(resources, LISTENER, "alb-443").inputs.defaultActions[0].forward.targetGroups[name];
        assert.deepEqual([arn("0").weight, arn("1").weight], [90, 10]);
        assert.notEqual(arn("0").arn, arn("1").arn);
        const rules = resources.filter(({ type }) => type === RULE).map(({ inputs }) => inputs);
        assert.deepEqual(
            rules.map(({ priority, conditions }) => [priority, conditions]),
            [
                [1, [{ hostHeader: { values: ["origin.example.com"] } }]],
                [2, [{ pathPattern: { values: ["/live/*"] } }, { sourceIp: { values: ["203.0.113.0/24"] } }]],
            ],
        );
        assert.deepEqual(
            rules[1].actions.map((action: { type: string; forward: { targetGroups: { weight: number }[] } }) => [
                action.type,
                action.forward.targetGroups.map(({ weight }) => weight),
            ]),
            [["forward", [0, 1]]],
        );
        assert.deepEqual(
            resources.filter(({ type }) => type === TARGET_GROUP).map(({ name }) => name),
            ["alb-blue-5080", "alb-green-5080", "alb-origin-5080"],
        );
    });

    it("keeps clients with a share before it keeps them with a node", async () => {
        const sticky = (stickySeconds: number) => ({
            ...scaled,
            role: "edge",
            balancing: { ...scaled.balancing, stickySeconds },
        });
        const config = configWith({
            groups: { blue: sticky(30), green: sticky(600) },
            listeners: [
                { port: 443, protocol: "HTTPS", weights: { blue: 1, green: 1 } },
                { port: 5443, protocol: "HTTPS", to: "blue" },
            ],
        });
        const args = { listeners: config.listeners, targets: targetsOf(config) };
        const { resources } = await run(() => balancer(args), { preview: true });

        const [shared, single] = ["alb-443", "alb-5443"].map(
            (name) => only(resources, LISTENER, name).inputs.defaultActions[0],
        );
        assert.deepEqual(shared.forward.stickiness, { enabled: true, duration: 600 });
        assert.equal(single.forward, undefined);
    });

    it("has private addresses, or IPv6 ones too, where asked", async () => {
        const args = { scheme: "internal", ipAddressType: "dualstack" } as const;
        const { resources } = await run(() => balancer(args), { preview: true });

        const { internal, ipAddressType } = only(resources, "aws:lb/loadBalancer:LoadBalancer").inputs;
        assert.deepEqual([internal, ipAddressType], [true, "dualstack"]);
    });

    it("shows further certificates on each TLS listener, under names that stay when others come", async () => {
        const arns = ["a1", "b2"].map((id) => `arn:aws:acm:us-east-1:123456789012:certificate/${id}`);
        const { resources } = await run(() => balancer({ moreCertificateArns: arns }), { preview: false });

        const found = resources.filter(({ type }) => type === "aws:lb/listenerCertificate:ListenerCertificate");
        assert.deepEqual(
            found.map(({ name }) => name).sort(),
            ["443", "4444", "5443"].flatMap((port) => [`alb-${port}-certificate-a1`, `alb-${port}-certificate-b2`]),
        );
        const second = found.find(({ name }) => name === "alb-443-certificate-b2");
        assert.equal(second?.inputs.certificateArn, arns[1]);
        assert.ok(second?.dependsOn.includes("alb-443"));
    });

    it("lets new nodes begin slowly where asked", async () => {
        const balancing = { algorithm: "round_robin", slowStartSeconds: 60 };
        const targets = targetsOf(configWith({ groups: { edge: { balancing } } }));
        const { resources } = await run(() => balancer({ targets }), { preview: true });

        const [edge, origin] = ["edge", "origin"].map(
            (name) => only(resources, TARGET_GROUP, `alb-${name}-5080`).inputs,
        );
        assert.deepEqual([edge.slowStart, edge.loadBalancingAlgorithmType], [60, "round_robin"]);
        assert.equal(origin.slowStart, undefined);
    });

    it("asks in the protocol of requests on their port, also TLS up to the node", async () => {
        const config = configWith({
            listeners: [{ port: 443, protocol: "HTTPS", to: "edge", targetPort: 5080, targetProtocol: "HTTPS" }],
        });
        const args = { listeners: config.listeners, targets: targetsOf(config) };
        const { resources } = await run(() => balancer(args), { preview: true });

        const { protocol, healthCheck } = only(resources, TARGET_GROUP, "alb-edge-5080").inputs;
        assert.deepEqual([protocol, healthCheck.protocol, healthCheck.port], ["HTTPS", "HTTPS", "traffic-port"]);
    });

    it("asks on the port of the requests where the health page has none of its own", async () => {
        const health = {
            path: "/no-auth/status",
            matcher: 200,
            intervalSeconds: 15,
            timeoutSeconds: 5,
            healthyThreshold: 5,
            unhealthyThreshold: 2,
        } as const;
        const balancing = { algorithm: "round_robin", deregistrationSeconds: 300 } as const;
        const targets = { old: { name: "old", kind: "hosts", role: "web", health, balancing } } as const;
        const { listeners } = configWith({
            listeners: [{ port: 12080, protocol: "HTTP", to: "edge", targetPort: 12080 }],
        });
        const toHosts = listeners.map((listener) => ({ ...listener, to: "old" }));
        const { resources } = await run(() => balancer({ listeners: toHosts, targets }), { preview: true });

        const { healthCheck, port, namePrefix, tags } = only(resources, TARGET_GROUP, "alb-old-12080").inputs;
        assert.deepEqual([healthCheck.port, healthCheck.protocol], ["traffic-port", "HTTP"]);
        assert.deepEqual(
            [healthCheck.interval, healthCheck.healthyThreshold, healthCheck.unhealthyThreshold],
            [15, 5, 2],
        );
        assert.deepEqual([port, namePrefix, tags["media:role"]], [12080, "old-", "web"]);
    });
});

const scaled = {
    cpuTarget: 60,
    size: { min: 1, desired: 1, max: 5 },
    balancing: { algorithm: "round_robin", deregistrationSeconds: 300 },
};
