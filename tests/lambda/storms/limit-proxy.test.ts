import * as assert from "node:assert/strict";
import { AutoScalingClient, CompleteLifecycleActionCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
    type Change,
    ChangeResourceRecordSetsCommand,
    GetChangeCommand,
    ListResourceRecordSetsCommand,
    type ResourceRecordSet,
    Route53Client,
} from "@aws-sdk/client-route-53";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { LimitProxy, timeHeader } from "../../support/limit-proxy/limit-proxy";
import { Troubles } from "../../support/limit-proxy/trouble";
import { Account, credentials } from "../../support/moto/account";
import { MotoServer } from "../../support/moto/moto-server";
import { notInstalled, pythonProgram } from "../../support/python/programs";

const HostedZoneId = "Z0EXAMPLENODES7";

describe("the proxy that knows Route 53's limits, over moto", () => {
    const moto = new MotoServer();
    let behind: string;
    let account: Account;
    let proxy: LimitProxy;
    let route53: Route53Client;
    /** The clients' time in milliseconds. */
    let time = 0;
    const options = (endpoint: string) => ({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });

    before(async function () {
        if (pythonProgram("moto_server") === undefined) {
            console.log(`      skipped: ${notInstalled}`);
            this.skip();
        }
        this.timeout(40_000);
        behind = await moto.start();
    });
    after(() => moto.stop());
    beforeEach(async () => {
        await moto.reset();
        const names = { group: "g", owner: "3cc518fd", zone: "example.com", table: "table", queue: "queue.fifo" };
        account = new Account(behind, names);
        await account.furnish();
        proxy = new LimitProxy({ behind, zone: { id: HostedZoneId, behind: account.zoneId, name: "example.com" } });
        route53 = new Route53Client(options(await proxy.start()));
        time = 1_000_000;
        route53.middlewareStack.add(
            (next) => (args) => {
                const request = args.request as { headers: Record<string, string> };
                request.headers[timeHeader] = String(time);
                return next(args);
            },
            { step: "build" },
        );
    });
    afterEach(async () => {
        route53?.destroy();
        account?.close();
        await proxy?.stop();
    });

    function change(Action: Change["Action"], label: string, value = "198.18.0.1", TTL = 60): Change {
        const Type = value.startsWith('"') ? "TXT" : "A";
        const set = { Name: `${label}.example.com`, Type, TTL, ResourceRecords: [{ Value: value }] };
        return { Action, ResourceRecordSet: set as ResourceRecordSet };
    }

    /** Long enough after the one before not to be in its way. */
    async function send(...Changes: Change[]) {
        time += 1000;
        const { ChangeInfo } = await route53.send(
            new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }),
        );
        return ChangeInfo;
    }

    const list = () => route53.send(new ListResourceRecordSetsCommand({ HostedZoneId, MaxItems: 300 }));
    const names = async () => (await account.records()).map(({ Name, Type, TTL }) => `${Name} ${Type} ${TTL}`);

    it("lets five requests through at once, and one more every 200 ms", async () => {
        for (let request = 0; request < 5; request += 1) await list();
        await assert.rejects(list(), { name: "Throttling", message: "Rate exceeded" });
        time += 199;
        await assert.rejects(list(), { name: "Throttling" });
        time += 1;
        await list();
        await assert.rejects(list(), { name: "Throttling" });
        assert.deepEqual(
            [...proxy.calls, ...proxy.throttles],
            [
                ["ListResourceRecordSets", 9],
                ["ListResourceRecordSets", 3],
            ],
        );
    });

    it("refuses a change while the zone has one in flight", async () => {
        await send(change("CREATE", "a"));
        time += 149 - 1000;
        await assert.rejects(send(change("CREATE", "b")), { name: "PriorRequestNotComplete" });
        time += 1 - 1000;
        await send(change("CREATE", "b"));
        assert.deepEqual(await names(), ["a.example.com. A 60", "b.example.com. A 60"]);
    });

    it("says PENDING for 20 s and then INSYNC, and knows no other change", async () => {
        const made = await send(change("CREATE", "a"));
        const status = async (Id = made?.Id) => (await route53.send(new GetChangeCommand({ Id }))).ChangeInfo?.Status;
        assert.equal(made?.Status, "PENDING");
        time += 19_999;
        assert.equal(await status(), "PENDING");
        time += 1;
        assert.equal(await status(), "INSYNC");
        await assert.rejects(status("C0000000000000"), { name: "NoSuchChange" });
    });

    it("creates only what does not exist, and deletes only what stands exactly so, where moto does otherwise", async () => {
        await send(change("CREATE", "a"));
        await assert.rejects(send(change("CREATE", "a", "198.18.0.2")), {
            name: "InvalidChangeBatch",
            message: /a\.example\.com\.', type='A'\] but it already exists/,
        });
        await assert.rejects(send(change("DELETE", "a", "198.18.0.2")), { message: /do not match the current values/ });
        await assert.rejects(send(change("DELETE", "a", "198.18.0.1", 61)), { message: /do not match/ });
        await assert.rejects(send(change("DELETE", "b")), { message: /but it was not found/ });
        await send(change("DELETE", "a"));
        await send(change("CREATE", "a"));
        await send(change("DELETE", "a"), change("CREATE", "a", "198.18.0.2"));
        await assert.rejects(send(change("DELETE", "a")), { message: /do not match/ });
        assert.deepEqual(await names(), ["a.example.com. A 60"]);
    });

    it("makes all changes of a batch or none", async () => {
        await send(change("CREATE", "b"));
        await assert.rejects(send(change("CREATE", "a"), change("CREATE", "b"), change("CREATE", "c")));
        assert.deepEqual(await names(), ["b.example.com. A 60"]);
    });

    it("takes 1,000 elements and 32,000 characters, and counts an UPSERT twice", async () => {
        const many = (count: number, action: Change["Action"] = "CREATE", value = "198.18.0.1") =>
            Array.from({ length: count }, (_, index) => change(action, `n${index}`, value));
        await assert.rejects(send(...many(1001)), { message: /Number of records limit of 1000 exceeded/ });
        await assert.rejects(send(...many(501, "UPSERT")), { message: /Number of records limit of 1000 exceeded/ });
        const text = `"${"x".repeat(98)}"`;
        await assert.rejects(send(...many(321, "CREATE", text)), { message: /characters limit of 32000 exceeded/ });
        await send(...many(320, "CREATE", text));
        await send(...many(1000));
        assert.equal((await names()).length, 1320);
    });

    it("sees what others put into the zone, and knows one zone", async () => {
        await account.put([change("CREATE", "a").ResourceRecordSet ?? assert.fail()]);
        await assert.rejects(send(change("CREATE", "a")), { message: /already exists/ });
        const other = new ListResourceRecordSetsCommand({ HostedZoneId: "Z0OTHER" });
        await assert.rejects(route53.send(other), { name: "NoSuchHostedZone" });
    });

    describe("brings trouble on plan:", () => {
        const faults = [
            ["throttle", { name: "Throttling" }, 0],
            ["fail", { name: "InternalFailure" }, 0],
            ["fail-after", { name: "InternalFailure" }, 1],
            ["drop-before", { code: "ECONNRESET" }, 0],
            ["drop-after", { code: "ECONNRESET" }, 1],
            ["cut", { code: "ECONNRESET" }, 1],
        ] as const;
        for (const [kind, error, made] of faults) {
            it(`${kind}, for the second request only`, async () => {
                proxy.troubles.plan("ChangeResourceRecordSets", kind, { nth: 2 });
                await send(change("CREATE", "a"));
                await assert.rejects(send(change("CREATE", "b")), error);
                assert.equal((await names()).length, 1 + made);
                await send(change("CREATE", "c"));
                assert.deepEqual(proxy.troubles.left(), []);
            });
        }

        it("in the words of each service", async () => {
            const endpoint = await route53.config.endpoint?.();
            const url = `http://127.0.0.1:${endpoint?.port}`;
            const groups = new AutoScalingClient(options(url));
            const instances = new EC2Client(options(url));
            const queues = new SQSClient(options(url));
            proxy.troubles.plan("DescribeInstances", "throttle");
            await assert.rejects(instances.send(new DescribeInstancesCommand({})), { name: "RequestLimitExceeded" });
            proxy.troubles.plan("SendMessageBatch", "throttle");
            const batch = { QueueUrl: `${url}${account.queuePath}`, Entries: [{ Id: "1", MessageBody: "b" }] };
            await assert.rejects(queues.send(new SendMessageBatchCommand(batch)), { name: "RequestThrottled" });
            const action = { AutoScalingGroupName: "g", LifecycleHookName: "h", LifecycleActionResult: "CONTINUE" };
            await assert.rejects(groups.send(new CompleteLifecycleActionCommand(action)), {
                message: /No active Lifecycle Action found/,
            });
            for (const client of [groups, instances, queues]) client.destroy();
        });
    });

    it("answers in smaller pages", async () => {
        await send(...["a", "b", "c"].map((label) => change("CREATE", label)));
        proxy.pageSize = 4; // NS and SOA of the zone, and two of the three
        const page = await list();
        assert.deepEqual(
            [page.ResourceRecordSets?.length, page.IsTruncated, page.NextRecordName],
            [4, true, "c.example.com."],
        );
    });
});

describe("trouble by chance", () => {
    it("is the same for the same seed, and about as much as asked for", () => {
        const sequence = (seed: number) => {
            const troubles = new Troubles();
            troubles.bring(seed, 0.2, ["fail", "hang"]);
            return Array.from({ length: 1000 }, () => troubles.next("GetChange"));
        };
        assert.deepEqual(sequence(1), sequence(1));
        assert.notDeepEqual(sequence(1), sequence(2));
        const share = sequence(1).filter((trouble) => trouble !== undefined).length / 1000;
        assert.ok(share > 0.15 && share < 0.25, `${share}`);
    });
});
