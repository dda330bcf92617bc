import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { Route53Client } from "@aws-sdk/client-route-53";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { AnnouncementQueue } from "./announcements/queue";
import { type Clock, RateLimiter } from "./pace";
import type { Settings } from "./settings";
import { Lease } from "./store/lease";
import { NodeTable } from "./store/node-table";
import { Groups } from "./world/auto-scaling";
import { Instances } from "./world/ec2";
import type { Services } from "./world/look";
import { Zone } from "./zone/route53";

/** One try per call, because the registrar retries itself and knows its deadline. Times in milliseconds. */
const clientOptions = {
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 2000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/** What the registrar is connected to. */
export interface Connections {
    readonly services: Services;
    /** The lease of one run; `holder` names the run. */
    lease: (holder: string) => Pick<Lease, keyof Lease>;
    /** Absent without webhook. */
    readonly queue?: Pick<AnnouncementQueue, "send">;
}

/** Clients of the services, with region and credentials from the environment of the function. */
export function connect(settings: Settings, clock: Clock): Connections {
    const { tableName, announcementsQueueUrl } = settings;
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions), {
        marshallOptions: { removeUndefinedValues: true },
    });
    return {
        services: {
            groups: new Groups(new AutoScalingClient(clientOptions), settings.ownerId),
            instances: new Instances(new EC2Client(clientOptions), settings.address),
            zone: new Zone(new Route53Client(clientOptions), new RateLimiter(clock), settings),
            table: new NodeTable(documents, tableName),
        },
        lease: (holder) => new Lease(documents, tableName, holder),
        ...(announcementsQueueUrl && {
            queue: new AnnouncementQueue(new SQSClient(clientOptions), announcementsQueueUrl),
        }),
    };
}
