import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import type { SQSBatchResponse } from "aws-lambda";
import type { QueuedAnnouncement } from "../../../lambda/announcement";
import { LimitProxy, type LimitProxyOptions } from "../../support/limit-proxy/limit-proxy";
import { seeded } from "../../support/limit-proxy/trouble";
import { Account } from "../../support/moto/account";
import { bundleOf } from "../bundle-process";
import { batch, classic, hook } from "../dns-registrar/notices";
import { clientEnvironment, environment, startOfTests } from "../dns-registrar/rig";
import { groupName, markSet, nameOf } from "../dns-registrar/situations";
import { FunctionProcess } from "./function-process";

/** Milliseconds: how long the queue hides the messages of a crashed run, and how often the schedule comes. */
const visibility = 720_000;
const period = 300_000;
/** Messages of one batch. */
const batchSize = 1000;

/** How long a node may drain. */
export const drainMinutes = 30;

const domain = "nodes.example.com";

/** Records that belong to others: an address at a name of ours, a name of another owner, and names of other shapes. */
const foreignSets: readonly ResourceRecordSet[] = [
    plain(nameOf("i-foreign"), "A", "203.0.113.9"),
    plain(nameOf("i-of-another-owner"), "A", "203.0.113.10"),
    plain(nameOf("i-of-another-owner"), "TXT", markSet("i-of-another-owner", { owner: "00000001" }).values[0] ?? ""),
    plain(`_acme-challenge.${domain}`, "TXT", '"proof"'),
    plain(`origin.${domain}`, "A", "203.0.113.11"),
    plain("m-0123456789ab.example.com", "A", "203.0.113.12"),
];

/** The zone as a storm left it, and as it should be: one line per record set, sorted. */
export interface Records {
    readonly ours: readonly string[];
    readonly truth: readonly string[];
    readonly foreign: readonly string[];
    readonly foreignBefore: readonly string[];
}

export interface StormOptions {
    /** What is lost, doubled and reordered depends on it. Default: 1. */
    readonly seed?: number;
    readonly limits?: LimitProxyOptions["limits"];
}

/**
 * A cluster in a moto account, the built registrar in a process of its own, and between them the proxy that knows AWS's limits.
 * The events queue is played: it loses, doubles and reorders what Auto Scaling tells, and hands out again what was not served.
 */
export class Storm {
    /** What was told, in the order of each node. */
    readonly told: QueuedAnnouncement[] = [];
    crashes = 0;
    /** When the storm began, in milliseconds: on the function's clock, and here. */
    begun = { own: startOfTests, here: performance.now() };

    private constructor(
        readonly account: Account,
        readonly proxy: LimitProxy,
        /** Serves everything that comes one after the other. */
        readonly registrar: FunctionProcess,
        /** Serve what comes at the same time. */
        private readonly others: readonly FunctionProcess[],
        private readonly random: () => number,
    ) {
        // As the notifier does. moto grows slow with every message that waits in a queue.
        proxy.after.set("SendMessageBatch", async () => {
            const messages = await account.messages();
            this.told.push(...messages.map(({ Body = "" }) => JSON.parse(Body) as QueuedAnnouncement));
        });
    }

    /** `endpoint` is that of a moto server without any resources. */
    static async begin(endpoint: string, { seed = 1, limits = {} }: StormOptions = {}): Promise<Storm> {
        const account = new Account(endpoint, {
            group: groupName,
            owner: environment.OWNER_ID,
            zone: "example.com",
            table: environment.TABLE_NAME,
            queue: "pool-prod-announcements.fifo",
        });
        await account.furnish();
        await account.put(foreignSets);
        const zone = { id: environment.ZONE_ID, behind: account.zoneId, name: "example.com" };
        const proxy = new LimitProxy({ behind: endpoint, zone, limits });
        const front = await proxy.start();
        const variables = {
            ...clientEnvironment(front, front),
            ...environment,
            ANNOUNCEMENTS_QUEUE_URL: `${front}${account.queuePath}`,
            POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
            POWERTOOLS_SERVICE_NAME: "dns-registrar",
        };
        const process = () => new FunctionProcess(bundleOf("dns-registrar"), variables, startOfTests);
        const registrar = process();
        proxy.kill = () => registrar.kill();
        return new Storm(account, proxy, registrar, [process(), process()], seeded(seed));
    }

    async end(): Promise<void> {
        await Promise.all([this.registrar, ...this.others].map((process) => process.kill()));
        await this.proxy.stop();
        this.account.close();
    }

    /** Counts calls and time anew. */
    restart(): void {
        this.begun = { own: this.registrar.now(), here: performance.now() };
        this.proxy.calls.clear();
        this.proxy.throttles.clear();
        this.proxy.route53.applied.length = 0;
    }

    /** Launches nodes; returns what Auto Scaling tells of them. */
    async launch(count: number): Promise<string[]> {
        return (await this.account.launch(count)).map((id) => classic("EC2_INSTANCE_LAUNCH", id));
    }

    /** Lowers the group's capacity; returns what Auto Scaling tells of the nodes that went. */
    async shrink(capacity: number): Promise<string[]> {
        return (await this.account.shrink(capacity)).map((id) => classic("EC2_INSTANCE_TERMINATE", id));
    }

