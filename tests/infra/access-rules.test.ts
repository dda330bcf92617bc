import * as assert from "node:assert/strict";
import { accessGroups, accessRules, hostPorts, type Peer } from "../../infra/access-rules";
import { configWith } from "../support/config";

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
        const config = configWith({ groups: { edge: { health: { port: 8080 } } } });

        assert.deepEqual(
            table(config).filter((line) => line.includes("8080")),
            ["alb -> tcp/8080 edge", "edge <- tcp/8080 alb"],
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

    it("describes every rule", () => {
        for (const { description } of accessRules(configWith())) assert.match(description, /^[A-Z][\w ,.-]+$/);
    });
});
