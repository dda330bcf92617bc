import * as assert from "node:assert/strict";
import { bootText, chosen, examplePlan, inputsOf, listenersOf, ofType, type Plan, short } from "../support/plan";
import { modes, type Registration } from "../support/program";

/** What all systems have in common, whatever else they are. */

const examples = [
    "streaming-backend",
    "codestream-plain",
    "codestream-tls",
    "media-pool",
    "ant-media",
    "ant-media-vendor",
    "web-app",
];

const GROUP_EVENTS = [
    "autoscaling:EC2_INSTANCE_LAUNCH",
    "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
    "autoscaling:EC2_INSTANCE_TERMINATE",
    "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
];

/** Ports that nobody but operators and nodes may reach. */
const closed = [22, 3389, 5000, 27017];

for (const { mode, preview } of modes) {
    for (const example of examples) {
        describe(`Every system: ${example} (${mode})`, () => {
            let plan: Plan;
            before(async () => {
                plan = await examplePlan(example, { preview });
            });

            it("hardens its ALB, keeps WebSockets, and lets itself be removed", () => {
                const keys = [
                    "dropInvalidHeaderFields",
                    "desyncMitigationMode",
                    "idleTimeout",
                    "enableDeletionProtection",
                    "accessLogs",
                ];
                const { alb = undefined } = inputsOf(plan, "balancer", keys);
                const expected = {
                    dropInvalidHeaderFields: true,
                    desyncMitigationMode: "defensive",
                    idleTimeout: 300,
                    enableDeletionProtection: false,
                };
                assert.deepEqual(alb, example === "media-pool" ? undefined : expected);
            });

            it("speaks TLS 1.2 and 1.3 only, with a certificate, wherever it speaks TLS", () => {
                const secure = listenersOf(plan).filter((line) => / (HTTPS|TLS) \d+ ->/.test(line));
                for (const line of secure) {
                    assert.match(line, /\(ELBSecurityPolicy-TLS13-1-2-2021-06, certificate\)$/);
                }
                const plain = ofType(plan, "listener").filter(
                    ({ inputs }) => !["HTTPS", "TLS"].includes(inputs.protocol),
                );
                for (const { inputs } of plain) assert.equal(inputs.sslPolicy, undefined);
            });

            it("leads names past a balancer in trouble", () => {
                for (const { name, inputs } of ofType(plan, "record").filter((record) => record.inputs.aliases)) {
                    assert.equal(inputs.aliases.length, 1, name);
                    assert.equal(inputs.aliases[0].evaluateTargetHealth, true, name);
                }
            });

            it("asks every target for the health page, and accepts 200 alone", () => {
                for (const { name, inputs } of ofType(plan, "targetGroup")) {
                    const { path, matcher, enabled } = inputs.healthCheck;
                    assert.deepEqual([path, matcher, enabled], ["/no-auth/status", "200", true], name);
                    assert.equal(inputs.slowStart, undefined, name);
                }
            });

            it("leaves the names of balancers and target groups to AWS", () => {
                for (const { name, inputs } of [...ofType(plan, "balancer"), ...ofType(plan, "targetGroup")]) {
                    assert.equal(inputs.name, undefined, name);
                    assert.ok((inputs.namePrefix ?? "").length <= 6, name);
                }
            });

            it("starts nodes without old metadata, key pair and plain disks, and by a numbered template", () => {
                for (const { name, inputs } of ofType(plan, "template")) {
                    assert.deepEqual(
                        inputs.metadataOptions,
                        {
                            httpEndpoint: "enabled",
                            httpTokens: "required",
                            httpPutResponseHopLimit: 1,
                            instanceMetadataTags: "disabled",
                        },
                        name,
                    );
                    const disks = inputs.blockDeviceMappings.map(({ ebs }: { ebs: Record<string, unknown> }) =>
                        chosen(ebs, ["encrypted", "volumeType"]),
                    );
                    assert.deepEqual(disks, [{ encrypted: "true", volumeType: "gp3" }], name);
                    assert.equal(inputs.keyName, undefined, name);
                    assert.ok(inputs.iamInstanceProfile.arn, name);
                    assert.doesNotMatch(inputs.instanceType, /^m5a\./);
                }
                for (const { name, inputs } of ofType(plan, "group")) {
                    assert.match(inputs.launchTemplate.version, /^(\d+|\(unknown\))$/, name);
                }
            });

            it("gives every rule of a security group a source and a description", () => {
                for (const type of ["ingress", "egress"] as const) {
                    for (const { name, inputs, sources } of ofType(plan, type)) {
                        const peers = [inputs.cidrIpv4, inputs.cidrIpv6, sources.referencedSecurityGroupId?.[0]];
                        assert.equal(peers.filter((peer) => peer !== undefined).length, 1, name);
                        assert.ok(inputs.description?.length > 5, name);
                    }
                }
            });

            it("opens no port of operators, nodes or database to the world", () => {
                const world = ofType(plan, "ingress").filter(({ inputs }) =>
                    ["0.0.0.0/0", "::/0"].includes(inputs.cidrIpv4 ?? inputs.cidrIpv6),
                );
                const open = world.flatMap(({ name, inputs: { fromPort, toPort } }) =>
                    closed.filter((port) => fromPort <= port && port <= toPort).map((port) => `${name} ${port}`),
                );
                assert.deepEqual(open, []);
            });

            it("judges nodes by their targets where there are some, and leaves the capacity to scaling", () => {
                for (const group of ofType(plan, "group")) {
                    const targets = group.sources.targetGroupArns ?? [];
                    const { healthCheckType, healthCheckGracePeriod, defaultInstanceWarmup } = group.inputs;
                    assert.deepEqual(
                        [healthCheckType, healthCheckGracePeriod, defaultInstanceWarmup],
                        [targets.length > 0 ? "ELB" : "EC2", 300, 120],
                        group.name,
                    );
                    assert.ok(group.ignoreChanges.includes("desiredCapacity"), group.name);
                    const { minSize, desiredCapacity, maxSize } = group.inputs;
                    assert.ok(minSize <= desiredCapacity && desiredCapacity <= maxSize && maxSize <= 100, group.name);
                }
            });

            it("tells one topic of all four kinds of scaling events, for each group", () => {
                const told = ofType(plan, "notification").map(({ name, inputs, deletedWith, sources }) => {
                    assert.deepEqual(inputs.notifications.toSorted(), GROUP_EVENTS, name);
                    assert.deepEqual(sources.groupNames, [deletedWith], name);
                    return short(deletedWith);
                });
                assert.deepEqual(
                    told.sort(),
                    ofType(plan, "group")
                        .map(({ name }) => short(name))
                        .sort(),
                );
            });

            it("keeps secrets out of user data, tags and outputs", () => {
                if (preview) return;
                const nodes = [...ofType(plan, "template"), ...ofType(plan, "instance")];
                const texts = [...nodes.map(bootText), JSON.stringify(plan.outputs), ...tagsOf(plan.resources)];
                const leaking = texts.filter((text) => text.includes("generated-"));
                assert.deepEqual(leaking, []);
            });
        });
    }
}

function tagsOf(resources: readonly Registration[]): string[] {
    return resources.map(({ inputs }) => JSON.stringify([inputs.tags, inputs.tagSpecifications]) ?? "");
}
