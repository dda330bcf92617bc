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
 * A run that finds the lease taken leaves its events for the holder and ends. They stand in the lease itself, so that a
 * holder that crashes takes nothing with it: whoever takes the lease next finds them.
 */
export class Lease {
    constructor(
        private readonly client: DynamoDBDocumentClient,
        private readonly table: string,
        /** Name of this run, unique. */
        private readonly holder: string,
    ) {}

    /**
     * Takes the lease, and what was left in it.
     *
     * @param now milliseconds since 1970
     * @returns the left events, or undefined while another run holds the lease
     */
    async take(now: number, retry: Retry): Promise<readonly string[] | undefined> {
        const seconds = Math.floor(now / 1000);
        return this.unlessRefused(retry, async () => {
            const { Attributes } = await this.client.send(
                new UpdateCommand({
                    TableName: this.table,
                    Key: key,
                    UpdateExpression: "SET holder = :holder, expires = :expires REMOVE leftEvents",
                    // A try whose answer got lost may have taken it already.
                    ConditionExpression: "attribute_not_exists(expires) OR expires < :now OR holder = :holder",
                    ExpressionAttributeValues: {
                        ":holder": this.holder,
                        ":expires": seconds + leaseSeconds,
                        ":now": seconds,
                    },
                    ReturnValues: "ALL_OLD",
                }),
            );
            return leftEvents(Attributes);
        });
    }

    /** Leaves events for the run that holds the lease. False when no run does any more: then it can be taken. */
    async leave(events: readonly string[], now: number, retry: Retry): Promise<boolean> {
        const left = await this.unlessRefused(retry, async () => {
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

    /** Takes what other runs left since, and keeps the lease. */
    async takeLeft(now: number, retry: Retry): Promise<readonly string[]> {
        const left = await this.unlessRefused(retry, async () => {
            const { Attributes } = await this.client.send(
                new UpdateCommand({
                    TableName: this.table,
                    Key: key,
                    UpdateExpression: "SET expires = :expires REMOVE leftEvents",
                    ConditionExpression: "holder = :holder AND attribute_exists(leftEvents)",
                    ExpressionAttributeValues: {
                        ":holder": this.holder,
                        ":expires": Math.floor(now / 1000) + leaseSeconds,
                    },
                    ReturnValues: "ALL_OLD",
                }),
            );
            return leftEvents(Attributes);
        });
        return left ?? [];
    }

    /** Gives the lease back. False when events were left in the meantime: they want to be taken first. */
    async giveBack(retry: Retry): Promise<boolean> {
        const given = await this.unlessRefused(retry, async () => {
            await this.client.send(
                new DeleteCommand({
                    TableName: this.table,
                    Key: key,
                    ConditionExpression:
                        "attribute_not_exists(holder) OR (holder = :holder AND attribute_not_exists(leftEvents))",
                    ExpressionAttributeValues: { ":holder": this.holder },
                }),
            );
            return true;
        });
        return given === true;
    }

    /** Gives the lease back with the events in it, for the next run. */
    async giveBackWithEvents(retry: Retry): Promise<void> {
        await this.unlessRefused(retry, async () => {
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

    private async unlessRefused<T>(retry: Retry, call: () => Promise<T>): Promise<T | undefined> {
        try {
            return await retry(call);
        } catch (error) {
            if (error instanceof ConditionalCheckFailedException) return undefined;
            throw error;
        }
    }
}

function leftEvents(attributes: Record<string, unknown> | undefined): readonly string[] {
    const left = attributes?.leftEvents;
    return left instanceof Set ? [...left].filter((event) => typeof event === "string").sort() : [];
}
