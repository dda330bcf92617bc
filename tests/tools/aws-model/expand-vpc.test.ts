import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expandVpc, isChildId, type VpcChild } from "../../../tools/aws-model";

/** Recorded from the component's own provider. Ids of children are written as `<id of Subnet network-public-1>`. */
interface Recording {
    readonly args: Record<string, unknown>;
    readonly zones: readonly string[];
    readonly resources: readonly { readonly chain: string; readonly name: string; readonly inputs: unknown }[];
    readonly outputs: unknown;
}

const folder = join(__dirname, "fixtures");
const zones = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"];

describe("expandVpc", () => {
    for (const file of readdirSync(folder).sort()) {
        it(`agrees with the recording ${file}`, () => {
            const { args, resources, outputs }: Recording = JSON.parse(readFileSync(join(folder, file), "utf8"));

            const expansion = expandVpc("network", args, zones);

            const chains = new Map<string, string>();
            for (const { key, type, parent } of expansion.children) {
                chains.set(key, `${parent === undefined ? "awsx:ec2:Vpc" : chains.get(parent)}$${type}`);
            }
            const children = expansion.children.map(({ key, name, inputs }) => ({
                chain: chains.get(key),
                name,
                inputs: readable(inputs),
            }));
            assert.deepEqual(children.sort(byIdentity), [...resources].sort(byIdentity));
            assert.deepEqual(readable(expansion.outputs), outputs);
        });
    }

    it("registers everything after what it refers to", () => {
        const { children } = expandVpc(
            "net",
            { subnetStrategy: "Auto", subnetSpecs: specs("Private", "Public") },
            zones,
        );

        const seen = new Set<string>();
        const early = children.filter((child) => {
            const missing = referred(child).filter((key) => !seen.has(key));
            seen.add(child.key);
            return missing.length > 0;
        });
        assert.deepEqual(early, []);
        assert.equal(children.length, 32);
    });

    it("takes named zones, explicit ranges and existing addresses", () => {
        const args = {
            subnetStrategy: "Auto",
            availabilityZoneNames: ["eu-west-1b", "eu-west-1a"],
            natGateways: { strategy: "OnePerAz", elasticIpAllocationIds: ["eipalloc-1", "eipalloc-2"] },
            subnetSpecs: [{ type: "Public", name: "door", cidrBlocks: ["10.0.1.0/24", "10.0.2.0/24"] }],
        };

        const { children } = expandVpc("net", args as never, zones);

        const subnets = children.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
        assert.deepEqual(
            subnets.map(({ name, inputs }) => [name, inputs.availabilityZone, inputs.cidrBlock]),
            [
                ["net-door-1", "eu-west-1b", "10.0.1.0/24"],
                ["net-door-2", "eu-west-1a", "10.0.2.0/24"],
            ],
        );
        const gateways = children.filter(({ type }) => type.endsWith("NatGateway"));
        assert.deepEqual(
            gateways.map(({ inputs }) => inputs.allocationId),
            ["eipalloc-1", "eipalloc-2"],
        );
        assert.equal(children.filter(({ type }) => type.endsWith("Eip")).length, 0);
    });

    it("refuses what it does not model, and subnets that do not fit", () => {
        assert.throws(() => expandVpc("net", {}, zones), /"net" needs subnetStrategy "Auto"/);
        assert.throws(
            () => expandVpc("net", { subnetStrategy: "Auto", ipv4IpamPoolId: "p" }, zones),
            /sets ipv4IpamPoolId/,
        );
        const tooBig = {
            subnetStrategy: "Auto",
            cidrBlock: "10.0.0.0/24",
            subnetSpecs: specs("Public"),
            numberOfAvailabilityZones: 2,
        };
        const big = { ...tooBig, subnetSpecs: [{ type: "Public" as const, cidrMask: 24 }] };
        assert.throws(
            () => expandVpc("net", big, zones),
            /need 256 addresses per zone, but 10\.0\.0\.0\/24 .* leaves 128/,
        );
        const closed = { subnetStrategy: "Auto", subnetSpecs: specs("Private") };
        assert.throws(() => expandVpc("net", closed, zones), /needs a public subnet for its NAT gateways/);
    });
});

function specs(...types: ("Public" | "Private")[]) {
    return types.map((type) => ({ type }));
}

function readable(value: unknown): unknown {
    if (isChildId(value)) {
        const [, type, name] = /^.*:(\w+)::(.*)$/.exec(value.idOf) ?? [];
        return `<id of ${type} ${name}>`;
    }
    if (Array.isArray(value)) return value.map(readable);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}

function referred({ parent, inputs }: VpcChild): string[] {
    const ids = Object.values(inputs).filter(isChildId);
    return [...(parent === undefined ? [] : [parent]), ...ids.map(({ idOf }) => idOf)];
}

function byIdentity(
    a: { chain?: string | undefined; name: string },
    b: { chain?: string | undefined; name: string },
): number {
    return `${a.chain}::${a.name}`.localeCompare(`${b.chain}::${b.name}`);
}
