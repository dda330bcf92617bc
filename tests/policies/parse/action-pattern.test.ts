import * as assert from "node:assert/strict";
import { allowsAction, coversAction } from "../../../policies/parse/action-pattern";
import { policyStatements } from "../../../policies/parse/policy-document";

describe("patterns of actions", () => {
    for (const [pattern, action] of [
        ["route53:ChangeResourceRecordSets", "route53:ChangeResourceRecordSets"],
        ["ROUTE53:changeresourcerecordsets", "route53:ChangeResourceRecordSets"],
        ["*", "route53:GetChange"],
        ["route53:*", "route53:GetChange"],
        ["route53:Get*", "route53:GetChange"],
        ["*:Get*ge", "route53:GetChange"],
        ["route53:Get?hange", "route53:GetChange"],
    ] as const) {
        it(`cover: ${pattern} and ${action}`, () => assert.equal(coversAction(pattern, action), true));
    }

    for (const [pattern, action] of [
        ["route53:Get", "route53:GetChange"],
        ["GetChange", "route53:GetChange"],
        ["route53:Get?", "route53:GetChange"],
        ["route53.GetChange", "route53:GetChange"],
        ["route53:Ge.Change", "route53:GetChange"],
        ["s3:*", "route53:GetChange"],
        ["route53:(GetChange)", "route53:GetChange"],
    ] as const) {
        it(`do not cover: ${pattern} and ${action}`, () => assert.equal(coversAction(pattern, action), false));
    }
});

describe("statements that allow an action", () => {
    const allows = (statement: object) => {
        const [parsed] = policyStatements({ Statement: statement }) ?? [];
        assert.ok(parsed);
        return allowsAction(parsed, "route53:GetChange");
    };

    it("name it, or exclude only others", () => {
        assert.equal(allows({ Effect: "Allow", Action: ["s3:*", "route53:Get*"] }), true);
        assert.equal(allows({ Effect: "Allow", NotAction: ["s3:*", "iam:*"] }), true);
    });

    it("are not those that deny it, exclude it or name nothing", () => {
        assert.equal(allows({ Effect: "Deny", Action: "*" }), false);
        assert.equal(allows({ Effect: "Deny", NotAction: "s3:*" }), false);
        assert.equal(allows({ Effect: "Allow", NotAction: ["s3:*", "route53:*"] }), false);
        assert.equal(allows({ Effect: "Allow", Action: "s3:*" }), false);
        assert.equal(allows({ Effect: "Allow" }), false);
    });
});
