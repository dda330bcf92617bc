import * as assert from "node:assert/strict";
import type { FakeGroup } from "../../support/aws-servers/fleet";
import { classic, hook } from "./notices";
import { type Rig, startRig } from "./rig";
import { groupName, nameOf } from "./situations";

describe("a node that is not ready when its event arrives", () => {
    let rig: Rig;
    let group: FakeGroup;
    const serve = (...bodies: string[]) => rig.serve(...bodies);
    const shown = (instanceId: string) => rig.aws.zone.valuesAt(nameOf(instanceId), "A");

    beforeEach(async () => {
        rig = await startRig();
        group = rig.aws.fleet.addGroup(groupName);
    });
    afterEach(() => rig.stop());

    it("asks again for an address that is not there yet, and publishes it", async () => {
        const id = rig.aws.fleet.launch(group);
        rig.aws.fleet.instance(id).publicIp = undefined;
        const sleep = rig.clock.sleep.bind(rig.clock);
        rig.clock.sleep = async (milliseconds) => {
            if (milliseconds === 4000) rig.aws.fleet.instance(id).publicIp = "198.18.9.9";
            await sleep(milliseconds);
        };

        assert.deepEqual(await serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual(shown(id), ["198.18.9.9"]);
        assert.deepEqual(
            rig.clock.sleeps.filter((wait) => wait >= 2000),
            [2000, 4000],
        );
    });

    it("does not wait for an address past its deadline", async () => {
        const id = rig.aws.fleet.launch(group);
        rig.aws.fleet.instance(id).publicIp = undefined;

        const deadline = { at: rig.clock.now() + 5000 };
        const event = { kind: "launch", group: groupName, instanceId: id } as const;
        const result = await rig.registrar.run(
            { id: "run", mode: "reconcile", reason: "test", events: [event] },
            deadline,
        );

        assert.equal(result?.settled(event), false);
        assert.equal(result.report.withoutAddress, 1);
        assert.deepEqual(rig.clock.sleeps, [2000]);
    });

    it("returns the message of a node that gets no address, and serves the others at once", async () => {
        const [slow, quick] = [rig.aws.fleet.launch(group), rig.aws.fleet.launch(group)];
        rig.aws.fleet.instances.delete(slow);

        assert.deepEqual(await serve(classic("EC2_INSTANCE_LAUNCH", slow), classic("EC2_INSTANCE_LAUNCH", quick)), [
            "1",
        ]);
        assert.deepEqual(shown(quick), ["198.18.0.3"]);
        assert.deepEqual(
            rig.clock.sleeps.filter((wait) => wait >= 2000),
            [2000, 4000, 8000],
        );
        assert.equal(rig.aws.calls.indexOf("ChangeResourceRecordSets"), 3);
    });

    it("looks again when a launch is reported before the group shows the node in service", async () => {
        const id = rig.aws.fleet.launch(group, "Pending");
        const sleep = rig.clock.sleep.bind(rig.clock);
        rig.clock.sleep = async (milliseconds) => {
            if (milliseconds === 2000) rig.aws.fleet.move(group, id, "InService");
            await sleep(milliseconds);
        };

        assert.deepEqual(await serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual(shown(id), ["198.18.0.2"]);
    });

    it("does not wait for a node that its launch hook holds", async () => {
        const id = rig.aws.fleet.launch(group, "Pending:Wait");

        assert.deepEqual(await serve(hook("LAUNCHING", id)), []);
        assert.deepEqual(rig.clock.sleeps, []);
    });

    it("publishes private addresses when told so", async () => {
        await rig.stop();
        rig = await startRig({ address: "private" });
        const id = rig.aws.fleet.launch(rig.aws.fleet.addGroup(groupName));

        await serve(classic("EC2_INSTANCE_LAUNCH", id));
        assert.deepEqual(shown(id), ["10.0.0.2"]);
    });
});
