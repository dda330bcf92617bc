import * as assert from "node:assert/strict";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Lease } from "../../../lambda/dns-registrar/store/lease";
import { DynamoServer, registrarTable } from "../../support/aws-servers/dynamo";
import { AwsServer } from "../../support/aws-servers/server";
import { callBundle } from "../bundle-process";
import { clientEnvironment, environment } from "./rig";
import { groupName, nameOf } from "./situations";

const reconcile = { source: "mc.registrar", mode: "reconcile", reason: "schedule" };

describe("an invocation of the registrar's bundle", () => {
    const aws = new AwsServer();
    const dynamo = new DynamoServer();
    let endpoint: string;
    let dynamoEndpoint: string;
    let node: string;
    const shown = () => aws.zone.valuesAt(nameOf(node), "A");

    before(async () => {
        endpoint = await aws.start();
        dynamoEndpoint = await dynamo.start();
        node = aws.fleet.launch(aws.fleet.addGroup(groupName, { desired: 1 }));
    });
    after(() => Promise.all([aws.stop(), dynamo.stop()]));

    async function call(remainingTime: number) {
        const variables = {
            ...clientEnvironment(endpoint, dynamoEndpoint),
            POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
            POWERTOOLS_SERVICE_NAME: "dns-registrar",
            ...environment,
            ANNOUNCEMENTS_QUEUE_URL: "",
        };
        const { answers, logs } = await callBundle("dns-registrar", [reconcile], variables, { remainingTime });
        return { answer: Array.isArray(answers) ? answers[0] : answers, logs };
    }

    /** Takes the lease under a name, as a run does that has not ended yet. */
    async function holdLeaseAs(holder: string): Promise<Lease> {
        const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" };
        const client = new DynamoDBClient({ endpoint: dynamoEndpoint, region: "eu-west-1", credentials });
        const lease = new Lease(DynamoDBDocumentClient.from(client), registrarTable, holder);
        assert.ok(await lease.take(Date.now(), (take) => take()));
        return lease;
    }

    it("sends no change in its last 15 s, in which it has to answer", async () => {
        const { answer } = await call(14_000);

        assert.deepEqual([answer.name, shown()], ["RunIncompleteError", []]);
    });

    it("leaves the work to another one that holds the lease", async () => {
        const other = await holdLeaseAs("request-2");

        const { answer } = await call(60_000);

        assert.deepEqual([answer, shown()], [{ handedOver: true, reason: "schedule" }, []]);
        await other.giveBackWithEvents((give) => give());
    });

    it("goes on with a lease that it took under its own request id, and logs that id", async () => {
        await holdLeaseAs("request-1");

        const { answer, logs } = await call(60_000);

        assert.deepEqual([answer.created, shown()], [1, ["198.18.0.2"]]);
        assert.deepEqual([...new Set(logs.map((line) => line.function_request_id))], ["request-1"]);
    });
});
