import * as assert from "node:assert/strict";
import type { Settings } from "../../infra/config/merge";
import { npmStart, reportOn } from "../support/npm-start";
import {
    aliasesOf,
    bootText,
    chosen,
    egressOf,
    examplePlan,
    exampleSettings,
    ingressOf,
    inputsOf,
    lacking,
    listenersOf,
    ofType,
    type Plan,
    refusedKeys,
    sourceOf,
    targetGroupsOf,
    types,
    whenKnown,
} from "../support/plan";
import { modes, only } from "../support/program";

/** A Django application: two servers from one image in two zones behind a balancer, replaced when they fail. */

for (const { mode, preview } of modes) {
    describe(`The web application (${mode})`, () => {
        const known = whenKnown(preview);
        let plan: Plan;
        before(async () => {
            plan = await examplePlan("web-app", { preview });
        });

        it("has one public ALB in two subnets, with HTTPS and a redirect from 80", () => {
            assert.deepEqual(listenersOf(plan), [
                "alb HTTP 80 HTTP_301 HTTPS 443",
                "alb HTTPS 443 -> alb-web-80 (ELBSecurityPolicy-TLS13-1-2-2021-06, certificate)",
            ]);
            assert.deepEqual(inputsOf(plan, "balancer", ["loadBalancerType", "internal", "ipAddressType"]), {
                alb: { loadBalancerType: "application", internal: false, ipAddressType: "ipv4" },
            });
            if (!preview) assert.equal(new Set(only(plan.resources, types.balancer).inputs.subnets).size, 2);
        });

        it("has one target group, whose health page answers 200 and nothing else", () => {
            assert.deepEqual(targetGroupsOf(plan), {
                "alb-web-80": {
                    protocol: "HTTP",
                    port: 80,
                    targetType: "instance",
                    deregistrationDelay: 60,
                    algorithm: "round_robin",
                    check: "HTTP traffic-port /no-auth/status = 200",
                    every: "30 s, 5 s",
                    thresholds: "5/2",
                    sticky: "off",
                },
            });
        });

        // That both are healthy, only the deployed cluster can tell.
        it("keeps two servers in two zones, from one launch template, and replaces those that fail their checks", () => {
            const group = only(plan.resources, types.group);
            assert.deepEqual(
                chosen(group.inputs, [
                    "minSize",
                    "desiredCapacity",
                    "maxSize",
                    "healthCheckType",
                    "healthCheckGracePeriod",
                    "defaultInstanceWarmup",
                ]),
                {
                    minSize: 2,
                    desiredCapacity: 2,
                    maxSize: 2,
                    healthCheckType: "ELB",
                    healthCheckGracePeriod: 300,
                    defaultInstanceWarmup: 120,
                },
            );
            assert.equal(sourceOf(group, "launchTemplate"), "web");
            assert.equal(sourceOf(group, "targetGroupArns"), "alb-web-80");
            assert.equal(ofType(plan, "policy").length, 0);
            assert.equal(only(plan.resources, "awsx:ec2:Vpc").inputs.numberOfAvailabilityZones, 2);
            if (!preview) assert.equal(new Set(group.inputs.vpcZoneIdentifiers).size, 2);
        });

        it("runs the pinned image without a public address and without a key pair; Session Manager leads in", () => {
            const { imageId, instanceType, blockDeviceMappings, networkInterfaces, keyName } = only(
                plan.resources,
                types.template,
            ).inputs;
            assert.deepEqual(
                [imageId, instanceType, blockDeviceMappings[0].ebs.volumeSize],
                ["ami-0123456789abcdef0", "t3.small", 20],
            );
            assert.deepEqual([networkInterfaces[0].associatePublicIpAddress, keyName], ["false", undefined]);
            const managed = plan.resources.filter(
                ({ inputs }) => inputs.policyArn === "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
            );
            assert.deepEqual(
                managed.map((attachment) => sourceOf(attachment, "role")),
                ["web"],
            );
        });

        it("opens the balancer to clients on 80 and 443, and the servers to the balancer on 80", () => {
            assert.deepEqual(ingressOf(plan), [
                "alb tcp 443 from 0.0.0.0/0",
                "alb tcp 80 from 0.0.0.0/0",
                "web tcp 80 from alb",
            ]);
            assert.deepEqual(egressOf(plan), ["alb tcp 80 to web", "web all to 0.0.0.0/0"]);
        });

        known("gives every server the same line of allowed hosts, and prints it", () => {
            const { allowedHosts, url } = plan.outputs;
            assert.match(
                String(allowedHosts),
                /^ALLOWED_HOSTS=localhost,test-alb-[^,]*\.us-east-1\.elb\.amazonaws\.com,images\.example\.com$/,
            );
            assert.equal(url, "https://images.example.com");
        });

        // That no manual edit on a server is needed, only a deployed one shows: here is what its first boot does.
        known("writes names and the server's own address into its settings at the first boot", () => {
            const text = bootText(only(plan.resources, types.template));
            const wanted = {
                names: /CLUSTER_HOSTS/,
                address: /NODE_ADDRESS/,
                "its own set-up": /docker compose --project-directory \/opt\/app up --detach/,
                "its page": /http:\/\/(127\.0\.0\.1|localhost)(:80)?\/no-auth\/status/,
                agent: /media-node-agent/,
            };
            assert.deepEqual(lacking(text, wanted), []);
            // An asterisk would make Django answer under every name.
            const unwanted = { "Ant Media": /change_server_mode|antmedia/, "every name": /ALLOWED_HOSTS=[^\n]*\*/ };
            assert.deepEqual(lacking(text, unwanted), Object.keys(unwanted));
        });

        it("answers under an alias where there is a domain, and serves plain HTTP where there is none", async () => {
            assert.deepEqual(aliasesOf(plan), ["images.example.com A alb"]);
            const plain = await examplePlan("web-app", { preview }, { domain: null });
            assert.deepEqual(listenersOf(plain), ["alb HTTP 80 -> alb-web-80"]);
            assert.deepEqual(aliasesOf(plain), []);
            assert.deepEqual(
                ingressOf(plain).filter((line) => line.startsWith("alb")),
                ["alb tcp 80 from 0.0.0.0/0"],
            );
        });

        it("can serve two existing servers instead", async () => {
            const changes = {
                network: {
                    vpcId: "vpc-0123456789abcdef0",
                    publicSubnetIds: ["subnet-0aaaaaaaaaaaaaa01", "subnet-0aaaaaaaaaaaaaa02"],
                    privateSubnetIds: ["subnet-0bbbbbbbbbbbbbb01", "subnet-0bbbbbbbbbbbbbb02"],
                },
                hosts: {
                    servers: {
                        instanceIds: ["i-0aaaaaaaaaaaaaa01", "i-0aaaaaaaaaaaaaa02"],
                        health: {
                            path: "/no-auth/status",
                            intervalSeconds: 30,
                            timeoutSeconds: 5,
                            healthyThreshold: 5,
                            unhealthyThreshold: 2,
                        },
                        balancing: { algorithm: "round_robin", deregistrationSeconds: 60 },
                    },
                },
                listeners: [{ port: 443, protocol: "HTTPS", to: "servers", targetPort: 80 }],
            };
            const plan = await examplePlan("web-app", { preview }, changes);
            assert.equal(ofType(plan, "attachment").length, 2);
        });

        it("leaves no balancer behind: nothing protects it, and nothing keeps it", () => {
            const balancer = only(plan.resources, types.balancer);
            assert.deepEqual(
                [balancer.inputs.enableDeletionProtection, balancer.retainOnDelete, balancer.protect],
                [false, false, false],
            );
        });

        it("tells of all scaling events, and drains a server for 5 minutes", () => {
            assert.equal(only(plan.resources, types.notification).inputs.notifications.length, 4);
            for (const { inputs } of ofType(plan, "hook")) {
                assert.equal(JSON.parse(inputs.notificationMetadata).maxMinutes, 5);
            }
        });
    });
}

