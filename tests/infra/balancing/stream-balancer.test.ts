import * as assert from "node:assert/strict";
import { StreamBalancer, type StreamBalancerArgs } from "../../../infra/balancing/stream-balancer";
import { targetsOf } from "../../../infra/config/targets";
import { configWith, tagsOf } from "../../support/config";
import { counts, modes, only, run } from "../../support/program";

function balancer(more: Partial<StreamBalancerArgs> = {}): StreamBalancer {
    const config = configWith();
    const network = { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"], securityGroupId: "sg-1" };
    return new StreamBalancer("nlb", {
        streams: config.streams,
        targets: targetsOf(config),
        ...network,
        scheme: "internet-facing",
        deletionProtection: true,
        tagsOf,
        ...more,
    });
}

describe("StreamBalancer", () => {
    for (const { mode, preview } of modes) {
        it(`takes RTMP and SRT for the origin group, with a security group from the start (${mode})`, async () => {
            const { resources, result } = await run(() => balancer(), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:balancing:StreamBalancer": 1,
                "aws:lb/loadBalancer:LoadBalancer": 1,
                "aws:lb/targetGroup:TargetGroup": 2,
                "aws:lb/listener:Listener": 2,
            });
            const { tags: _, ...inputs } = only(resources, "aws:lb/loadBalancer:LoadBalancer").inputs;
            assert.deepEqual(inputs, {
                loadBalancerType: "network",
                internal: false,
                subnets: ["subnet-1", "subnet-2"],
                securityGroups: ["sg-1"],
                enableCrossZoneLoadBalancing: true,
                enableDeletionProtection: true,
            });
            for (const [port, protocol] of [
                [1935, "TCP"],
                [4200, "UDP"],
            ]) {
                const listener = only(resources, "aws:lb/listener:Listener", `nlb-${port}`);
                assert.deepEqual([listener.inputs.port, listener.inputs.protocol], [port, protocol]);
                assert.ok(listener.dependsOn.includes(`nlb-${port}`));
            }
            assert.deepEqual(
                result.targetGroupsOf("origin").map(({ name, port }) => [name, port]),
                [
                    ["nlb-1935", 1935],
                    ["nlb-4200", 4200],
                ],
            );
            assert.deepEqual(result.targetGroupsOf("edge"), []);
        });

        it(`asks the status page, because neither RTMP nor SRT answers HTTP (${mode})`, async () => {
            const { resources } = await run(() => balancer(), { preview });

            for (const [port, protocol] of [
                [1935, "TCP"],
                [4200, "UDP"],
            ]) {
                const { tags: _, ...inputs } = only(resources, "aws:lb/targetGroup:TargetGroup", `nlb-${port}`).inputs;
                assert.deepEqual(inputs, {
                    namePrefix: "origi-",
                    vpcId: "vpc-1",
                    port,
                    protocol,
                    targetType: "instance",
                    deregistrationDelay: 300,
                    healthCheck: {
                        enabled: true,
                        path: "/no-auth/status",
                        matcher: "200",
                        protocol: "HTTP",
                        port: "5080",
                        interval: 30,
                        timeout: 5,
                        healthyThreshold: 3,
                        unhealthyThreshold: 3,
                    },
                });
            }
        });
    }

    it("decrypts RTMPS for nodes that speak RTMP, and passes on what is both TCP and UDP", async () => {
        const { streams } = configWith({
            streams: [
                { port: 443, protocol: "TLS", to: "origin", targetPort: 1935 },
                { port: 3478, protocol: "TCP_UDP", to: "origin" },
            ],
        });
        const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
        const { resources } = await run(() => balancer({ streams, certificateArn, scheme: "internal" }), {
            preview: true,
        });

        const named = (type: string) => [443, 3478].map((port) => only(resources, type, `nlb-${port}`));
        const listeners = named("aws:lb/listener:Listener");
        assert.deepEqual(
            listeners.map(({ inputs }) => [inputs.port, inputs.protocol, inputs.sslPolicy, inputs.certificateArn]),
            [
                [443, "TLS", "ELBSecurityPolicy-TLS13-1-2-2021-06", certificateArn],
                [3478, "TCP_UDP", undefined, undefined],
            ],
        );
        const groups = named("aws:lb/targetGroup:TargetGroup");
        assert.deepEqual(
            groups.map(({ inputs }) => [inputs.port, inputs.protocol, inputs.healthCheck.port]),
            [
                [1935, "TCP", "5080"],
                [3478, "TCP_UDP", "5080"],
            ],
        );
        assert.equal(only(resources, "aws:lb/loadBalancer:LoadBalancer").inputs.internal, true);
    });
});
