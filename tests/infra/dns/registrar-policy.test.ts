import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { registrarStatements } from "../../../infra/dns/registrar-policy";
import { known } from "../../support/program";

const zone = "arn:aws:route53:::hostedzone/Z0EXAMPLE";
const args = {
    account: "123456789012",
    region: "eu-west-1",
    zoneId: "Z0EXAMPLE",
    nodeDomain: "nodes.example.com",
    ownerId: "0a1b2c3d",
    queueArn: "arn:aws:sqs:eu-west-1:123456789012:events",
    tableArn: "arn:aws:dynamodb:eu-west-1:123456789012:table/nodes",
};

const quiet = [
    {
        Sid: "ChangeNodeRecords",
        Effect: "Allow",
        Action: "route53:ChangeResourceRecordSets",
        Resource: zone,
        Condition: {
            "ForAllValues:StringLike": {
                "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["m-*.nodes.example.com"],
            },
            "ForAllValues:StringEquals": {
                "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "TXT"],
                "route53:ChangeResourceRecordSetsActions": ["CREATE", "DELETE"],
            },
            Null: { "route53:ChangeResourceRecordSetsNormalizedRecordNames": "false" },
        },
    },
    { Sid: "ReadRecords", Effect: "Allow", Action: "route53:ListResourceRecordSets", Resource: zone },
    { Sid: "FollowChanges", Effect: "Allow", Action: "route53:GetChange", Resource: "arn:aws:route53:::change/*" },
    {
        Sid: "ReadNodes",
        Effect: "Allow",
        Action: [
            "autoscaling:DescribeAutoScalingGroups",
            "autoscaling:DescribeLifecycleHooks",
            "autoscaling:DescribeWarmPool",
            "ec2:DescribeInstanceStatus",
            "ec2:DescribeInstances",
        ],
        Resource: "*",
    },
    {
        Sid: "AnswerHooks",
        Effect: "Allow",
        Action: ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"],
        Resource: "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/*",
        Condition: { StringEquals: { "aws:ResourceTag/media:registrar": "0a1b2c3d" } },
    },
    {
        Sid: "RememberNodes",
        Effect: "Allow",
        Action: ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:Query", "dynamodb:UpdateItem"],
        Resource: "arn:aws:dynamodb:eu-west-1:123456789012:table/nodes",
    },
    {
        Sid: "TakeEvents",
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: "arn:aws:sqs:eu-west-1:123456789012:events",
    },
];

async function statements(more: { announcementsArn?: string } = {}): Promise<unknown[] | undefined> {
    return known(pulumi.output(registrarStatements({ ...args, ...more })));
}

/** Services by the packages of their clients; the document client calls DynamoDB. */
const services: Record<string, string> = {
    "client-auto-scaling": "autoscaling",
    "client-ec2": "ec2",
    "client-route-53": "route53",
    "client-sqs": "sqs",
    "client-dynamodb": "dynamodb",
    "lib-dynamodb": "dynamodb",
};

/** Commands whose permission is called otherwise. */
const renamed: Record<string, string> = {
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "dynamodb:Get": "dynamodb:GetItem",
    "dynamodb:Put": "dynamodb:PutItem",
    "dynamodb:Update": "dynamodb:UpdateItem",
    "dynamodb:Delete": "dynamodb:DeleteItem",
    "dynamodb:BatchWrite": "dynamodb:BatchWriteItem",
};

/** Permissions that the calls of a function's code need. */
function neededBy(folder: string): string[] {
    const root = resolve(__dirname, "../../../lambda", folder);
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const needed = files.flatMap((file) => {
        const text = readFileSync(join(root, file), "utf8");
        return [...text.matchAll(/^import \{([^}]*)\} from "@aws-sdk\/([\w-]+)";/gm)].flatMap(
            ([, names = "", from = ""]) =>
                [...names.matchAll(/\b(?<!type )(\w+)Command\b/g)].map(([, command]) => `${services[from]}:${command}`),
        );
    });
    return [...new Set(needed.map((action) => renamed[action] ?? action))].sort();
}

describe("registrarStatements", () => {
    it("lets the registrar change node names in one zone, answer its own groups and keep its own table", async () => {
        assert.deepEqual(await statements(), quiet);
    });

    it("lets it announce nodes where there is somebody to tell", async () => {
        const announcementsArn = "arn:aws:sqs:eu-west-1:123456789012:announcements.fifo";

        assert.deepEqual(await statements({ announcementsArn }), [
            ...quiet,
            { Sid: "AnnounceNodes", Effect: "Allow", Action: "sqs:SendMessage", Resource: announcementsArn },
        ]);
    });

    it("allows the calls that the function's code makes, and besides only what Lambda does for it", () => {
        const allowed = registrarStatements({ ...args, announcementsArn: "arn:queue" }).flatMap(({ Action }) => Action);
        const byLambda = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];

        assert.deepEqual([...allowed].sort(), [...neededBy("dns-registrar"), ...byLambda].sort());
    });
});
