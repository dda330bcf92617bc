import * as assert from "node:assert/strict";
import {
    AutoScalingClient,
    CreateAutoScalingGroupCommand,
    CreateLaunchConfigurationCommand,
    DescribeAutoScalingGroupsCommand,
    type Instance,
} from "@aws-sdk/client-auto-scaling";
import { MotoServer } from "../support/moto/moto-server";
import { notInstalled, pythonProgram } from "../support/python/programs";
import { loadScaler } from "./examples";

const groupName = "pool-prod-media";
const places = { perNode: 10, leastFree: 15, mostFree: 30 };

describe("the example of a scaler, against moto's Auto Scaling", () => {
    const moto = new MotoServer();
    let client: AutoScalingClient;

    before(async function () {
        if (pythonProgram("moto_server") === undefined) {
            console.log(`      skipped, because ${notInstalled}`);
            this.skip();
        }
        this.timeout(60_000);
        const endpoint = await moto.start();
        const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" };
        client = new AutoScalingClient({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });
        const names = { LaunchConfigurationName: "pool", AutoScalingGroupName: groupName };
        await client.send(
            new CreateLaunchConfigurationCommand({ ...names, ImageId: "ami-12c6146b", InstanceType: "c7g.xlarge" }),
        );
        await client.send(
            new CreateAutoScalingGroupCommand({
                ...names,
                MinSize: 1,
                MaxSize: 4,
                DesiredCapacity: 2,
                AvailabilityZones: ["eu-west-1a"],
                NewInstancesProtectedFromScaleIn: true,
            }),
        );
    });
    after(() => moto.stop());

    async function look(): Promise<{ desired: number | undefined; nodes: Instance[] }> {
        const { AutoScalingGroups: [group] = [] } = await client.send(
            new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] }),
        );
        return { desired: group?.DesiredCapacity, nodes: group?.Instances ?? [] };
    }

    it("grows to the group's maximum under load, and shrinks to what is needed by ending empty nodes only", async () => {
        const { scalePool } = await loadScaler();
        const scale = (usage: ReadonlyMap<string, number>) =>
            scalePool({ client, groupName, usage, cordon: async () => true, places });

        const [first, second] = (await look()).nodes.map(({ InstanceId }) => InstanceId ?? "");
        await scale(
            new Map([
                [first ?? "", 10],
                [second ?? "", 10],
            ]),
        );
        const grown = await look();
        assert.deepEqual([grown.desired, grown.nodes.length], [4, 4]);

        const usage = new Map(grown.nodes.map(({ InstanceId = "" }) => [InstanceId, InstanceId === second ? 3 : 0]));
        await scale(usage);
        const shrunk = await look();
        assert.deepEqual([shrunk.desired, shrunk.nodes.length], [3, 3]);
        assert.deepEqual(
            shrunk.nodes.map(({ InstanceId, ProtectedFromScaleIn }) => [InstanceId === second, ProtectedFromScaleIn]),
            shrunk.nodes.map(({ InstanceId }) => [InstanceId === second, InstanceId === second]),
        );
        assert.ok(shrunk.nodes.some(({ InstanceId }) => InstanceId === second));
    });
});
