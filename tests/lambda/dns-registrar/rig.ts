import { serveBatch } from "../../../lambda/dns-registrar/invocations";
import type { Log } from "../../../lambda/dns-registrar/log";
import type { Clock } from "../../../lambda/dns-registrar/pace";
import { Registrar } from "../../../lambda/dns-registrar/registrar";
import { connectServices } from "../../../lambda/dns-registrar/services";
import { readSettings } from "../../../lambda/dns-registrar/settings";
import { AwsServer } from "../../support/aws-servers/server";
import { batch } from "./notices";

/** What the program gives the function. */
export const environment = {
    ZONE_ID: "Z0EXAMPLENODES7",
    NODE_DOMAIN: "nodes.example.com",
    RECORD_TTL: "60",
    OWNER_ID: "3cc518fd",
    ADDRESS: "public",
    CLUSTER: "pool-prod",
};

export const settings = readSettings(environment);

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

export interface LogLine {
    readonly level: "info" | "warn" | "error";
    readonly message: string;
    readonly extra: unknown;
}

export function recordingLog(): { log: Log; lines: LogLine[] } {
    const lines: LogLine[] = [];
    const record = (level: LogLine["level"]) => (message: unknown, extra?: unknown) => {
        lines.push({ level, message: String(message), extra });
    };
    return { log: { info: record("info"), warn: record("warn"), error: record("error") } as Log, lines };
}

/** The environment in which the AWS clients talk to a server of this machine. */
export function clientEnvironment(endpoint: string): Record<string, string> {
    return {
        AWS_ENDPOINT_URL: endpoint,
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
    readonly lines: LogLine[];
    readonly log: Log;
    /** Hands in the messages as one batch; returns the ids of those that come again. The first message has the id `1`. */
    serve(...bodies: string[]): Promise<string[]>;
    /** Ten minutes from now on the fake clock. */
    deadline(): { at: number };
    stop(): Promise<void>;
}

/** A registrar with the real AWS clients, a local server that answers them, and a clock that does not wait. */
export async function startRig(overrides: Partial<typeof settings> = {}): Promise<Rig> {
    const aws = new AwsServer();
    const variables = clientEnvironment(await aws.start());
    const before = Object.keys(variables).map((key) => [key, process.env[key]] as const);
    Object.assign(process.env, variables);
    const clock = new FakeClock();
    const used = { ...settings, ...overrides };
    const { log, lines } = recordingLog();
    const registrar = new Registrar({ settings: used, services: connectServices(used, clock), clock, log });
    const stop = async () => {
        await aws.stop();
        for (const [key, value] of before) {
            if (value === undefined) delete process.env[key];
            else process.env[key] = value;
        }
    };
    const deadline = () => ({ at: clock.now() + 600_000 });
    const serve = async (...bodies: string[]) => {
        const { batchItemFailures } = await serveBatch(batch(...bodies), registrar, deadline(), log);
        return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    };
    return { aws, clock, registrar, lines, log, serve, deadline, stop };
}
