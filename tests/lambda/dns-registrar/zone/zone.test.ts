import * as assert from "node:assert/strict";
import { Route53Client } from "@aws-sdk/client-route-53";
import { RateLimiter } from "../../../../lambda/dns-registrar/pace";
import { type ChangeGroup, create, remove } from "../../../../lambda/dns-registrar/zone/changes";
import { ChangeBatchRefused, Zone } from "../../../../lambda/dns-registrar/zone/route53";
import type { RecordSet } from "../../../../lambda/dns-registrar/zone/zone-records";
import { type Rig, settings, startRig } from "../rig";
import { addressSet, idOf, markSet, markValue, nameOf, published } from "../situations";

const id = idOf(1);
const once = <T>(call: () => Promise<T>) => call();

describe("the zone adapter, with the real Route 53 client", () => {
    let rig: Rig;
    let zone: Zone;

    beforeEach(async () => {
        rig = await startRig();
        zone = new Zone(new Route53Client({ maxAttempts: 1 }), new RateLimiter(rig.clock), settings);
    });
    afterEach(() => rig.stop());

    async function listed(): Promise<RecordSet[]> {
        const sets: RecordSet[] = [];
        for await (const set of zone.list(once)) sets.push(set);
        return sets;
    }

    async function names(): Promise<string[]> {
        const sets = await listed();
        return sets.map(({ name, type }) => `${type} ${name}`);
    }

    function group(...changes: ChangeGroup["changes"]): ChangeGroup[] {
        return [{ kind: "publish", name: nameOf(id), changes }];
    }

    it("lists nothing in an empty zone", async () => assert.deepEqual(await names(), []));

    it("lists nothing when the next name after the first possible one is somebody else's", async () => {
        rig.aws.zone.put({ name: "www.nodes.example.com", type: "A", ttl: 60, values: ["203.0.113.9"] });

        assert.deepEqual(await names(), []);
    });

    it("lists what lies between the first and the last possible name, over pages, and stops there", async () => {
        const others = [
            "example.com",
            "nodes.example.com",
            "*.nodes.example.com",
            "_mc-3cc518fd.nodes.example.com",
            "n.nodes.example.com",
            "o.nodes.example.com",
            "p.nodes.example.com",
            "zz.example.com",
        ];
        for (const name of others) rig.aws.zone.put({ name, type: "TXT", ttl: 60, values: ['"x"'] });
        for (const set of [...published(idOf(1)), ...published(idOf(2)), ...published(idOf(3))]) rig.aws.zone.put(set);
        rig.aws.pageSize = 2;

        const expected = [1, 2, 3].map((number) => `${nameOf(idOf(number))}.`).sort();
        assert.deepEqual(
            await names(),
            expected.flatMap((name) => [`A ${name}`, `TXT ${name}`]),
        );
        assert.equal(rig.aws.count("ListResourceRecordSets"), 4);
    });

    it("continues inside a name whose sets lie on two pages", async () => {
        const weighted = ["a", "b", "c"].map((setIdentifier) => ({ ...addressSet(id, "203.0.113.9"), setIdentifier }));
        for (const set of [...weighted, markSet(id)]) rig.aws.zone.put(set);
        rig.aws.pageSize = 1;

        assert.equal((await names()).length, 4);
    });

    it("reads TTL, values, aliases and routing policies", async () => {
        rig.aws.zone.put({ name: nameOf(id), type: "A", values: [], aliasOf: "balancer.example.org" });
        rig.aws.zone.put({ ...markSet(id), setIdentifier: "blue" });
        rig.aws.zone.put(addressSet(idOf(2), "", { ttl: 300, values: ["203.0.113.9", "203.0.113.10"] }));

        const sets = await listed();
        const facts = sets.map(({ ttl, values, special }) => [ttl, values, special]);
        const [first, second] = [
            [
                [undefined, [], true],
                [60, [markValue()], true],
            ],
            [[300, ["203.0.113.9", "203.0.113.10"], false]],
        ];
        assert.deepEqual(facts, nameOf(id) < nameOf(idOf(2)) ? [...first, ...second] : [...second, ...first]);
    });

    it("throws when a page in the middle is missing", async () => {
        for (const set of [...published(idOf(1)), ...published(idOf(2))]) rig.aws.zone.put(set);
        rig.aws.pageSize = 2;
        rig.aws.fail("ListResourceRecordSets", { status: 403, code: "AccessDenied", message: "No" }, { skip: 1 });

        await assert.rejects(names(), { name: "AccessDenied" });
    });

    it("creates and deletes with the values as they are", async () => {
        const name = nameOf(id);
        await zone.change(group(create(name, "A", 60, "198.18.0.7"), create(name, "TXT", 60, markValue())), once);
        assert.deepEqual(rig.aws.zone.valuesAt(name, "TXT"), [markValue()]);

        await zone.change(group(remove(name, addressSet(id, "198.18.0.7")), remove(name, markSet(id))), once);
        assert.deepEqual(rig.aws.zone.all(), []);
    });

    it("tells a refused batch from other faults, with what Route 53 says, and changes nothing", async () => {
        rig.aws.zone.put(addressSet(id, "203.0.113.9"));
        const name = nameOf(id);

        const refused = zone.change(
            group(create(name, "TXT", 60, markValue()), create(name, "A", 60, "198.18.0.7")),
            once,
        );
        await assert.rejects(refused, (error) => {
            assert.ok(error instanceof ChangeBatchRefused);
            assert.equal(
                error.reason,
                `[Tried to create resource record set [name='${name}.', type='A'] but it already exists]`,
            );
            return true;
        });
        assert.equal(rig.aws.zone.all().length, 1);
    });

    for (const [what, set] of [
        ["TTL", addressSet(id, "198.18.0.7", { ttl: 61 })],
        ["value", addressSet(id, "198.18.0.8")],
    ] as const) {
        it(`has a delete refused whose ${what} is not the one that stands`, async () => {
            rig.aws.zone.put(addressSet(id, "198.18.0.7"));

            await assert.rejects(zone.change(group(remove(nameOf(id), set)), once), { name: "ChangeBatchRefused" });
        });
    }

    it("has more than 1,000 elements refused", async () => {
        const many = Array.from({ length: 1001 }, (_, index) => create(nameOf(idOf(index)), "A", 60, "198.18.0.7"));

        await assert.rejects(zone.change(group(...many), once), { name: "ChangeBatchRefused" });
    });

    it("cannot delete what is not a plain address or mark", () => {
        const alias = addressSet(id, "", { ttl: undefined, special: true });

        assert.throws(
            () => remove(nameOf(id), alias),
            /must not be deleted: the registrar owns plain A, AAAA and TXT records only/,
        );
    });
});
