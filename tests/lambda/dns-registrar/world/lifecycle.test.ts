import * as assert from "node:assert/strict";
import { LifecycleState } from "@aws-sdk/client-auto-scaling";
import { type Verdict, verdictOn } from "../../../../lambda/dns-registrar/world/lifecycle";

const table: Readonly<Record<string, Verdict>> = {
    Pending: "withdraw",
    "Pending:Wait": "withdraw",
    "Pending:Proceed": "withdraw",
    InService: "publish",
    EnteringStandby: "keep",
    Standby: "keep",
    Terminating: "keep",
    "Terminating:Wait": "keep",
    "Terminating:Retained": "keep",
    "Terminating:Proceed": "withdraw",
    Terminated: "withdraw",
    Detaching: "withdraw",
    Detached: "withdraw",
    "Warmed:Pending": "withdraw",
    "Warmed:Pending:Wait": "keep",
    "Warmed:Pending:Retained": "keep",
    "Warmed:Pending:Proceed": "withdraw",
    "Warmed:Stopped": "withdraw",
    "Warmed:Running": "withdraw",
    "Warmed:Hibernated": "withdraw",
    "Warmed:Terminating": "withdraw",
    "Warmed:Terminating:Wait": "withdraw",
    "Warmed:Terminating:Retained": "withdraw",
    "Warmed:Terminating:Proceed": "withdraw",
    "Warmed:Terminated": "withdraw",
    Quarantined: "leave",
    ReplacingRootVolume: "leave",
    "ReplacingRootVolume:Wait": "leave",
    "ReplacingRootVolume:Proceed": "leave",
    RootVolumeReplaced: "leave",
};

describe("verdict on a lifecycle state", () => {
    for (const [state, verdict] of Object.entries(table)) {
        it(`is ${verdict} for ${state}`, () => assert.equal(verdictOn(state), verdict));
    }

    it("is stated here for every state of the SDK", () => {
        assert.deepEqual(Object.keys(table).sort(), Object.values(LifecycleState).sort());
    });

    for (const state of ["", "Dreaming", "inservice", "constructor", "Terminating:Thinking"]) {
        it(`leaves everything as it is for ${state || "no state"}`, () => assert.equal(verdictOn(state), "leave"));
    }
});
