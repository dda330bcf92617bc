import { DynamoServer } from "../../support/aws-servers/dynamo";
import { AwsServer } from "../../support/aws-servers/server";
import { bundleOf } from "../bundle-process";
import { clientEnvironment, environment, queueUrlOf, startOfTests } from "../dns-registrar/rig";
import { groupName } from "../dns-registrar/situations";
import { FunctionProcess } from "./function-process";

/** A run: calls to other services than DynamoDB, accepted changes, seconds of the machine, and records before it. */
export interface MeasuredRun {
    readonly calls: number;
    readonly changes: number;
    readonly seconds: number;
    readonly records: number;
}

/** Runs the built registrar over a group of so many nodes, first to publish all of them, then with nothing to do. */
export async function fullZone(nodes: number) {
    const aws = new AwsServer();
    const dynamo = new DynamoServer();
    const endpoint = await aws.start();
    const variables = {
        ...clientEnvironment(endpoint, await dynamo.start()),
        ...environment,
        ANNOUNCEMENTS_QUEUE_URL: queueUrlOf(endpoint),
        POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
        POWERTOOLS_SERVICE_NAME: "dns-registrar",
    };
    const registrar = new FunctionProcess(bundleOf("dns-registrar"), variables, startOfTests);
    const group = aws.fleet.addGroup(groupName, { desired: nodes });
    for (let node = 0; node < nodes; node += 1) aws.fleet.launch(group);
    const measured = async (): Promise<MeasuredRun> => {
        aws.calls.length = 0;
        aws.zone.applied.length = 0;
        registrar.pass(300_000);
        const begin = performance.now();
        const event = { source: "mc.registrar", mode: "reconcile", reason: "schedule" };
        const { answer, error } = await registrar.invoke(event);
        const seconds = (performance.now() - begin) / 1000;
        if (answer === undefined) throw new Error(`The run failed: ${error}. It printed: ${registrar.takeOutput()}`);
        const { records } = answer as { records: number };
        return { calls: aws.calls.length, changes: aws.zone.applied.length, seconds, records };
    };
    try {
        const publishing = await measured();
        const quiet = await measured();
        return { peak: registrar.peak, publishing, quiet };
    } finally {
        await registrar.kill();
        await Promise.all([aws.stop(), dynamo.stop()]);
    }
}

// As a program, for `npm run bench -- functions`: takes the number of nodes and prints JSON.
if (require.main === module) {
    fullZone(Number(process.argv[2])).then(
        (measured) => console.log(JSON.stringify(measured)),
        (error: unknown) => {
            console.error(error);
            process.exitCode = 1;
        },
    );
}
