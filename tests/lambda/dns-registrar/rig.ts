import type { Announcement, QueuedAnnouncement } from "../../../lambda/announcement";
import type { Measures } from "../../../lambda/dns-registrar/measures";
import { type DirectAnswer, serveBatch, serveDirect } from "../../../lambda/dns-registrar/messages/invocations";
import type { Clock } from "../../../lambda/dns-registrar/pace";
import { Registrar } from "../../../lambda/dns-registrar/registrar";
import { type Connections, connect } from "../../../lambda/dns-registrar/services";
import { readSettings } from "../../../lambda/dns-registrar/settings";
import type { Log } from "../../../lambda/log";
import { DynamoServer, registrarTable } from "../../support/aws-servers/dynamo";
import { AwsServer } from "../../support/aws-servers/server";
import { type LogLine, recordingLog } from "../recordings";
import { batch } from "./notices";

export { recordingLog };

/** What the program gives the function. */
export const environment = {
    ZONE_ID: "Z0EXAMPLENODES7",
    NODE_DOMAIN: "nodes.example.com",
    RECORD_TTL: "60",
    OWNER_ID: "3cc518fd",
    ADDRESS: "public",
    CLUSTER: "pool-prod",
    TABLE_NAME: registrarTable,
    ANNOUNCEMENTS_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/345678901234/pool-prod-announcements.fifo",
    AWS_REGION: "eu-west-1",
};

export const settings = readSettings(environment);

/** URL of the queue on a server of this machine. */
export function queueUrlOf(endpoint: string): string {
    return `${endpoint}/345678901234/pool-prod-announcements.fifo`;
}

/** 2026-10-14T09:41:27Z in milliseconds. */
export const startOfTests = Date.UTC(2026, 9, 14, 9, 41, 27);

/** Time that passes only while somebody sleeps. */
export class FakeClock implements Clock {
    readonly sleeps: number[] = [];

    constructor(private time = startOfTests) {}

    now(): number {
        return this.time;
    }

    async sleep(milliseconds: number): Promise<void> {
        this.sleeps.push(milliseconds);
        this.time += milliseconds;
    }

    random(): number {
        return 0.5;
    }
}

/** Metrics as they are added, by name. Several values of a name are kept in order. */
export function recordingMeasures(): { measures: Measures; measured: Map<string, number[]> } {
    const measured = new Map<string, number[]>();
    const measures = {
        addMetric: (name: string, _unit: string, value: number) => {
            measured.set(name, [...(measured.get(name) ?? []), value]);
        },
        publishStoredMetrics: () => undefined,
    };
    return { measures: measures as unknown as Measures, measured };
}

/** The environment in which the AWS clients talk to servers of this machine. */
export function clientEnvironment(endpoint: string, dynamoEndpoint: string): Record<string, string> {
    return {
        AWS_ENDPOINT_URL: endpoint,
        AWS_ENDPOINT_URL_DYNAMODB: dynamoEndpoint,
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "example",
        AWS_EC2_METADATA_DISABLED: "true",
    };
}

export interface Rig {
    readonly aws: AwsServer;
    readonly clock: FakeClock;
    readonly registrar: Registrar;
    readonly connections: Connections;
    readonly lines: LogLine[];
    readonly log: Log;
    readonly measured: ReadonlyMap<string, readonly number[]>;
    /** Hands in the messages as one batch; returns the ids of those that come again. The first message has the id `1`. */
    serve(...bodies: string[]): Promise<string[]>;
    /** A direct run. Default: the schedule's. */
    direct(event?: unknown): Promise<DirectAnswer>;
    /** Announcements in the queue, in order. */
    announced(): Announcement[];
    /** Ten minutes from now on the fake clock. */
    deadline(): { at: number };
    stop(): Promise<void>;
}

export interface RigOptions extends Partial<typeof settings> {
    /** Whether there is a webhook. Default: no. */
    readonly webhook?: boolean;
}

/** A registrar with the real AWS clients, local servers that answer them, and a clock that does not wait. */
export async function startRig({ webhook = false, ...overrides }: RigOptions = {}): Promise<Rig> {
    const aws = new AwsServer();
    const dynamo = new DynamoServer();
    const endpoint = await aws.start();
    const variables = clientEnvironment(endpoint, await dynamo.start());
    const before = Object.keys(variables).map((key) => [key, process.env[key]] as const);
    Object.assign(process.env, variables);
    const clock = new FakeClock();
    const { announcementsQueueUrl: _nobody, ...silent } = settings;
    const used = { ...silent, ...(webhook && { announcementsQueueUrl: queueUrlOf(endpoint) }), ...overrides };
    const { log, lines } = recordingLog();
    const { measures, measured } = recordingMeasures();
    const connections = connect(used, clock);
    const registrar = new Registrar({ settings: used, connections, clock, log, measures });
    const stop = async () => {
        await Promise.all([aws.stop(), dynamo.stop()]);
        for (const [key, value] of before) {
            if (value === undefined) delete process.env[key];
            else process.env[key] = value;
        }
    };
    let runs = 0;
    const deadline = () => ({ at: clock.now() + 600_000 });
    const service = () => ({ registrar, deadline: deadline(), log, id: `run-${++runs}` });
    const serve = async (...bodies: string[]) => {
        const { batchItemFailures } = await serveBatch(batch(...bodies), service());
        return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    };
    const direct = (event: unknown = { source: "mc.registrar", mode: "reconcile", reason: "schedule" }) =>
        serveDirect(event, service());
    const announced = () => aws.messages.map(({ body }) => (JSON.parse(body) as QueuedAnnouncement).announcement);
    return { aws, clock, registrar, connections, lines, log, measured, serve, direct, announced, deadline, stop };
}
