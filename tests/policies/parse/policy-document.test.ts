import * as assert from "node:assert/strict";
import { policyStatements } from "../../../policies/parse/policy-document";

const empty = {
    effect: "Allow",
    actions: [],
    notActions: [],
    resources: [],
    notResources: [],
    principals: [],
    conditions: {},
};

describe("policyStatements", () => {
    it("reads every part of a statement, from text and from an object alike", () => {
        const document = {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Action: ["s3:GetObject", "s3:PutObject"],
                    Resource: ["arn:a", "arn:b"],
                    Principal: { AWS: ["1", "2"], Service: "lambda.amazonaws.com" },
                    Condition: { StringEquals: { "aws:SourceAccount": ["1"], "aws:PrincipalTag/x": "y" }, Null: {} },
                },
                { Effect: "Deny", NotAction: ["iam:*"], NotResource: ["arn:c"], Principal: "*" },
            ],
        };
        const expected = [
            {
                ...empty,
                actions: ["s3:GetObject", "s3:PutObject"],
                resources: ["arn:a", "arn:b"],
                principals: ["AWS:1", "AWS:2", "Service:lambda.amazonaws.com"],
                conditions: { StringEquals: { "aws:SourceAccount": ["1"], "aws:PrincipalTag/x": ["y"] }, Null: {} },
            },
            { ...empty, effect: "Deny", notActions: ["iam:*"], notResources: ["arn:c"], principals: ["*"] },
        ];

        assert.deepEqual(policyStatements(document), expected);
        assert.deepEqual(policyStatements(JSON.stringify(document)), expected);
    });

    it("reads texts where the language allows them instead of lists", () => {
        const statement = { Effect: "Allow", Action: "*", NotAction: "a:b", Resource: "*", NotResource: "arn:a" };

        assert.deepEqual(policyStatements({ Statement: statement }), [
            { ...empty, actions: ["*"], notActions: ["a:b"], resources: ["*"], notResources: ["arn:a"] },
        ]);
    });

    it("reads conditions that are booleans or numbers as texts", () => {
        const Condition = { Bool: { "aws:SecureTransport": false }, NumericLessThan: { "s3:max-keys": [10] } };

        assert.deepEqual(policyStatements({ Statement: [{ Condition }] }), [
            {
                ...empty,
                conditions: { Bool: { "aws:SecureTransport": ["false"] }, NumericLessThan: { "s3:max-keys": ["10"] } },
            },
        ]);
    });

    it("takes an effect that is absent or misspelt for the dangerous one", () => {
        const effects = policyStatements({ Statement: [{}, { Effect: "deny" }, { Effect: "Deny" }] });

        assert.deepEqual(
            effects?.map(({ effect }) => effect),
            ["Allow", "Allow", "Deny"],
        );
    });

    it("finds nothing in parts that are null or of another type", () => {
        const statement = { Action: null, Resource: null, Principal: null, Condition: "x" };
        const lists = { Principal: [{ AWS: "1" }], Condition: [{ Bool: {} }] };
        const numbers = { Principal: 7, Condition: { Bool: ["x"] } };

        assert.deepEqual(policyStatements({ Statement: [statement, lists, numbers] }), [
            empty,
            empty,
            { ...empty, conditions: { Bool: {} } },
        ]);
    });

    it("reads a document without statements", () => {
        assert.deepEqual(policyStatements({}), []);
        assert.deepEqual(policyStatements("{}"), []);
        assert.deepEqual(policyStatements({ Statement: [] }), []);
        assert.deepEqual(policyStatements({ Statement: null }), []);
    });

    for (const document of [
        "",
        "{",
        "null",
        "7",
        '"text"',
        undefined,
        null,
        7,
        { Statement: "x" },
        { Statement: ["x"] },
    ]) {
        it(`tells of a document that cannot be read: ${JSON.stringify(document)}`, () =>
            assert.equal(policyStatements(document), undefined));
    }
});
