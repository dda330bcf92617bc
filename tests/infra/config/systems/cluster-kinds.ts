import * as assert from "node:assert/strict";
import { merge, type Settings } from "../../../../infra/config/merge";
import { messagesOf, smallest } from "../../../support/config";

export const network = {
    vpcId: "vpc-0123456789abcdef0",
    publicSubnetIds: ["subnet-0aaaaaaaaaaaaaa01", "subnet-0aaaaaaaaaaaaaa02"],
};
const image = { id: "ami-0123456789abcdef0", architecture: "x86_64" };
export const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c";
/** Smallest valid settings of each kind of cluster. */
export const leastSettings: Readonly<Record<string, Settings>> = {
    "ant-media": smallest,
    "media-pool": {
        profile: "media-pool",
        domain: { zone: "example.com" },
        groups: { pool: { image, instanceTypes: ["c5.xlarge"] } },
    },
    codestream: {
        profile: "codestream",
        domain: { zone: "example.com", name: "codestream.example.com" },
        network,
        access: { clients: ["203.0.113.0/24"], natAddresses: ["198.51.100.7/32"] },
        hosts: { codestream: { instanceIds: ["i-0aaaaaaaaaaaaaa01"] } },
    },
    "web-app": {
        profile: "web-app",
        domain: { zone: "example.com", name: "app.example.com" },
        groups: { web: { image } },
    },
    "streaming-backend": {
        profile: "streaming-backend",
        domain: { zone: "example.com", name: "play.example.com" },
        network,
        hosts: {
            main: { instanceIds: ["i-0aaaaaaaaaaaaaa01"], health: { port: 8080 } },
            backup: { instanceIds: ["i-0aaaaaaaaaaaaaa02"], health: { port: 8080 } },
        },
        listeners: [{ port: 443, protocol: "HTTPS", weights: { main: 1, backup: 1 } }],
        streams: [
            { port: 9000, protocol: "UDP", to: "main" },
            { port: 9001, protocol: "UDP", to: "backup" },
        ],
    },
};

/** A change of the smallest settings, and what is said to it. */
export interface Case {
    readonly what: string;
    readonly of: keyof typeof leastSettings;
    /** Key that is taken out of the settings. */
    readonly without?: string;
    readonly with?: Settings;
    readonly says: string | readonly string[];
}

function withoutKey(value: unknown, path: string | undefined): unknown {
    if (path === undefined) return value;
    const [first = "", ...rest] = path.split(".");
    const entries = Object.entries(value as Settings).filter(([key]) => rest.length > 0 || key !== first);
    return Object.fromEntries(
        entries.map(([key, inner]) => [key, key === first ? withoutKey(inner, rest.join(".")) : inner]),
    );
}

/** A rule with a condition. */
export const rule = (more: Settings) => ({ to: "edge", query: { key: "a", value: "b" }, ...more });
/** A TLS listener with rules. */
export const on443 = (...rules: Settings[]) => ({ listeners: [{ port: 443, protocol: "HTTPS", to: "origin", rules }] });

export const options = { isSecret: (key: string) => key === "database", region: "us-east-1" };

/** Tests that each change is refused with exactly these messages. */
export function describeRefusals(about: string, cases: readonly Case[]): void {
    describe(`resolveConfig, about ${about}, refuses`, () => {
        for (const { what, of, without, with: changes = {}, says } of cases) {
            it(`${what} (${of})`, () => {
                const expected = typeof says === "string" ? [says] : says;
                const merged = merge(withoutKey(leastSettings[of], without), changes) as Settings;
                const isSecret = (key: string) => key === "database" && JSON.stringify(changes).includes('"uri"');

                assert.deepEqual(
                    messagesOf(merged, { ...options, isSecret }),
                    expected.map((text) => `media-cluster:${text}`),
                );
            });
        }
    });
}
