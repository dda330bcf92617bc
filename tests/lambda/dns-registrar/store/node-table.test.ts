import * as assert from "node:assert/strict";
import type { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Retry, withBackoff } from "../../../../lambda/dns-registrar/pace";
import type { KnownNode } from "../../../../lambda/dns-registrar/store/known-node";
import { Lease } from "../../../../lambda/dns-registrar/store/lease";
import { NodeTable } from "../../../../lambda/dns-registrar/store/node-table";
import { DynamoServer, documentsOf, registrarTable } from "../../../support/aws-servers/dynamo";
import { FakeClock } from "../rig";

const once: Retry = (call) => call();

function entries(count: number): KnownNode[] {
    return Array.from({ length: count }, (_, index) => ({
        label: `m-${index.toString(16).padStart(12, "0")}`,
        instanceId: `i-${index.toString(16).padStart(17, "0")}`,
        group: "pool-prod-media",
        generation: 1_791_970_887,
        announced: "created",
        revision: 2,
        facts: { address: "198.18.0.7", warmStart: false },
    }));
}

describe("the node table, in a real table", () => {
    let dynamo: DynamoServer;
    let client: DynamoDBDocumentClient;
    let table: NodeTable;

    beforeEach(async () => {
        dynamo = new DynamoServer();
        client = documentsOf(await dynamo.start());
        table = new NodeTable(client, registrarTable);
    });
    afterEach(async () => {
        client.destroy();
        await dynamo.stop();
    });

    async function all(): Promise<KnownNode[]> {
        const found: KnownNode[] = [];
        for await (const entry of table.read(once)) found.push(entry);
        return found.sort((a, b) => (a.label < b.label ? -1 : 1));
    }

    it("gives back what was written, over several calls", async () => {
        const written = entries(60);

        await table.save({ write: written, forget: [] }, once);

        assert.deepEqual(await all(), written);
    });

    it("gives back more than one page of a query holds", async () => {
        const written = entries(1600).map((entry) => ({ ...entry, group: "g".repeat(800) }));

        await table.save({ write: written, forget: [] }, once);

        assert.equal((await all()).length, 1600);
    }).timeout(30_000);

    it("replaces and forgets entries, and leaves the others and the lease alone", async () => {
        const [a, b, c] = entries(3) as [KnownNode, KnownNode, KnownNode];
        const lease = new Lease(client, registrarTable, "run");
        await lease.take(1000, once);
        await table.save({ write: [a, b, c], forget: [] }, once);

        await table.save({ write: [{ label: b.label, pooled: true }], forget: [c.label, "m-unknown"] }, once);

        assert.deepEqual(await all(), [a, { label: b.label, pooled: true }]);
        assert.equal(await lease.giveBack([], once), true);
    });

    it("sends again what the table was too busy for", async () => {
        const sizes: number[] = [];
        const busy = {
            send: async ({ input }: BatchWriteCommand) => {
                const requests = input.RequestItems?.[registrarTable] ?? [];
                sizes.push(requests.length);
                return sizes.length < 3 ? { UnprocessedItems: { [registrarTable]: requests.slice(1) } } : {};
            },
        };
        const clock = new FakeClock();
        const retry: Retry = (call) => withBackoff(clock, { at: Number.POSITIVE_INFINITY }, call);

        const busyTable = new NodeTable(busy as unknown as DynamoDBDocumentClient, registrarTable);
        await busyTable.save({ write: entries(4), forget: [] }, retry);

        assert.deepEqual(sizes, [4, 3, 2]);
    });
});
