import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { FakeGroup } from "../../support/aws-servers/fleet";
import { bundleOf } from "../bundle-process";
import { classic, hook } from "./notices";
import { type Rig, startRig } from "./rig";
import { groupName, idOf, nameOf, published } from "./situations";

/** Faults that other projects for the same task had, where no other test is about them. Each names its project. */
describe("faults of other projects do not happen here, with the real AWS clients:", () => {
    let rig: Rig;
    let group: FakeGroup;
    const shown = (instanceId: string) => rig.aws.zone.valuesAt(nameOf(instanceId), "A");

    async function begin(options: Parameters<typeof startRig>[0] = {}): Promise<void> {
        rig = await startRig(options);
        group = rig.aws.fleet.addGroup(groupName);
    }
    afterEach(() => rig.stop());

    it("meltwater, issue 27: nothing in the function can abandon a launch", async () => {
        await begin();
        const id = rig.aws.fleet.launch(group, "Pending:Wait");
        group.hooks = [{ name: "launch-ready", transition: "LAUNCHING", heartbeat: 600, metadata: '{"v":1}' }];
        rig.aws.fleet.instance(id).publicIp = undefined;

        await rig.serve(hook("LAUNCHING", id));
        await rig.clock.sleep(3_600_000);
        await rig.direct();

        assert.deepEqual(rig.aws.fleet.hookCalls, []);
        // The word of Auto Scaling for it is not even there.
        assert.ok(!readFileSync(bundleOf("dns-registrar"), "utf8").includes("ABANDON"));
    });

    it("meltwater, issue 38: a domain outside the zone is refused, changes nothing there, and is reported", async () => {
        await begin({ nodeDomain: "nodes.example.org" });
        const id = rig.aws.fleet.launch(group);

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), ["1"]);

        assert.deepEqual(rig.aws.zone.all(), []);
        const refusals = rig.lines.filter(({ message }) => message === "A name could not be changed.");
        assert.equal(refusals.length, 1);
        assert.match(JSON.stringify(refusals[0]?.extra), /not permitted in zone example\.com/);
        assert.deepEqual(rig.measured.get("NeedsAttention"), [1]);
    });

    it("meltwater, code: the next name of the listing is never taken for a record that is not there", async () => {
        await begin();
        const [first = "", ended = "", last = ""] = [1, 2, 3]
            .map(idOf)
            .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
        for (const id of [first, last]) {
            rig.aws.fleet.instances.set(id, { state: "running", publicIp: "198.18.0.7", group: groupName });
            group.nodes.push({ instanceId: id, lifecycleState: "InService" });
            for (const set of published(id)) rig.aws.zone.put(set);
        }

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_TERMINATE", ended)), []);

        assert.equal(rig.aws.count("ChangeResourceRecordSets"), 0);
        assert.deepEqual([first, ended, last].map(shown), [["198.18.0.7"], [], ["198.18.0.7"]]);
    });

    it("alex-tsbk, code: fifty nodes that are not ready hold up neither a ready one nor the run", async () => {
        await begin();
        const slow = Array.from({ length: 50 }, () => rig.aws.fleet.launch(group));
        for (const id of slow) rig.aws.fleet.instance(id).publicIp = undefined;
        const ready = rig.aws.fleet.launch(group);
        const before = rig.clock.now();
        const sleep = rig.clock.sleep.bind(rig.clock);
        const shownBeforeWaits: (readonly string[])[] = [];
        rig.clock.sleep = async (milliseconds) => {
            shownBeforeWaits.push(shown(ready));
            await sleep(milliseconds);
        };

        const again = await rig.serve(...[...slow, ready].map((id) => classic("EC2_INSTANCE_LAUNCH", id)));

        assert.equal(again.length, 50);
        assert.ok(!again.includes("51"));
        assert.equal(shownBeforeWaits[0]?.length, 1);
        assert.ok(rig.clock.now() - before < 20_000, `${rig.clock.now() - before} ms`);
    });

    it("aws-lambda-ddns-function, issue 3: no tag of an instance is needed to publish or withdraw it", async () => {
        await begin();
        const id = rig.aws.fleet.launch(group);
        // The server finds instances by the tag that Auto Scaling sets; this one has none.
        rig.aws.fleet.instances.set(id, { ...rig.aws.fleet.instance(id), group: "" });

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual(shown(id), ["198.18.0.2"]);
        rig.aws.fleet.terminate(group, id);
        await rig.direct();
        assert.deepEqual(rig.aws.zone.all(), []);
    });

    it("external-dns, issues 891 and 1293: of Route 53, only the one zone is ever asked for", async () => {
        await begin({ webhook: true });
        const id = rig.aws.fleet.launch(group);
        await rig.serve(classic("EC2_INSTANCE_LAUNCH", id));
        rig.aws.fleet.terminate(group, id);
        await rig.direct();
        await rig.direct({ source: "mc.registrar", mode: "drain-all", reason: "destroy" });

        // The server knows no other zone: it answers NoSuchHostedZone, and to anything else 501.
        assert.deepEqual([...new Set(rig.aws.calls)].sort(), [
            "ChangeResourceRecordSets",
            "DescribeAutoScalingGroups",
            "DescribeInstances",
            "GetChange",
            "ListResourceRecordSets",
            "SendMessageBatch",
        ]);
    });
});
