import * as assert from "node:assert/strict";
import { Route53Client } from "@aws-sdk/client-route-53";
import { RateLimiter } from "../../../../lambda/dns-registrar/pace";
import { create } from "../../../../lambda/dns-registrar/zone/changes";
import { Zone } from "../../../../lambda/dns-registrar/zone/route53";
import { FakeClock, type Rig, settings, startRig } from "../rig";
import { idOf, nameOf } from "../situations";

const once = <T>(call: () => Promise<T>) => call();
const name = nameOf(idOf(1));
const publish = [{ kind: "publish", name, changes: [create(name, "A", 60, "198.18.0.7")] }] as const;

describe("whether a change is in sync, with the real Route 53 client", () => {
    let rig: Rig;
    let zone: Zone;

    beforeEach(async () => {
        rig = await startRig();
        zone = new Zone(new Route53Client({ maxAttempts: 1 }), new RateLimiter(rig.clock), settings);
    });
    afterEach(() => rig.stop());

    it("is not so while name servers answer without it, and then is", async () => {
        rig.aws.zone.pendingAnswers = 2;
        const id = await zone.change(publish, once);

        const answers = [await zone.isInSync(id, once), await zone.isInSync(id, once), await zone.isInSync(id, once)];

        assert.deepEqual(answers, [false, false, true]);
    });

    it("is so for a change that Route 53 has forgotten: nobody must wait for it for ever", async () => {
        rig.aws.fail("GetChange", { status: 404, code: "NoSuchChange", message: "Could not find resource" });

        assert.equal(await zone.isInSync("C0000000000001", once), true);
    });

    it("is not known when Route 53 does not say", async () => {
        rig.aws.fail("GetChange", { status: 403, code: "AccessDenied", message: "No" });

        await assert.rejects(zone.isInSync("C0000000000001", once), { name: "AccessDenied" });
    });

    it("takes its share of the requests per second, as listing and changing do", async () => {
        const id = await zone.change(publish, once);
        for await (const _set of zone.list(once)) assert.ok(_set);
        for (let times = 0; times < 3; times += 1) await zone.isInSync(id, once);
        assert.deepEqual(rig.clock.sleeps, []);

        await zone.isInSync(id, once);

        assert.equal(rig.clock.sleeps.length, 1);
    });
});

describe("the listing of a zone that does not end", () => {
    it("is a fault after 100 pages, because names would be missing", async () => {
        let pages = 0;
        const client = {
            send: async () => {
                pages += 1;
                const set = { Name: `${name}.`, Type: "A", TTL: 60, ResourceRecords: [{ Value: "198.18.0.7" }] };
                return {
                    ResourceRecordSets: [set],
                    IsTruncated: true,
                    NextRecordName: `${name}.`,
                    NextRecordType: "A",
                };
            },
        };
        const zone = new Zone(client as unknown as Route53Client, new RateLimiter(new FakeClock()), settings);
        const read = async () => {
            for await (const _set of zone.list(once)) assert.ok(_set);
        };

        await assert.rejects(read(), /did not end after 100 pages/);
        assert.equal(pages, 100);
    });
});
