import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { commonZones, type ExistingInstance, hostFault, legFault } from "../../../infra/balancing/existing-hosts";
import { findHosts, registerHosts } from "../../../infra/balancing/hosts";
import { resolveConfig } from "../../../infra/config/resolve";
import { Network } from "../../../infra/network/network";
import { tagsOf } from "../../support/config";
import { counts, known, modes, run } from "../../support/program";

const settings = {
    profile: "streaming-backend",
    domain: { zone: "example.com", name: "play.example.com" },
    network: {
        vpcId: "vpc-0123456789abcdef0",
        publicSubnetIds: ["subnet-0aaaaaaaaaaaaaa01", "subnet-0aaaaaaaaaaaaaa02"],
    },
    hosts: {
        main: { instanceIds: ["i-0aaaaaaaaaaaaaa01", "i-0aaaaaaaaaaaaaa04"], health: { port: 8080 } },
        backup: { instanceIds: ["i-0aaaaaaaaaaaaaa02"], health: { port: 8080 } },
    },
    listeners: [{ port: 443, protocol: "HTTPS", to: "main" }],
    streams: [
        { port: 9000, protocol: "UDP", to: "main" },
        { port: 9001, protocol: "UDP", to: "backup" },
    ],
};

/** Target groups of three doors: one for requests, one for each stream. */
const doors = {
    targetGroupsOf: (target: string) =>
        (target === "main" ? ["alb-main-8080", "nlb-9000"] : ["nlb-9001"]).map((name) => ({
            name,
            arn: pulumi.output(`arn:${name}`),
            port: name.startsWith("alb") ? 8080 : 9000,
        })),
};

function build() {
    const config = resolveConfig(settings, { namespace: "media-cluster" });
    const network = new Network("net", { network: config.network, tagsOf });
    const hosts = findHosts(config, network, {});
    registerHosts("dev", hosts, doors, {});
    return hosts;
}

describe("Existing hosts", () => {
    for (const { mode, preview } of modes) {
        it(`are registered once in each of their target groups, and nothing else is made (${mode})`, async () => {
            const { resources, result } = await run(() => build(), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:network:Network": 1,
                "media-cluster:balancing:RegisteredHosts": 2,
                "aws:lb/targetGroupAttachment:TargetGroupAttachment": 5,
            });
            const attachments = resources.filter(({ type }) => type.endsWith(":TargetGroupAttachment"));
            assert.deepEqual(
                attachments
                    .map(({ name, inputs }) => [name, inputs.targetGroupArn, inputs.targetId, inputs.port])
                    .sort(),
                [
                    ["alb-main-8080-i-0aaaaaaaaaaaaaa01", "arn:alb-main-8080", "i-0aaaaaaaaaaaaaa01", 8080],
                    ["alb-main-8080-i-0aaaaaaaaaaaaaa04", "arn:alb-main-8080", "i-0aaaaaaaaaaaaaa04", 8080],
                    ["nlb-9000-i-0aaaaaaaaaaaaaa01", "arn:nlb-9000", "i-0aaaaaaaaaaaaaa01", 9000],
                    ["nlb-9000-i-0aaaaaaaaaaaaaa04", "arn:nlb-9000", "i-0aaaaaaaaaaaaaa04", 9000],
                    ["nlb-9001-i-0aaaaaaaaaaaaaa02", "arn:nlb-9001", "i-0aaaaaaaaaaaaaa02", 9000],
                ],
            );
            const [first] = result.main ?? [];
            assert.deepEqual(first && (await known(first.found)), {
                id: "i-0aaaaaaaaaaaaaa01",
                state: "running",
                vpcId: "vpc-0123456789abcdef0",
                zone: "us-east-1a",
                privateAddress: "10.0.0.11",
            });
        });
    }
});

describe("hostFault", () => {
    const instance: ExistingInstance = {
        id: "i-1",
        state: "running",
        vpcId: "vpc-1",
        zone: "a",
        privateAddress: "10.0.0.1",
    };

    it("finds nothing wrong with running instances where the balancer is", () => {
        assert.equal(hostFault([instance, { ...instance, zone: "b" }], "vpc-1", ["a", "b"]), undefined);
    });

    const faults: { what: string; changed: Partial<ExistingInstance>; says: string }[] = [
        {
            what: "lies in another VPC",
            changed: { vpcId: "vpc-2" },
            says: "names i-2, which lies in another VPC than network.vpcId.",
        },
        {
            what: "does not run",
            changed: { state: "stopped" },
            says: "names i-2, which is stopped; it must be running.",
        },
        {
            what: "is in a zone without a subnet of the balancer",
            changed: { zone: "c" },
            says: "names i-2 in c, where the balancer has no subnet; add one to the subnets in network.",
        },
    ];
    for (const { what, changed, says } of faults) {
        it(`names an instance that ${what}`, () => {
            assert.equal(hostFault([instance, { ...instance, id: "i-2", ...changed }], "vpc-1", ["a", "b"]), says);
        });
    }
});

describe("commonZones", () => {
    it("are those of each balancer", () => {
        assert.deepEqual(
            commonZones([
                ["a", "b"],
                ["c", "b"],
            ]),
            ["b"],
        );
        assert.deepEqual(commonZones([["a", "b"]]), ["a", "b"]);
        assert.deepEqual(commonZones([]), []);
    });
});

describe("legFault", () => {
    it("wants two zones for two legs, whichever leg brings them", () => {
        assert.equal(legFault({ main: ["a"], backup: ["b"] }), undefined);
        assert.equal(legFault({ main: ["a", "b"], backup: ["a"] }), undefined);
        assert.equal(
            legFault({ main: ["a"], backup: ["a"] }),
            "main and backup lie in a alone; the legs of a stream must not share their only zone.",
        );
    });

    it("has nothing to say of a single leg", () => {
        assert.equal(legFault({ main: ["a"] }), undefined);
        assert.equal(legFault({}), undefined);
    });
});
