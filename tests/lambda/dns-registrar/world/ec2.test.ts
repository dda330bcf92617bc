import * as assert from "node:assert/strict";
import { DescribeInstanceStatusCommand, type DescribeInstancesCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { Instances } from "../../../../lambda/dns-registrar/world/ec2";
import type { InstanceFacts } from "../../../../lambda/dns-registrar/world/situation";
import { idOf } from "../situations";

type Command = DescribeInstancesCommand | DescribeInstanceStatusCommand;
type Answer = Record<string, unknown>;

const once = <T>(call: () => Promise<T>) => call();

/** EC2 with an answer for every request, and the requests. */
function ec2(answer: (command: Command, number: number) => Answer, address: "public" | "private" = "public") {
    const inputs: Command["input"][] = [];
    const client = {
        send: async (command: Command) => {
            inputs.push(command.input);
            return answer(command, inputs.length);
        },
    };
    return { instances: new Instances(client as unknown as EC2Client, address), inputs };
}

async function all(answers: AsyncIterable<[string, InstanceFacts]>): Promise<[string, InstanceFacts][]> {
    const found: [string, InstanceFacts][] = [];
    for await (const answer of answers) found.push(answer);
    return found;
}

/** What is said about an instance with these fields. */
async function factsOf(fields: Record<string, unknown>, address?: "public" | "private"): Promise<unknown> {
    const answer = { Reservations: [{ Instances: [{ InstanceId: idOf(1), ...fields }] }] };
    const { instances } = ec2(() => answer, address);
    const [found] = await all(instances.describe([idOf(1)], once));
    return found?.[1];
}

const running = { State: { Name: "running" }, PublicIpAddress: "198.18.0.7", PrivateIpAddress: "10.0.0.7" };

describe("what EC2 says about an instance", () => {
    it("is its address of the configured kind, and everything else about it", async () => {
        const fields = {
            ...running,
            Ipv6Address: "2001:db8::7",
            Placement: { AvailabilityZone: "eu-west-1b" },
            InstanceType: "c7g.xlarge",
        };
        const facts = {
            gone: false,
            ipv6: "2001:db8::7",
            publicIp: "198.18.0.7",
            privateIp: "10.0.0.7",
            availabilityZone: "eu-west-1b",
            instanceType: "c7g.xlarge",
        };

        assert.deepEqual(await factsOf(fields), { ...facts, address: "198.18.0.7" });
        assert.deepEqual(await factsOf(fields, "private"), { ...facts, address: "10.0.0.7" });
    });

    for (const state of ["shutting-down", "terminated"]) {
        it(`is only that it is gone when it is ${state}, whatever address is still listed`, async () => {
            const fields = { ...running, State: { Name: state }, Ipv6Address: "2001:db8::7" };

            assert.deepEqual(await factsOf(fields), { gone: true });
        });
    }

    for (const state of ["pending", "running", "stopping", "stopped", undefined]) {
        it(`is not that it is gone in the state ${state}`, async () => {
            assert.deepEqual(await factsOf({ State: { Name: state } }), { gone: false });
        });
    }

    it("holds no address that is none", async () => {
        const fields = { ...running, PublicIpAddress: "", Ipv6Address: "no address" };

        assert.deepEqual(await factsOf(fields), { gone: false, privateIp: "10.0.0.7" });
        assert.deepEqual(await factsOf({ ...running, PublicIpAddress: "host.example.org" }), {
            gone: false,
            publicIp: "host.example.org",
            privateIp: "10.0.0.7",
        });
    });
});

describe("questions to EC2", () => {
    const ids = Array.from({ length: 450 }, (_, index) => idOf(index + 1));

    it("hold at most 200 values in a filter, and leave no id out", async () => {
        const { instances, inputs } = ec2(() => ({}));

        await all(instances.describe(ids, once));

        const asked = inputs.map(({ Filters: [filter] = [] }) => filter?.Values ?? []);
        assert.deepEqual(
            asked.map((values) => values.length),
            [200, 200, 50],
        );
        assert.deepEqual(asked.flat(), ids);
        assert.ok(inputs.every(({ Filters: [filter] = [] }) => filter?.Name === "instance-id"));
    });

    it("are about ended instances of the groups, and no others", async () => {
        const { instances, inputs } = ec2(() => ({}));

        await all(instances.goneFrom(["pool-prod-media", "pool-prod-next"], once));

        assert.deepEqual(
            inputs.map(({ Filters }) => Filters),
            [
                [
                    { Name: "tag:aws:autoscaling:groupName", Values: ["pool-prod-media", "pool-prod-next"] },
                    { Name: "instance-state-name", Values: ["shutting-down", "terminated"] },
                ],
            ],
        );
    });

    it("go on until there is no next page, also when its token is empty", async () => {
        for (const end of [undefined, ""]) {
            const { instances, inputs } = ec2((_command, number) => ({ NextToken: number < 3 ? `${number}` : end }));

            await all(instances.describe([idOf(1)], once));

            assert.deepEqual(
                inputs.map(({ NextToken }) => NextToken),
                [undefined, "1", "2"],
            );
        }
    });

    it("end with a fault when the pages do not end", async () => {
        const { instances, inputs } = ec2(() => ({ NextToken: "again" }));

        await assert.rejects(all(instances.describe([idOf(1)], once)), /did not end after 200 pages/);
        assert.equal(inputs.length, 200);
    });

    it("ask for both status checks of every id once", async () => {
        const { instances, inputs } = ec2((command) =>
            command instanceof DescribeInstanceStatusCommand
                ? { InstanceStatuses: command.input.InstanceIds?.slice(0, 2).map((InstanceId) => ({ InstanceId })) }
                : {},
        );

        const sound = await instances.sound(ids, once);

        const asked = inputs.map((input) => ("InstanceIds" in input ? (input.InstanceIds ?? []) : []));
        assert.deepEqual(asked.flat(), ids);
        assert.ok(asked.every((batch) => batch.length <= 100));
        assert.deepEqual(
            [...sound],
            asked.flatMap((batch) => batch.slice(0, 2)),
        );
        for (const { Filters } of inputs) {
            assert.deepEqual(Filters, [
                { Name: "instance-status.status", Values: ["ok"] },
                { Name: "system-status.status", Values: ["ok"] },
            ]);
        }
    });
});
