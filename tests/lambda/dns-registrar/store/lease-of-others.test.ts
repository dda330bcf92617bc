import * as assert from "node:assert/strict";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Retry } from "../../../../lambda/dns-registrar/pace";
import { Lease } from "../../../../lambda/dns-registrar/store/lease";
import { NodeTable } from "../../../../lambda/dns-registrar/store/node-table";
import { DynamoServer, documentsOf, registrarTable } from "../../../support/aws-servers/dynamo";

const once: Retry = (call) => call();
const now = 1_791_970_887_000;

describe("the lease between runs, in a real table", () => {
    let dynamo: DynamoServer;
    let client: DynamoDBDocumentClient;
    const leaseOf = (holder: string) => new Lease(client, registrarTable, holder);

    beforeEach(async () => {
        dynamo = new DynamoServer();
        client = documentsOf(await dynamo.start());
    });
    afterEach(async () => {
        client.destroy();
        await dynamo.stop();
    });

    it("is renewed by a run that looks what others left", async () => {
        const first = leaseOf("a");
        await first.take(now, once);
        await leaseOf("b").leave(["x"], now + 90_000, once);

        await first.keep(now + 100_000, once);

        assert.equal(await leaseOf("b").take(now + 200_000, once), undefined);
        assert.deepEqual(await leaseOf("b").take(now + 251_000, once), ["x"]);
    });

    it("takes no events for a run that crashed: whoever has them takes the lease", async () => {
        await leaseOf("a").take(now, once);

        assert.equal(await leaseOf("b").leave(["x"], now + 150_000, once), true);
        assert.equal(await leaseOf("b").leave(["y"], now + 151_000, once), false);
        assert.deepEqual(await leaseOf("b").take(now + 151_000, once), ["x"]);
    });

    it("counts as given back when only the answer got lost", async () => {
        const first = leaseOf("a");
        await first.take(now, once);

        assert.equal(await first.giveBack([], once), true);
        assert.equal(await first.giveBack([], once), true);
    });

    it("hands events out in one order, however they were left", async () => {
        const first = leaseOf("a");
        await first.take(now, once);
        await leaseOf("b").leave(["z", "a"], now, once);
        await leaseOf("c").leave(["m"], now, once);

        assert.deepEqual(await first.keep(now, once), ["a", "m", "z"]);
    });

    it("fails when the table does: nobody takes that for a lease of somebody else", async () => {
        const lease = new Lease(client, "no-such-table", "a");

        await assert.rejects(lease.take(now, once), { name: "ResourceNotFoundException" });
        await assert.rejects(lease.leave(["x"], now, once), { name: "ResourceNotFoundException" });
        await assert.rejects(lease.giveBack([], once), { name: "ResourceNotFoundException" });
    });
});

describe("the node table when DynamoDB's answers are not as they should be", () => {
    it("is read without a delay behind what was written, and given up when its pages do not end", async () => {
        const consistent: (boolean | undefined)[] = [];
        const endless = {
            send: async ({ input }: { readonly input: { readonly ConsistentRead?: boolean } }) => {
                consistent.push(input.ConsistentRead);
                return { Items: [], LastEvaluatedKey: { kind: "node", id: "m-000000000000" } };
            },
        };
        const table = new NodeTable(endless as unknown as DynamoDBDocumentClient, registrarTable);
        const read = async () => {
            for await (const _entry of table.read(once)) assert.ok(_entry);
        };

        await assert.rejects(read(), /did not end after 200 pages/);
        assert.deepEqual([...new Set(consistent)], [true]);
    });

    it("fails a call that stays too busy, so that nobody takes it for written", async () => {
        const busy = {
            send: async ({ input }: { readonly input: { readonly RequestItems: object } }) => ({
                UnprocessedItems: input.RequestItems,
            }),
        };
        const table = new NodeTable(busy as unknown as DynamoDBDocumentClient, registrarTable);

        await assert.rejects(table.save({ write: [{ label: "m-000000000000" }], forget: [] }, once), {
            name: "ThrottlingException",
        });
    });
});