    /** Begins to drain nodes that nobody completes the hook of; returns what Auto Scaling tells of them. */
    drain(instanceIds: readonly string[]): string[] {
        const { lifecycle } = this.proxy;
        const metadata = JSON.stringify({ v: 1, cluster: environment.CLUSTER, maxMinutes: drainMinutes });
        lifecycle.hooks.push({ name: "terminate-drain", transition: "TERMINATING", heartbeat: 900, metadata });
        lifecycle.hold(instanceIds);
        lifecycle.onCompleted = (id) => this.account.terminate([id]);
        const Time = new Date(this.registrar.now()).toISOString();
        return instanceIds.map((id) => hook("TERMINATING", id, { Time }));
    }

    /** A tenth of the messages lost, a tenth doubled, in any order. */
    jumbled(messages: readonly string[]): string[] {
        const kept = messages.filter(() => this.random() >= 0.1);
        const doubled = kept.filter(() => this.random() < 0.1);
        return [...kept, ...doubled]
            .map((message) => [this.random(), message] as const)
            .sort(([a], [b]) => a - b)
            .map(([, message]) => message);
    }

    /** Hands the messages over in batches, and those that were not served again, as often as the queue does. */
    async deliver(messages: readonly string[]): Promise<void> {
        let waiting = [...messages];
        for (let receive = 1; waiting.length > 0 && receive <= 10; receive += 1) {
            const again: string[] = [];
            for (let start = 0; start < waiting.length; start += batchSize) {
                const bodies = waiting.slice(start, start + batchSize);
                const { answer, crashed } = await this.invoke(batch(...bodies));
                const failed = (answer as SQSBatchResponse | undefined)?.batchItemFailures;
                if (crashed || failed === undefined) again.push(...bodies);
                else again.push(...failed.map(({ itemIdentifier }) => bodies[Number(itemIdentifier) - 1] ?? ""));
            }
            waiting = again;
            if (waiting.length > 0) this.registrar.pass(visibility);
        }
    }

    /** Hands over a batch to each of three processes at the same time; what they do not serve comes again to one of them. */
    async deliverAtOnce(messages: readonly string[]): Promise<void> {
        const processes = [this.registrar, ...this.others];
        const again = await Promise.all(
            processes.map(async (process, turn) => {
                const bodies = messages.filter((_, index) => index % processes.length === turn);
                const { answer, error } = await process.invoke(batch(...bodies));
                if (answer === undefined) throw new Error(`The run failed: ${error}`);
                const { batchItemFailures } = answer as SQSBatchResponse;
                return batchItemFailures.map(({ itemIdentifier }) => bodies[Number(itemIdentifier) - 1] ?? "");
            }),
        );
        await this.deliver(again.flat());
    }

    /** The schedule's runs. */
    async reconcile(runs = 2): Promise<void> {
        for (let run = 0; run < runs; run += 1) {
            this.registrar.pass(period);
            await this.invoke({ source: "mc.registrar", mode: "reconcile", reason: "schedule" });
        }
    }

    async records(): Promise<Records> {
        const sets = await this.account.records();
        const foreignNames = new Set(foreignSets.map(({ Name }) => `${Name}.`));
        const nodes = [...(await this.account.nodes())];
        // Every name has one address and one mark; the mark's time is not part of the truth.
        const truth = nodes.flatMap(([id, address]) => [
            `${nameOf(id)}. A 60 ${address}`,
            `${nameOf(id)}. TXT 60 our mark`,
        ]);
        return {
            ours: linesOf(sets.filter(({ Name = "" }) => !foreignNames.has(Name))),
            truth: truth.sort(),
            foreign: linesOf(sets.filter(({ Name = "" }) => foreignNames.has(Name))),
            foreignBefore: linesOf(foreignSets.map((set) => ({ ...set, Name: `${set.Name}.` }))),
        };
    }

    /** Calls and refused calls per action. */
    summary(): string {
        const counts = (all: ReadonlyMap<string, number>) =>
            [...all]
                .sort()
                .map(([action, number]) => `${action} ${number}`)
                .join(", ") || "none";
        return `calls: ${counts(this.proxy.calls)}; throttled: ${counts(this.proxy.throttles)}`;
    }

    private async invoke(event: unknown) {
        const invocation = await this.registrar.invoke(event);
        if (invocation.crashed) this.crashes += 1;
        return invocation;
    }
}

function linesOf(sets: readonly ResourceRecordSet[]): string[] {
    return sets
        .map(({ Name, Type, TTL, ResourceRecords = [] }) =>
            [Name, Type, TTL, ...ResourceRecords.map(({ Value }) => Value)].join(" "),
        )
        .map((line) => line.replace(/"mc1;o=3cc518fd;g=[0-9a-f]{8};t=[0-9a-f]{8}"$/, "our mark"))
        .sort();
}

function plain(Name: string, Type: "A" | "TXT", Value: string): ResourceRecordSet {
    return { Name, Type, TTL: 60, ResourceRecords: [{ Value }] };
}