describe("The web application's costs", () => {
    // Wherever they are printed: in an output, or after the preview.
    let printed: string;
    before(async () => {
        const { stdout } = await npmStart("--stack-file", "examples/web-app.yaml");
        printed = stdout;
    });

    const sums: Record<string, string[]> = {
        "the ALB": ["0.540", "16.20"],
        "one LCU": ["0.192", "5.76"],
        both: ["0.732", "21.96"],
        "two public addresses of the ALB": ["0.240", "7.20"],
    };
    for (const [what, amounts] of Object.entries(sums)) {
        it(`print ${what} for a day and for 30 days`, () => {
            assert.deepEqual(
                amounts.filter((amount) => !printed.includes(amount)),
                [],
            );
        });
    }

    it("remind of what goes on costing after the removal: the image and the copies of its volumes", () => {
        const wanted = { destroy: /destroy/i, image: /image|AMI/, copies: /snapshot|volume backup/i };
        assert.deepEqual(lacking(printed, wanted), []);
    });
});

describe("The web application refuses", () => {
    const web = (changes: object) => ({ groups: { web: changes } });
    const refused: Record<string, [key: string, changes: Settings]> = {
        "subnets in one zone": ["network.zones", { network: { zones: 1 } }],
        "one server": ["groups.web.size.min", web({ size: { min: 1, desired: 1, max: 1 } })],
        "an image of another architecture": ["groups.web.instanceTypes[0]", web({ instanceTypes: ["t4g.small"] })],
        "a login page as a sign of health": ["groups.web.health.matcher", web({ health: { matcher: "200,302" } })],
        "no image": ["groups.web.image", web({ image: null })],
        "HTTPS without a certificate": [
            "domain",
            { domain: null, listeners: [{ port: 443, protocol: "HTTPS", to: "web" }] },
        ],
        "every name as an allowed host": [
            "groups.web.setup",
            web({ setup: "printf 'ALLOWED_HOSTS=*\\n' >>/opt/app/.env" }),
        ],
    };
    for (const [what, [key, changes]] of Object.entries(refused)) {
        it(what, () => assert.deepEqual(refusedKeys("web-app", changes), [key]));
    }

    it("another health page than the one that no login guards", async () => {
        const { code, findings } = await reportOn(exampleSettings("web-app", web({ health: { path: "/" } })));
        const violated = findings.filter(({ verdict }) => verdict === "violation");
        assert.deepEqual(
            violated.map(({ policyName }) => policyName),
            ["target-group-health-path"],
        );
        assert.notEqual(code, 0);
    });
});
