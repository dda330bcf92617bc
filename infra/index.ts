import * as pulumi from "@pulumi/pulumi";
import { MediaCluster } from "./cluster";
import { loadConfig } from "./config/load";

const config = loadConfig();
const cluster = new MediaCluster(pulumi.getStack(), config);

const dashboard = config.listeners.find(({ from }) => from === "admins");
const portOf = (protocol: "TCP" | "UDP") => config.streams.find((stream) => stream.protocol === protocol)?.port;
const ingest = (scheme: string, port: number | undefined) =>
    port === undefined || !cluster.ingestName
        ? undefined
        : pulumi.interpolate`${scheme}://${cluster.ingestName}:${port}`;

/** Where to publish and play. */
export const url = pulumi.interpolate`https://${cluster.hostName}`;
/** Where administrators sign in. */
export const dashboardUrl = dashboard && pulumi.interpolate`https://${cluster.hostName}:${dashboard.port}`;
/** Secret with their first login. */
export const administratorSecretArn = cluster.administratorSecretArn;
/** Where encoders publish by RTMP. */
export const rtmpUrl = ingest("rtmp", portOf("TCP"));
/** Where encoders publish by SRT. */
export const srtUrl = ingest("srt", portOf("UDP"));
/** Domain that node names stand under. */
export const nodeDomain = config.registrar?.nodeDomain;
/** Names of the Auto Scaling groups. */
export const groups = cluster.groups;
/** Topic of scaling events. */
export const topicArn = cluster.topicArn;
/** Function that keeps node names, for runs by hand. */
export const registrarFunction = cluster.registrarFunction;

// Most clusters have neither webhook nor pool, and the engine warns of every output without a value.
if (cluster.webhookSecretArn) {
    /** Secret by which the application checks the signatures of webhooks. */
    module.exports.webhookSecretArn = cluster.webhookSecretArn;
}
if (Object.keys(cluster.scalingPolicyArns).length > 0) {
    /** Policies for the role of the application, by the groups that it scales. */
    module.exports.scalingPolicyArns = cluster.scalingPolicyArns;
}
