import * as assert from "node:assert/strict";
import { coversHost } from "../../../policies/parse/certificate-names";

describe("names of certificates", () => {
    for (const [name, host] of [
        ["stream.example.com", "stream.example.com"],
        ["Stream.Example.com", "stream.example.COM."],
        [" stream.example.com. ", "stream.example.com"],
        ["*.example.com", "stream.example.com"],
        ["*.example.com", "*.example.com"],
        ["*.example.com", "edge-?.example.com"],
    ] as const) {
        it(`cover: ${name} and ${host}`, () => assert.equal(coversHost(name, host), true));
    }

    for (const [name, host] of [
        ["stream.example.com", "example.com"],
        ["stream.example.com", "*.example.com"],
        ["*.example.com", "example.com"],
        ["*.example.com", "a.b.example.com"],
        ["*.example.com", "stream.example.org"],
        ["*.example.com", "*"],
        ["streamxexample.com", "stream.example.com"],
    ] as const) {
        it(`do not cover: ${name} and ${host}`, () => assert.equal(coversHost(name, host), false));
    }
});
