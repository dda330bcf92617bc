import * as assert from "node:assert/strict";
import type { DoneChange } from "../../../../lambda/dns-registrar/zone/apply";
import { type Change, create, remove } from "../../../../lambda/dns-registrar/zone/changes";
import { nodeLabel } from "../../../../lambda/dns-registrar/zone/names";
import { namesAfter } from "../../../../lambda/dns-registrar/zone/published";
import { type RecordSet, readRecords } from "../../../../lambda/dns-registrar/zone/zone-records";
import { addressSet, idOf, longAgo, markSet, markValue, nameOf, published } from "../situations";

const node = idOf(1);
const name = nameOf(node);
const label = nodeLabel(node);
const ipv6Set: RecordSet = { ...addressSet(node, "2001:db8::7"), type: "AAAA" };
const both = [...published(node), ipv6Set];
const stood = { label, generation: longAgo, address: "198.18.0.7" };

function done(kind: DoneChange["kind"], changes: readonly Change[], changeId = "C1"): DoneChange {
    return { kind, name, changes, changeId };
}

function shownAfter(sets: readonly RecordSet[], ...changes: DoneChange[]) {
    const { published: names, withdrawn } = namesAfter(readRecords(sets, "nodes.example.com", "3cc518fd"), changes);
    return { name: names.get(label), withdrawn };
}

const publication = done("publish", [
    create(name, "A", 60, "198.18.0.8"),
    create(name, "AAAA", 60, "2001:db8::8"),
    create(name, "TXT", 60, markValue({ createdAt: longAgo + 60 })),
]);
const withdrawal = done(
    "withdraw",
    both.map((set) => remove(name, set)),
);

describe("a name after a run", () => {
    it("is as it stood when nothing was done about it", () => {
        assert.deepEqual(shownAfter(both).name, { ...stood, ipv6: "2001:db8::7" });
        assert.deepEqual(shownAfter(published(node)).name, stood);
        assert.deepEqual(shownAfter([markSet(node)]).name, { label, generation: longAgo });
    });

    it("has both addresses, the generation of its mark, and its change, when it was published", () => {
        assert.deepEqual(shownAfter([], publication).name, {
            label,
            generation: longAgo + 60,
            changeId: "C1",
            address: "198.18.0.8",
            ipv6: "2001:db8::8",
        });
    });

    it("has the new address and its old generation when it was moved", () => {
        const [address] = both;
        assert.ok(address);
        const move = done("move", [remove(name, address), create(name, "A", 60, "198.18.0.8")]);

        assert.deepEqual(shownAfter(both, move).name, {
            label,
            generation: longAgo,
            changeId: "C1",
            address: "198.18.0.8",
            ipv6: "2001:db8::7",
        });
    });

    it("has no IPv6 address any more when that was taken away", () => {
        assert.deepEqual(shownAfter(both, done("move", [remove(name, ipv6Set)])).name, { ...stood, changeId: "C1" });
    });

    it("has the address that was missing when it was repaired", () => {
        const repair = done("repair", [create(name, "A", 60, "198.18.0.7")]);

        assert.deepEqual(shownAfter([markSet(node), ipv6Set], repair).name, {
            ...stood,
            changeId: "C1",
            ipv6: "2001:db8::7",
        });
    });

    it("is gone when it was withdrawn, with the generation that it had", () => {
        assert.deepEqual(shownAfter(both, withdrawal), {
            name: undefined,
            withdrawn: [{ label, generation: longAgo }],
        });
    });

    it("is of the new generation when it was withdrawn and published again", () => {
        const again = { ...publication, changeId: "C2" };

        assert.deepEqual(shownAfter(both, withdrawal, again).name, {
            label,
            generation: longAgo + 60,
            changeId: "C2",
            address: "198.18.0.8",
            ipv6: "2001:db8::8",
        });
    });

    it("is of the generation that was published now, also when an answer of Route 53 shows it already", () => {
        const earlier = published(node, "198.18.0.8", { createdAt: longAgo });

        assert.equal(shownAfter(earlier, publication).name?.generation, longAgo + 60);
    });

    it("is no matter of what was done about other names", () => {
        const other = { ...withdrawal, name: nameOf(idOf(2)) };

        assert.deepEqual(shownAfter(published(node), other).name, stood);
    });
});
