import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { MediaCluster } from "../../infra/cluster";
import { merge, type Settings } from "../../infra/config/merge";
import { resolveConfig } from "../../infra/config/resolve";
import { stackOutputs } from "../../infra/outputs";
import { smallest } from "../support/config";
import { known, run } from "../support/program";

/** Outputs of a cluster that answers under these names, those without a value left out. */
async function outputsOf(settings: Settings, cluster: Partial<MediaCluster>): Promise<Record<string, unknown>> {
    const config = resolveConfig(settings, { namespace: "media-cluster" });
    const none = {
        groups: {},
        balancers: {},
        targetGroups: {},
        scalingPolicyArns: {},
        balancerSecurityGroups: {},
        clusterHosts: pulumi.output([]),
    };
    const { result } = await run(() => stackOutputs(config, { ...none, ...cluster } as MediaCluster), {
        preview: false,
    });
    const given = Object.entries(result).filter(([, value]) => value !== undefined);
    const values = given.map(async ([key, value]) => [key, await known(pulumi.output(value))] as const);
    return Object.fromEntries(await Promise.all(values));
}

const hostName = pulumi.output("play.example.com");
const ingestName = pulumi.output("ingest.example.com");
const network = { vpcId: "vpc-1", publicSubnetIds: ["subnet-1", "subnet-2"] };
const host = { instanceIds: ["i-0123456789abcdef0"] };
const codestream = {
    profile: "codestream",
    network,
    access: { clients: ["203.0.113.0/24"], natAddresses: ["198.51.100.7/32"] },
    hosts: { codestream: host },
};

describe("stackOutputs", () => {
    it("says where an Ant Media cluster answers", async () => {
        assert.deepEqual(
            await outputsOf(smallest, { hostName, ingestName, groups: { edge: pulumi.output("edge-1") } }),
            {
                url: "https://play.example.com",
                dashboardUrl: "https://play.example.com:4444",
                rtmpUrl: "rtmp://ingest.example.com:1935",
                srtUrl: "srt://ingest.example.com:4200",
                nodeDomain: "nodes.example.com",
                groups: { edge: "edge-1" },
            },
        );
    });

    it("names each stream by its scheme, and the second leg of SRT", async () => {
        const streams = [
            { port: 443, protocol: "TLS", to: "origin", targetPort: 1935 },
            { port: 9000, protocol: "UDP", to: "origin" },
            { port: 9001, protocol: "UDP", to: "origin" },
        ];
        const outputs = await outputsOf(merge(smallest, { streams }) as Settings, { hostName, ingestName });

        assert.deepEqual(
            [outputs.rtmpUrl, outputs.rtmpsUrl, outputs.srtUrl, outputs.srtBackupUrl],
            [
                undefined,
                "rtmps://ingest.example.com:443",
                "srt://ingest.example.com:9000",
                "srt://ingest.example.com:9001",
            ],
        );
    });

    it("names the port of a front door at an unusual one", async () => {
        const listeners = [{ port: 8443, protocol: "HTTPS", to: "edge" }];
        const outputs = await outputsOf(merge(smallest, { listeners }) as Settings, { hostName });

        assert.equal(outputs.url, "https://play.example.com:8443");
    });

    it("does not take the administrators' door for the front door, wherever it stands in the list", async () => {
        const listeners = [
            { port: 4444, protocol: "HTTPS", from: "admins", to: "origin" },
            { port: 5443, protocol: "HTTPS", to: "edge" },
            { port: 443, protocol: "HTTPS", to: "origin" },
        ];
        const outputs = await outputsOf(merge(smallest, { listeners }) as Settings, { hostName });

        assert.deepEqual(
            [outputs.url, outputs.dashboardUrl],
            ["https://play.example.com", "https://play.example.com:4444"],
        );
    });

    it("says of a plain administrators' door that it is plain", async () => {
        const listeners = [{ port: 4444, protocol: "HTTP", from: "admins", to: "origin" }];
        const outputs = await outputsOf(merge(smallest, { listeners }) as Settings, { hostName });

        assert.deepEqual([outputs.url, outputs.dashboardUrl], [undefined, "http://play.example.com:4444"]);
    });

    it("names the usual port of RTMP, whatever stands before it", async () => {
        const streams = [8443, 1935].map((port) => ({ port, protocol: "TCP", to: "origin" }));
        const outputs = await outputsOf(merge(smallest, { streams }) as Settings, { hostName, ingestName });

        assert.equal(outputs.rtmpUrl, "rtmp://ingest.example.com:1935");
    });

    it("says what to change on a plain CodeStream host, and what to open", async () => {
        const balancerSecurityGroups = { alb: pulumi.output("sg-alb"), nlb: undefined };
        const outputs = await outputsOf(codestream, { hostName, balancerSecurityGroups });
        const { settings, steps, file } = outputs.hostConfiguration as {
            settings: object;
            steps: string[];
            file: string;
        };

        assert.equal(outputs.url, "http://play.example.com");
        assert.equal(file, "~/.codestream/codestream-services-config.json");
        assert.deepEqual(settings, {
            apiServer: { publicApiUrl: "http://play.example.com" },
            broadcastEngine: { codestreamBroadcaster: { host: "play.example.com" } },
        });
        assert.equal(steps.filter((step) => step.includes("self-signed")).length, 0);
        assert.deepEqual(steps.slice(0, 2), [
            "getent hosts play.example.com",
            "curl -fsS http://localhost/no-auth/status",
        ]);
        assert.deepEqual(outputs.hostRules, [
            { hosts: "codestream", allow: "tcp 80", from: "sg-alb", what: "Requests and health checks" },
            { hosts: "codestream", allow: "tcp 12080", from: "sg-alb", what: "Requests and health checks" },
        ]);
    });

    it("says what to change on a CodeStream host with TLS", async () => {
        const domain = { zone: "example.com", name: "play.example.com" };
        const hosts = { codestream: { ...host, securityGroupId: "sg-0a" } };
        const outputs = await outputsOf({ ...codestream, domain, hosts }, { hostName });
        const { settings, steps } = outputs.hostConfiguration as { settings: object; steps: string[] };

        assert.deepEqual(settings, {
            apiServer: { publicApiUrl: "https://play.example.com", ignoreHttps: false, port: 443 },
            broadcastEngine: {
                codestreamBroadcaster: { host: "play.example.com", ignoreHttps: false, port: 12443 },
            },
            ssl: { certfile: "/opt/config/cert.pem", keyfile: "/opt/config/key.pem" },
        });
        const order = ["--make-self-signed-cert", "--stop", "edit", "--start"].map((part) =>
            steps.findIndex((step) => step.includes(part)),
        );
        assert.ok(
            order.every((place, index) => place > (order[index - 1] ?? 0)),
            String(order),
        );
        assert.equal(outputs.hostRules, undefined);
    });

    it("gives web applications one line with all names, and nobody else", async () => {
        const image = { id: "ami-0123456789abcdef0", architecture: "x86_64" };
        const clusterHosts = pulumi.output(["alb-1.elb.amazonaws.com", "play.example.com"]);
        const outputs = await outputsOf({ profile: "web-app", groups: { web: { image } } }, { hostName, clusterHosts });

        assert.equal(outputs.allowedHosts, "ALLOWED_HOSTS=localhost,alb-1.elb.amazonaws.com,play.example.com");
        assert.equal((await outputsOf(smallest, { hostName, ingestName, clusterHosts })).allowedHosts, undefined);
    });
});
