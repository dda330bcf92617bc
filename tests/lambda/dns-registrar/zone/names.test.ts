import * as assert from "node:assert/strict";
import { formatMark, parseMark } from "../../../../lambda/dns-registrar/zone/mark";
import { childLabel, groupId, labelOf, nodeLabel, normaliseName } from "../../../../lambda/dns-registrar/zone/names";

describe("node names", () => {
    it("are the first 12 hex digits of the instance id's hash", () => {
        assert.equal(nodeLabel("i-0c4d1f6a92b7e8035"), "m-9f9e37fa7916");
    });

    it("name the group in a mark by 8 hex digits of its hash", () => {
        assert.equal(groupId("pool-prod-media"), "74dbec17");
    });

    for (const [name, normal] of [
        ["M-9F9E37FA7916.Nodes.Example.COM.", "m-9f9e37fa7916.nodes.example.com"],
        ["\\052.nodes.example.com.", "*.nodes.example.com"],
        ["\\155-9f9e37fa7916.nodes.example.com", "m-9f9e37fa7916.nodes.example.com"],
        ["\\115-9f9e37fa7916.nodes.example.com", "m-9f9e37fa7916.nodes.example.com"],
        ["m-9f9e37fa7916\\056nodes.example.com.", "m-9f9e37fa7916\\056nodes.example.com"],
        ["a\\134052.example.com", "a\\134052.example.com"],
    ] as const) {
        it(`compare ${name} as ${normal}`, () => assert.equal(normaliseName(name), normal));
    }

    for (const [name, label] of [
        ["m-9f9e37fa7916.nodes.example.com.", "m-9f9e37fa7916"],
        ["M-9F9E37FA7916.nodes.example.com", "m-9f9e37fa7916"],
        ["m-9f9e37fa7916.example.com", undefined],
        ["x.m-9f9e37fa7916.nodes.example.com", undefined],
        ["m-9f9e37fa7916.nodes.example.com.evil.org", undefined],
        ["m-9f9e37fa791.nodes.example.com", undefined],
        ["m-9f9e37fa79160.nodes.example.com", undefined],
        ["m-9f9e37fa791g.nodes.example.com", undefined],
        ["m-9f9e37fa7916\\056nodes.example.com", undefined],
        ["_acme-challenge.nodes.example.com", undefined],
        ["_mc-3cc518fd.nodes.example.com", undefined],
        ["nodes.example.com", undefined],
        ["\\052.nodes.example.com", undefined],
    ] as const) {
        it(`have ${label ?? "no label of ours"} in ${name}`, () => {
            assert.equal(labelOf(name, "nodes.example.com"), label);
        });
    }

    it("lie below the label next to the domain", () => {
        assert.equal(childLabel("a.m-1.nodes.example.com.", "nodes.example.com"), "m-1");
        assert.equal(childLabel("nodes.example.com", "nodes.example.com"), undefined);
        assert.equal(childLabel("othernodes.example.com", "nodes.example.com"), undefined);
    });
});

describe("ownership marks", () => {
    const mark = { owner: "3cc518fd", group: "74dbec17", createdAt: 0x6acf4e4b };

    it("are written as one quoted value of 38 characters", () => {
        assert.equal(formatMark(mark), '"mc1;o=3cc518fd;g=74dbec17;t=6acf4e4b"');
        assert.equal(formatMark(mark).length, 38);
    });

    it("keep 8 digits for early times", () => {
        assert.equal(formatMark({ ...mark, createdAt: 10 }), '"mc1;o=3cc518fd;g=74dbec17;t=0000000a"');
    });

    it("are read back as they were written", () => assert.deepEqual(parseMark(formatMark(mark)), mark));

    for (const value of [
        "mc1;o=3cc518fd;g=74dbec17;t=6acf4e4b",
        '"mc2;o=3cc518fd;g=74dbec17;t=6acf4e4b"',
        '"mc1;o=3cc518f;g=74dbec17;t=6acf4e4b"',
        '"mc1;o=3CC518FD;g=74dbec17;t=6acf4e4b"',
        '"mc1;g=74dbec17;o=3cc518fd;t=6acf4e4b"',
        '"mc1;o=3cc518fd;g=74dbec17;t=6acf4e4b;x=1"',
        '"mc1;o=3cc518fd;" "g=74dbec17;t=6acf4e4b"',
        '"v=spf1 -all"',
        "",
    ]) {
        it(`are not seen in ${value || "an empty value"}`, () => assert.equal(parseMark(value), undefined));
    }
});
