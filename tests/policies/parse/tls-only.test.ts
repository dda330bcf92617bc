import * as assert from "node:assert/strict";
import { isOpenToAnybody, isTlsOnly } from "../../../policies/parse/tls-only";

const plain = { Bool: { "aws:SecureTransport": "false" } };
const denial = { Effect: "Deny", Principal: "*", Action: "sqs:*", Condition: plain };
const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const actions = ["sqs:SendMessage", "sqs:ReceiveMessage"];

describe("isTlsOnly", () => {
    const accepted: Record<string, object[]> = {
        "everything of the service denied": [denial],
        "everything denied": [{ ...denial, Action: "*" }],
        "the actions denied by name, in any case": [{ ...denial, Action: ["SQS:sendmessage", "sqs:ReceiveMessage"] }],
        "the actions denied by patterns": [{ ...denial, Action: ["sqs:Send*", "sqs:R*"] }],
        "one statement for each action": [
            { ...denial, Action: "sqs:SendMessage" },
            { ...denial, Action: "sqs:ReceiveMessage" },
        ],
        "every account named": [{ ...denial, Principal: { AWS: "*" } }],
        "everybody named beside others": [{ ...denial, Principal: { AWS: ["1", "*"] } }],
        "the condition that accepts absent keys": [
            { ...denial, Condition: { BoolIfExists: { "aws:securetransport": ["false"] } } },
        ],
        "other statements beside it": [{ Effect: "Allow", Principal: { AWS: "1" }, Action: "sqs:*" }, denial],
    };
    for (const [name, statements] of Object.entries(accepted)) {
        it(`takes ${name}`, () => assert.equal(isTlsOnly(document(...statements), actions), true));
    }

    const refused: Record<string, object[]> = {
        "no statement": [],
        "plain requests allowed": [{ ...denial, Effect: "Allow" }],
        "one account alone denied": [{ ...denial, Principal: { AWS: "123456789012" } }],
        "one service alone denied": [{ ...denial, Principal: { Service: "sns.amazonaws.com" } }],
        "one of the actions denied": [{ ...denial, Action: "sqs:SendMessage" }],
        "actions of another service denied": [{ ...denial, Action: "sns:*" }],
        "actions whose name merely begins so": [{ ...denial, Action: ["sqs:Send", "sqs:Receive"] }],
        "patterns with an end": [{ ...denial, Action: ["sqs:*Batch"] }],
        "requests over TLS denied": [{ ...denial, Condition: { Bool: { "aws:SecureTransport": "true" } } }],
        "either kind of request denied": [
            { ...denial, Condition: { Bool: { "aws:SecureTransport": ["false", "true"] } } },
        ],
        "another key": [{ ...denial, Condition: { Bool: { "aws:ViaAWSService": "false" } } }],
        "another operator": [{ ...denial, Condition: { StringEquals: { "aws:SecureTransport": "false" } } }],
        "a second operator": [{ ...denial, Condition: { ...plain, StringEquals: { "aws:SourceAccount": "1" } } }],
        "a second key": [
            { ...denial, Condition: { Bool: { "aws:SecureTransport": "false", "aws:ViaAWSService": "false" } } },
        ],
        "a second operator and a second key": [
            {
                ...denial,
                Condition: {
                    Bool: { "aws:SecureTransport": "false", "aws:ViaAWSService": "false" },
                    StringEquals: { "aws:SourceAccount": "1" },
                },
            },
        ],
        "no condition": [{ ...denial, Condition: undefined }],
        "an operator without a key": [{ ...denial, Condition: { Bool: {} } }],
    };
    for (const [name, statements] of Object.entries(refused)) {
        it(`refuses ${name}`, () => assert.equal(isTlsOnly(document(...statements), actions), false));
    }

    it("refuses what it cannot read", () => {
        assert.deepEqual(
            ["{", "", undefined, 7, JSON.stringify({ Statement: "x" })].map((text) => isTlsOnly(text, actions)),
            [false, false, false, false, false],
        );
    });

    it("looks at what a denial is about where that matters", () => {
        const about = (Resource: unknown) => isTlsOnly(document({ ...denial, Resource }), actions, /\*$/);

        assert.deepEqual(
            [about("arn:b/*"), about(["arn:b", "arn:b/*"]), about("arn:b"), about(undefined)],
            [true, true, false, true],
        );
        assert.equal(isTlsOnly(document({ ...denial, Resource: "arn:b" }), actions), true);
    });

    it("reads documents that are objects", () => assert.equal(isTlsOnly({ Statement: denial }, actions), true));
});

describe("isOpenToAnybody", () => {
    const grant = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage" };
    const cases: [name: string, open: boolean, ...statements: object[]][] = [
        ["everybody", true, grant],
        ["every account", true, { ...grant, Principal: { AWS: "*" } }],
        ["everybody beside others", true, { ...grant, Principal: { AWS: ["1", "*"] } }],
        ["everybody but some", true, { ...grant, Principal: undefined, NotPrincipal: { AWS: "1" } }],
        ["everybody under an empty condition", true, { ...grant, Condition: {} }],
        ["everybody in a later statement", true, { ...grant, Principal: { AWS: "1" } }, grant],
        ["everybody under a condition", false, { ...grant, Condition: { StringEquals: { "aws:SourceAccount": "1" } } }],
        ["one account", false, { ...grant, Principal: { AWS: "123456789012" } }],
        ["one service", false, { ...grant, Principal: { Service: "sns.amazonaws.com" } }],
        ["nobody, by a denial for everybody", false, { ...grant, Effect: "Deny" }],
        ["nobody", false],
    ];
    for (const [name, open, ...statements] of cases) {
        it(`${open ? "is true" : "is false"} for ${name}`, () =>
            assert.equal(isOpenToAnybody(document(...statements)), open));
    }

    it("takes what it cannot read for open", () => {
        assert.deepEqual([isOpenToAnybody("{"), isOpenToAnybody(undefined)], [true, true]);
    });
});
