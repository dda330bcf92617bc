import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Retry } from "../pace";

/** Longer than a run can take, so that a lease that still stands belongs to a run that crashed. Seconds. */
const leaseSeconds = 150;

const key = { kind: "lease", id: "zone" };

/**
 * Lets one run at a time write to the zone. Two at once would do no harm, because every change names what it replaces, but
 * each would be refused again and again in a storm, and both together would take twice the share of Route 53's account limit.
 *
 * A run that finds the lease taken leaves its events for the holder and ends. They stand in the lease until the holder gives it
 * back, so that one that crashes takes nothing with it: whoever takes the lease next finds them.
 */
export class Lease {
    constructor(
        private readonly client: DynamoDBDocumentClient,
        private readonly table: string,
        /** Name of this run, unique. */
        private readonly holder: string,
    ) {}

    /**
     * Takes the lease.
     *
     * @param now milliseconds since 1970
     * @returns the events that stand in it, or undefined while another run holds it
     */
    async take(now: number, retry: Retry): Promise<readonly string[] | undefined> {
        const seconds = Math.floor(now / 1000);
        // A try whose answer got lost may have taken it already.
        const isFree = "attribute_not_exists(expires) OR expires < :now OR holder = :holder";
        return this.hold(isFree, { ":expires": seconds + leaseSeconds, ":now": seconds }, retry);
    }

    /** Leaves events for the run that holds the lease. False when no run does any more: then it can be taken. */
    async leave(events: readonly string[], now: number, retry: Retry): Promise<boolean> {
        const left = await unlessRefused(retry, async () => {
            await this.client.send(
                new UpdateCommand({
                    TableName: this.table,
                    Key: key,
                    UpdateExpression: "ADD leftEvents :events",
                    ConditionExpression: "expires >= :now",
                    ExpressionAttributeValues: { ":events": new Set(events), ":now": Math.floor(now / 1000) },
                }),
            );
            return true;
        });
        return left === true;
    }

    /** Keeps the lease. Returns all events that stand in it; none when it was lost. */
    async keep(now: number, retry: Retry): Promise<readonly string[]> {
        const seconds = Math.floor(now / 1000);
        return (await this.hold("holder = :holder", { ":expires": seconds + leaseSeconds }, retry)) ?? [];
    }

    /** Gives the lease back. False when other events stand in it than those that were served: they want to be served first. */
    async giveBack(served: readonly string[], retry: Retry): Promise<boolean> {
        const isServed = served.length > 0 ? "leftEvents = :served" : "attribute_not_exists(leftEvents)";
        const given = await unlessRefused(retry, async () => {
            await this.client.send(
                new DeleteCommand({
                    TableName: this.table,
                    Key: key,
                    ConditionExpression: `attribute_not_exists(holder) OR (holder = :holder AND ${isServed})`,
                    ExpressionAttributeValues: {
                        ":holder": this.holder,
                        ...(served.length > 0 && { ":served": new Set(served) }),
                    },
                }),
            );
            return true;
        });
        return given === true;
    }

    /** Gives the lease back with the events in it, for the next run. */
    async giveBackWithEvents(retry: Retry): Promise<void> {
        await unlessRefused(retry, async () => {
            await this.client.send(
                new UpdateCommand({
                    TableName: this.table,
                    Key: key,
                    UpdateExpression: "SET expires = :never REMOVE holder",
                    ConditionExpression: "holder = :holder",
                    ExpressionAttributeValues: { ":holder": this.holder, ":never": 0 },
                }),
            );
        });
    }

    private hold(
        condition: string,
        values: Record<string, number>,
        retry: Retry,
    ): Promise<readonly string[] | undefined> {
        return unlessRefused(retry, async () => {
            const { Attributes } = await this.client.send(
                new UpdateCommand({
                    TableName: this.table,
                    Key: key,
                    UpdateExpression: "SET holder = :holder, expires = :expires",
                    ConditionExpression: condition,
                    ExpressionAttributeValues: { ":holder": this.holder, ...values },
                    ReturnValues: "ALL_NEW",
                }),
            );
            return leftEvents(Attributes);
        });
    }
}

async function unlessRefused<T>(retry: Retry, call: () => Promise<T>): Promise<T | undefined> {
    try {
        return await retry(call);
    } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
    }
}

function leftEvents(attributes: Record<string, unknown> | undefined): readonly string[] {
    const left = attributes?.leftEvents;
    return left instanceof Set ? [...left].filter((event) => typeof event === "string").sort() : [];
}
