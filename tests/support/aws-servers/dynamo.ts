import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import dynalite from "dynalite";

export const registrarTable = "pool-prod-registrar";

/** DynamoDB in memory on 127.0.0.1, with the registrar's table. */
export class DynamoServer {
    private readonly server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0 });

    /** Returns the endpoint. */
    async start(): Promise<string> {
        await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
        const endpoint = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
        const client = clientOf(endpoint);
        await client.send(
            new CreateTableCommand({
                TableName: registrarTable,
                BillingMode: "PAY_PER_REQUEST",
                KeySchema: [
                    { AttributeName: "kind", KeyType: "HASH" },
                    { AttributeName: "id", KeyType: "RANGE" },
                ],
                AttributeDefinitions: ["kind", "id"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
            }),
        );
        client.destroy();
        return endpoint;
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }
}

/** A client as the registrar has one. */
export function documentsOf(endpoint: string): DynamoDBDocumentClient {
    return DynamoDBDocumentClient.from(clientOf(endpoint), { marshallOptions: { removeUndefinedValues: true } });
}

function clientOf(endpoint: string): DynamoDBClient {
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" };
    return new DynamoDBClient({ endpoint, region: "eu-west-1", credentials });
}
