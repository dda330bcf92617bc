import * as assert from "node:assert/strict";
import { merge, type Settings } from "../../../infra/config/merge";
import { type ClusterConfig, resolveConfig } from "../../../infra/config/resolve";
import { accessGroups, accessRules, hostPorts, type Peer } from "../../../infra/network/access-rules";
import { configWith } from "../../support/config";

/** "group direction protocol/ports peer" of each rule. */
function table(config = configWith()): string[] {
    return accessRules(config).map(({ group, direction, protocol, from, to, peer }) => {
        const ports = from === undefined ? "" : `/${from === to ? from : `${from}-${to}`}`;
        const arrow = direction === "ingress" ? "<-" : "->";
        return `${group} ${arrow} ${protocol}${ports} ${shown(peer)}`;
    });
}

function shown(peer: Peer): string {
    if ("group" in peer) return peer.group;
    return "cidr" in peer ? peer.cidr : `${peer.hosts}/${peer.instanceId}`;
}

describe("accessRules", () => {
    it("opens to the internet what the ant-media profile names, and nothing else", () => {
        assert.deepEqual(
            table().filter((line) => line.includes("<-") && line.endsWith("/0")),
            [
                "alb <- tcp/80 0.0.0.0/0",
                "alb <- tcp/443 0.0.0.0/0",
                "alb <- tcp/5080 0.0.0.0/0",
                "alb <- tcp/5443 0.0.0.0/0",
                "nlb <- tcp/1935 0.0.0.0/0",
                "nlb <- udp/4200 0.0.0.0/0",
                "origin <- udp/50000-60000 0.0.0.0/0",
                "edge <- udp/50000-60000 0.0.0.0/0",
            ],
        );
    });

    it("names a security group as the source of everything else, but for the dashboard", () => {
        assert.deepEqual(
            table().filter((line) => line.includes("<-") && !line.endsWith("/0")),
            [
                "alb <- tcp/4444 203.0.113.0/24",
                "origin <- tcp/5080 alb",
                "edge <- tcp/5080 alb",
                "origin <- tcp/1935 nlb",
                "origin <- udp/4200 nlb",
                "origin <- tcp/5080 nlb",
                "origin <- tcp/5000 origin",
                "origin <- tcp/5000 edge",
                "edge <- tcp/5000 origin",
                "edge <- tcp/5000 edge",
                "mongo <- tcp/27017 origin",
                "mongo <- tcp/27017 edge",
                "mongo <- tcp/27017 mongo",
            ],
        );
    });

    it("lets balancers and the database out to where they must go only", () => {
        assert.deepEqual(
            table().filter((line) => line.includes("->")),
            [
                "alb -> tcp/5080 origin",
                "alb -> tcp/5080 edge",
                "nlb -> tcp/1935 origin",
                "nlb -> udp/4200 origin",
                "nlb -> tcp/5080 origin",
                "origin -> all 0.0.0.0/0",
                "edge -> all 0.0.0.0/0",
                "mongo -> tcp/27017 mongo",
                "mongo -> tcp/443 0.0.0.0/0",
            ],
        );
    });

    it("has one rule per range, each with a name that stays when the others change", () => {
        const both = configWith({ access: { clients: ["198.51.100.0/24", "2001:db8::/32"] } });
        const one = configWith({ access: { clients: ["2001:db8::/32"] } });
        const names = accessRules(both).map(({ name }) => name);

        assert.equal(new Set(names).size, names.length);
        assert.ok(names.includes("alb-from-2001.db8..-32-tcp-443"));
        for (const { name } of accessRules(one)) assert.ok(names.includes(name), name);
    });

    it("lets the balancer reach the status page on a port of its own", () => {
        const listeners = [{ port: 443, protocol: "HTTPS", to: "edge", targetPort: 5080 }];
        const config = configWith({ groups: { edge: { health: { port: 8080 } } }, listeners });

        assert.deepEqual(
            table(config).filter((line) => /edge.*alb|alb.*edge/.test(line)),
            ["alb -> tcp/5080 edge", "edge <- tcp/5080 alb", "alb -> tcp/8080 edge", "edge <- tcp/8080 alb"],
        );
    });

    it("lets hosts that call the public name in where clients are, and not to the dashboard", () => {
        const config = configWith({ access: { natAddresses: ["198.51.100.7/32"] } });

        assert.deepEqual(
            table(config).filter((line) => line.endsWith("198.51.100.7/32")),
            [80, 443, 5080, 5443].map((port) => `alb <- tcp/${port} 198.51.100.7/32`),
        );
    });

    it("opens no ports of the stream balancer without streams", () => {
        const config = configWith({ streams: [] });

        assert.deepEqual(accessGroups(config), ["alb", "origin", "edge", "mongo"]);
        assert.deepEqual(
            table(config).filter((line) => line.includes("nlb")),
            [],
        );
    });

    describe("of clusters with existing hosts", () => {
        const hosts = (more: Settings = {}): ClusterConfig =>
            resolveConfig(
                merge(
                    {
                        profile: "codestream",
                        network: { vpcId: "vpc-1", publicSubnetIds: ["subnet-1", "subnet-2"] },
                        access: { clients: ["203.0.113.0/24"], natAddresses: ["198.51.100.7/32"] },
                        hosts: { codestream: { instanceIds: ["i-0123456789abcdef0"] } },
                    },
                    more,
                ) as Settings,
                { namespace: "media-cluster" },
            );

        it("lets clients and the host itself in, and the balancer out to the host's address", () => {
            assert.deepEqual(accessGroups(hosts()), ["alb"]);
            assert.deepEqual(table(hosts()), [
                "alb <- tcp/80 203.0.113.0/24",
                "alb <- tcp/80 198.51.100.7/32",
                "alb <- tcp/12080 203.0.113.0/24",
                "alb <- tcp/12080 198.51.100.7/32",
                "alb -> tcp/80 codestream/i-0123456789abcdef0",
                "alb -> tcp/12080 codestream/i-0123456789abcdef0",
            ]);
        });

        it("says what to open on security groups that are not ours", () => {
            assert.deepEqual(
                hostPorts(hosts()).map(({ what: _, ...port }) => port),
                [
                    { hosts: "codestream", balancer: "alb", protocol: "tcp", port: 80 },
                    { hosts: "codestream", balancer: "alb", protocol: "tcp", port: 12080 },
                ],
            );
        });

        it("opens them itself on a security group that is named", () => {
            const own = hosts({ hosts: { codestream: { securityGroupId: "sg-0a" } } });

            assert.deepEqual(
                table(own).filter((line) => line.includes("codestream")),
                [
                    "alb -> tcp/80 codestream",
                    "codestream <- tcp/80 alb",
                    "alb -> tcp/12080 codestream",
                    "codestream <- tcp/12080 alb",
                ],
            );
            assert.deepEqual(hostPorts(own), []);
        });

        it("brings streams and their health checks to hosts, each to its own port", () => {
            const config = resolveConfig(
                {
                    profile: "streaming-backend",
                    domain: { zone: "example.com", name: "play.example.com" },
                    network: { vpcId: "vpc-1", publicSubnetIds: ["subnet-1", "subnet-2"] },
                    hosts: {
                        main: { instanceIds: ["i-0123456789abcdef0"], health: { port: 8080 } },
                        backup: { instanceIds: ["i-0123456789abcdef1"], health: { port: 8080 } },
                    },
                    streams: [
                        { port: 9000, protocol: "UDP", to: "main" },
                        { port: 9001, protocol: "TCP_UDP", to: "backup", targetPort: 9000 },
                    ],
                },
                { namespace: "media-cluster" },
            );

            assert.deepEqual(table(config), [
                "nlb <- udp/9000 0.0.0.0/0",
                "nlb <- tcp/9001 0.0.0.0/0",
                "nlb <- udp/9001 0.0.0.0/0",
                "nlb -> udp/9000 main/i-0123456789abcdef0",
                "nlb -> tcp/9000 backup/i-0123456789abcdef1",
                "nlb -> udp/9000 backup/i-0123456789abcdef1",
                "nlb -> tcp/8080 main/i-0123456789abcdef0",
                "nlb -> tcp/8080 backup/i-0123456789abcdef1",
            ]);
            assert.deepEqual(
                hostPorts(config).map(({ hosts: name, balancer, protocol, port, what }) => [
                    `${name} ${balancer} ${protocol}/${port}`,
                    what,
                ]),
                [
                    ["main nlb udp/9000", "Streams"],
                    ["backup nlb tcp/9000", "Streams"],
                    ["backup nlb udp/9000", "Streams"],
                    ["main nlb tcp/8080", "Health checks of the stream balancer"],
                    ["backup nlb tcp/8080", "Health checks of the stream balancer"],
                ],
            );
        });

        it("has each rule once, where hosts share a security group or an instance", () => {
            const config = (hosts: Settings) =>
                resolveConfig(
                    {
                        profile: "streaming-backend",
                        domain: { zone: "example.com", name: "play.example.com" },
                        network: { vpcId: "vpc-1", publicSubnetIds: ["subnet-1", "subnet-2"] },
                        hosts: merge(
                            {
                                main: { instanceIds: ["i-0123456789abcdef0"], health: { port: 8080 } },
                                backup: { instanceIds: ["i-0123456789abcdef1"], health: { port: 8080 } },
                            },
                            hosts,
                        ) as Settings,
                        streams: [
                            { port: 9000, protocol: "UDP", to: "main" },
                            { port: 9001, protocol: "UDP", to: "backup" },
                        ],
                    },
                    { namespace: "media-cluster" },
                );
            const checks = (settings: ClusterConfig) => table(settings).filter((line) => line.includes("8080"));

            const securityGroupId = "sg-0a";
            assert.deepEqual(checks(config({ main: { securityGroupId }, backup: { securityGroupId } })), [
                "nlb -> tcp/8080 main",
                "main <- tcp/8080 nlb",
            ]);
            assert.equal(checks(config({ main: { securityGroupId }, backup: { securityGroupId: "sg-0b" } })).length, 4);
        });

        it("needs no balancer, and no database, for a pool", () => {
            const pool = resolveConfig(
                {
                    profile: "media-pool",
                    domain: { zone: "example.com" },
                    groups: {
                        pool: {
                            image: { id: "ami-0123456789abcdef0", architecture: "x86_64" },
                            instanceTypes: ["c5.xlarge"],
                        },
                    },
                },
                { namespace: "media-cluster" },
            );

            assert.deepEqual(accessGroups(pool), ["pool"]);
            assert.deepEqual(table(pool), [
                "pool <- tcp/443 0.0.0.0/0",
                "pool <- udp/50000-60000 0.0.0.0/0",
                "pool -> all 0.0.0.0/0",
            ]);
        });

        it("lets nodes into the database that join the cluster by it, and no others", () => {
            const { edge } = configWith().groups;
            const config = configWith({ groups: { players: { ...edge, software: "image" } } });

            assert.deepEqual(
                table(config).filter((line) => line.startsWith("mongo <-")),
                ["mongo <- tcp/27017 origin", "mongo <- tcp/27017 edge", "mongo <- tcp/27017 mongo"],
            );
        });

        it("opens nothing for a database that is somebody else's", () => {
            const config = configWith({ database: { uri: "mongodb+srv://u:p@c.example.net/" } }, ["database"]);

            assert.ok(!accessGroups(config).includes("mongo"));
            assert.deepEqual(
                table(config).filter((line) => line.includes("27017")),
                [],
            );
        });
    });

    it("describes every rule", () => {
        for (const { description } of accessRules(configWith())) assert.match(description, /^[A-Z][\w ,.-]+$/);
    });
});
