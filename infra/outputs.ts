import * as pulumi from "@pulumi/pulumi";
import type { MediaCluster } from "./cluster";
import type { ClusterConfig } from "./config/resolve";
import type { Stream } from "./config/schema";
import { hostPorts } from "./network/access-rules";
import { codestreamChanges } from "./nodes/codestream";

/** Values that a stack shows after a deployment; those that its kind of cluster does not have are undefined. */
export function stackOutputs(config: ClusterConfig, cluster: MediaCluster): Record<string, unknown> {
    const dashboard = config.listeners.find(({ from }) => from === "admins");
    const open = config.listeners.filter(({ from }) => from === "clients");
    const secure = open.filter(({ protocol }) => protocol === "HTTPS");
    const front = secure.find(({ port }) => port === 443) ?? secure[0] ?? open[0];
    const { hostName, ingestName } = cluster;
    const tcp = portsOf(config.streams, "TCP");
    const rtmp = tcp.includes(RTMP_PORT) ? RTMP_PORT : tcp[0];
    const [rtmps] = portsOf(config.streams, "TLS");
    const [srt, srtBackup] = portsOf(config.streams, "UDP");
    return {
        /** Where to publish and play. */
        url: front && address(front.protocol.toLowerCase(), hostName, front.port),
        /** Where administrators sign in. */
        dashboardUrl: dashboard && address(dashboard.protocol.toLowerCase(), hostName, dashboard.port),
        /** Secret with their first login. */
        administratorSecretArn: cluster.administratorSecretArn,
        /** Where encoders publish by RTMP. */
        rtmpUrl: address("rtmp", ingestName, rtmp),
        /** Where encoders publish by RTMP over TLS that the balancer ends. */
        rtmpsUrl: address("rtmps", ingestName, rtmps),
        /** Where encoders publish by SRT. */
        srtUrl: address("srt", ingestName, srt),
        /** The second leg of SRT, for encoders that send to both or fail over. */
        srtBackupUrl: address("srt", ingestName, srtBackup),
        /** Domain that node names stand under. */
        nodeDomain: config.registrar?.nodeDomain,
        /** DNS names of the balancers themselves. */
        balancers: filled(cluster.balancers),
        /** ARNs of the target groups, whose targets tell how healthy the cluster is. */
        targetGroups: filled(cluster.targetGroups),
        /** Names of the Auto Scaling groups. */
        groups: filled(cluster.groups),
        /** Topic of scaling events. */
        topicArn: cluster.topicArn,
        /** Function that keeps node names, for runs by hand. */
        registrarFunction: cluster.registrarFunction,
        /** Secret by which the application checks the signatures of webhooks. */
        webhookSecretArn: cluster.webhookSecretArn,
        /** Policies for the role of the application, by the groups that it scales. */
        scalingPolicyArns: filled(cluster.scalingPolicyArns),
        /** What owners of existing hosts have to open for the balancers. */
        hostRules: filled(hostRules(config, cluster)),
        /** What to change on a CodeStream host. */
        hostConfiguration:
            config.profile === "codestream" && front
                ? hostName?.apply((name) => codestreamChanges(name, front.protocol === "HTTPS"))
                : undefined,
        /** Line for the settings of a web application that checks the name it is called by, the same on every node. */
        allowedHosts: Object.values(config.groups).some(({ role }) => role === "web")
            ? cluster.clusterHosts.apply((names) => `ALLOWED_HOSTS=${["localhost", ...names].join(",")}`)
            : undefined,
    };
}

const RTMP_PORT = 1935;

const usualPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

function address(
    scheme: string,
    host: pulumi.Output<string> | undefined,
    port: number | undefined,
): pulumi.Output<string> | undefined {
    if (host === undefined || port === undefined) return undefined;
    return usualPorts[scheme] === port
        ? pulumi.interpolate`${scheme}://${host}`
        : pulumi.interpolate`${scheme}://${host}:${port}`;
}

function portsOf(streams: readonly Stream[], protocol: Stream["protocol"]): number[] {
    return streams.filter((stream) => stream.protocol === protocol).map(({ port }) => port);
}

/** Each rule that is missing on the security groups of existing hosts. */
function hostRules(config: ClusterConfig, cluster: MediaCluster): object[] {
    return hostPorts(config).map(({ hosts, balancer, protocol, port, what }) => ({
        hosts,
        allow: `${protocol} ${port}`,
        from: cluster.balancerSecurityGroups[balancer],
        what,
    }));
}

/** A list or group of keys that has something in it. */
function filled<T extends object>(value: T): T | undefined {
    return Object.keys(value).length > 0 ? value : undefined;
}
