import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Retry } from "../pace";
import type { KnownNode } from "./known-node";

/** Items of one BatchWriteItem call. */
const itemsPerCall = 25;
/** More pages than this mean that paging does not advance. */
const mostPages = 200;
const kind = "node";

/** What shall be remembered: entries to write, and labels to forget. */
export interface Remembered {
    readonly write: readonly KnownNode[];
    readonly forget: readonly string[];
}

type WriteRequest = NonNullable<
    NonNullable<ConstructorParameters<typeof BatchWriteCommand>[0]["RequestItems"]>[string]
>[number];

/** What the registrar remembers about nodes, one item per label. */
export class NodeTable {
    constructor(
        private readonly client: DynamoDBDocumentClient,
        private readonly table: string,
    ) {}

    /** All entries. Throws when a page is missing. */
    async *read(retry: Retry): AsyncGenerator<KnownNode> {
        let from: Record<string, unknown> | undefined;
        for (let page = 0; page < mostPages; page += 1) {
            const answer = await retry(() =>
                this.client.send(
                    new QueryCommand({
                        TableName: this.table,
                        KeyConditionExpression: "kind = :kind",
                        ExpressionAttributeValues: { ":kind": kind },
                        ConsistentRead: true,
                        ExclusiveStartKey: from,
                    }),
                ),
            );
            for (const { kind: _kind, id, ...entry } of answer.Items ?? []) yield { ...entry, label: String(id) };
            from = answer.LastEvaluatedKey;
            if (from === undefined) return;
        }
        throw new Error(`The node table did not end after ${mostPages} pages.`);
    }

    /** Writes and forgets entries. What the table was too busy for is sent again; throws when it stays busy. */
    async save({ write, forget }: Remembered, retry: Retry): Promise<void> {
        const requests: WriteRequest[] = [
            ...write.map(({ label, ...entry }) => ({ PutRequest: { Item: { kind, id: label, ...entry } } })),
            ...forget.map((id) => ({ DeleteRequest: { Key: { kind, id } } })),
        ];
        for (let start = 0; start < requests.length; start += itemsPerCall) {
            let rest = requests.slice(start, start + itemsPerCall);
            await retry(async () => {
                const answer = await this.client.send(new BatchWriteCommand({ RequestItems: { [this.table]: rest } }));
                rest = answer.UnprocessedItems?.[this.table] ?? [];
                if (rest.length > 0) throw new TableBusyError();
            });
        }
    }
}

/** DynamoDB took only a part of a batch. The name makes it a fault that passes. */
class TableBusyError extends Error {
    override readonly name = "ThrottlingException";

    constructor() {
        super("The node table took only a part of a batch.");
    }
}
