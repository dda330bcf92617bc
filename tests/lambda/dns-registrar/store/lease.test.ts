import * as assert from "node:assert/strict";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Retry } from "../../../../lambda/dns-registrar/pace";
import { Lease } from "../../../../lambda/dns-registrar/store/lease";
import { DynamoServer, documentsOf, registrarTable } from "../../../support/aws-servers/dynamo";

const once: Retry = (call) => call();

describe("the lease of the zone, in a real table", () => {
    let dynamo: DynamoServer;
    let client: DynamoDBDocumentClient;
    const now = 1_791_970_887_000;
    const later = now + 151_000;
    const leaseOf = (holder: string) => new Lease(client, registrarTable, holder);

    beforeEach(async () => {
        dynamo = new DynamoServer();
        client = documentsOf(await dynamo.start());
    });
    afterEach(async () => {
        client.destroy();
        await dynamo.stop();
    });

    it("is one run's at a time", async () => {
        assert.deepEqual(await leaseOf("a").take(now, once), []);
        assert.equal(await leaseOf("b").take(now, once), undefined);
    });

    it("is one run's when twenty want it at once", async () => {
        const runs = Array.from({ length: 20 }, (_, index) => leaseOf(`run-${index}`).take(now, once));

        const taken = (await Promise.all(runs)).filter((left) => left !== undefined);
        assert.equal(taken.length, 1);
    });

    it("is kept by a run whose answer got lost", async () => {
        await leaseOf("a").take(now, once);

        assert.deepEqual(await leaseOf("a").take(now, once), []);
    });

    it("is free again after it was given back", async () => {
        const first = leaseOf("a");
        await first.take(now, once);

        assert.equal(await first.giveBack([], once), true);
        assert.deepEqual(await leaseOf("b").take(now, once), []);
    });

    it("is free again 150 s after its run crashed", async () => {
        await leaseOf("a").take(now, once);

        assert.equal(await leaseOf("b").take(now + 150_000, once), undefined);
        assert.deepEqual(await leaseOf("b").take(later, once), []);
    });

    it("holds the events that others leave, until its run says that it served them all", async () => {
        const first = leaseOf("a");
        await first.take(now, once);

        assert.equal(await leaseOf("b").leave(["x", "y"], now, once), true);
        assert.equal(await leaseOf("c").leave(["y", "z"], now, once), true);
        assert.equal(await first.giveBack([], once), false);
        assert.deepEqual(await first.keep(now, once), ["x", "y", "z"]);
        assert.equal(await first.giveBack(["x", "y"], once), false);
        assert.equal(await first.giveBack(["z", "y", "x"], once), true);
        assert.deepEqual(await leaseOf("d").take(now, once), []);
    });

    it("gives its run the events again when an answer got lost", async () => {
        const first = leaseOf("a");
        await first.take(now, once);
        await leaseOf("b").leave(["x"], now, once);

        assert.deepEqual(await first.take(now, once), ["x"]);
        assert.deepEqual(await first.keep(now, once), ["x"]);
        assert.deepEqual(await first.keep(now, once), ["x"]);
    });

    it("hands the events of a crashed run to the next one", async () => {
        await leaseOf("a").take(now, once);
        await leaseOf("b").leave(["x"], now, once);

        assert.deepEqual(await leaseOf("c").take(later, once), ["x"]);
    });

    it("hands the events of a run without time to the next one at once", async () => {
        const first = leaseOf("a");
        await first.take(now, once);
        await leaseOf("b").leave(["x"], now, once);

        await first.giveBackWithEvents(once);

        assert.deepEqual(await leaseOf("c").take(now, once), ["x"]);
    });

    it("takes no events when no run holds it", async () => {
        assert.equal(await leaseOf("b").leave(["x"], now, once), false);
        const first = leaseOf("a");
        await first.take(now, once);
        await first.giveBack([], once);
        assert.equal(await leaseOf("b").leave(["x"], now, once), false);
        assert.equal(await leaseOf("b").leave(["x"], later, once), false);
    });

    it("is not given back, renewed or emptied by a run that lost it", async () => {
        const lost = leaseOf("a");
        await lost.take(now, once);
        await leaseOf("b").take(later, once);
        await leaseOf("c").leave(["x"], later, once);

        assert.equal(await lost.giveBack([], once), false);
        await lost.giveBackWithEvents(once);
        assert.deepEqual(await lost.keep(later, once), []);
        assert.equal(await leaseOf("d").take(later, once), undefined);
        assert.deepEqual(await leaseOf("b").keep(later, once), ["x"]);
    });
});
