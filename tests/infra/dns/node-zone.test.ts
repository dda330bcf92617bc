import * as assert from "node:assert/strict";
import { NodeZone, type NodeZoneArgs } from "../../../infra/dns/node-zone";
import { tagsOf } from "../../support/config";
import { counts, known, modes, only, run, UNKNOWN } from "../../support/program";

const ZONE = "aws:route53/zone:Zone";
const RECORD = "aws:route53/record:Record";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

function zone(more: Partial<NodeZoneArgs> = {}): NodeZone {
    return new NodeZone("nodes", {
        account: "123456789012",
        parentZoneId: "Z0PARENT",
        nodeDomain: "nodes.example.com",
        protect: false,
        tagsOf,
        ...more,
    });
}

describe("NodeZone", () => {
    for (const { mode, preview } of modes) {
        it(`is a public zone for node names alone (${mode})`, async () => {
            const { resources } = await run(zone, { preview });

            assert.deepEqual(counts(resources), { "media-cluster:dns:NodeZone": 1, [ZONE]: 1, [RECORD]: 2 });
            assert.deepEqual(only(resources, ZONE).inputs, {
                name: "nodes.example.com",
                comment: "Names of media nodes, written by the registrar",
                forceDestroy: true,
                tags: tagsOf("dns", "nodes"),
            });
        });

        it(`is delegated from the zone above it (${mode})`, async () => {
            const { resources } = await run(zone, { preview });

            const { inputs, sources } = only(resources, RECORD, "nodes-delegation");
            const { records, ...fixed } = inputs;
            assert.deepEqual(fixed, { zoneId: "Z0PARENT", name: "nodes.example.com", type: "NS", ttl: 3600 });
            assert.deepEqual(sources.records, ["nodes"]);
            if (preview) assert.equal(records, UNKNOWN);
            else {
                assert.deepEqual(
                    records,
                    [1, 2, 3, 4].map((number) => `ns-${number}.awsdns-0${number}.org`),
                );
            }
        });

        it(`lets resolvers ask again after a minute for a name that was not there (${mode})`, async () => {
            const { resources } = await run(zone, { preview });

            const { inputs, retainOnDelete } = only(resources, RECORD, "nodes-soa");
            const { zoneId, records, ...fixed } = inputs;
            assert.deepEqual(fixed, { name: "nodes.example.com", type: "SOA", ttl: 60, allowOverwrite: true });
            assert.match(zoneId, preview ? /unknown/ : /^Z[0-9A-F]{17}$/);
            assert.deepEqual(
                records,
                preview ? [UNKNOWN] : ["ns-1.awsdns-01.org. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 60"],
            );
            // Route 53 keeps it as long as the zone.
            assert.equal(retainOnDelete, true);
        });

        it(`keeps records of others where the stack is protected (${mode})`, async () => {
            const { resources } = await run(() => zone({ protect: true }), { preview });

            assert.equal(only(resources, ZONE).inputs.forceDestroy, false);
        });

        it(`logs queries in the one Region where Route 53 can, from wherever it is built (${mode})`, async () => {
            const { resources } = await run(() => zone({ queryLogDays: 90 }), { preview, region: "eu-west-1" });

            assert.deepEqual(counts(resources), {
                "media-cluster:dns:NodeZone": 1,
                "media-cluster:dns:QueryLogging": 1,
                [ZONE]: 1,
                [RECORD]: 2,
                [LOG_GROUP]: 1,
                "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": 1,
                "aws:route53/queryLog:QueryLog": 1,
            });
            assert.deepEqual(only(resources, LOG_GROUP).inputs, {
                region: "us-east-1",
                namePrefix: "/aws/route53/nodes.example.com-",
                retentionInDays: 90,
                tags: tagsOf("dns", "nodes-queries"),
            });
            const log = only(resources, "aws:route53/queryLog:QueryLog");
            assert.deepEqual([log.sources.zoneId, log.sources.cloudwatchLogGroupArn], [["nodes"], ["nodes-queries"]]);
            // The zone, the log, and the permission to write to it, without which Route 53 refuses the log.
            assert.deepEqual([...log.dependsOn].sort(), ["nodes", "nodes-queries", "nodes-queries"]);
        });

        it(`lets this zone of this account alone write to the log (${mode})`, async () => {
            const { resources } = await run(() => zone({ queryLogDays: 90 }), { preview, region: "eu-west-1" });

            const { inputs } = only(resources, "aws:cloudwatch/logResourcePolicy:LogResourcePolicy");
            const { policyDocument, ...fixed } = inputs;
            assert.deepEqual(fixed, { region: "us-east-1", policyName: "media-cluster-nodes-queries" });
            const [statement] = policyDocument.Statement;
            const { Resource, Condition } = statement;
            assert.deepEqual(policyDocument, {
                Version: "2012-10-17",
                Statement: [
                    {
                        Sid: "ZoneWrites",
                        Effect: "Allow",
                        Principal: { Service: "route53.amazonaws.com" },
                        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                        Resource,
                        Condition: {
                            StringEquals: { "aws:SourceAccount": "123456789012" },
                            ArnEquals: Condition.ArnEquals,
                        },
                    },
                ],
            });
            const source = Condition.ArnEquals["aws:SourceArn"];
            if (preview) assert.deepEqual([Resource, source], [UNKNOWN, UNKNOWN]);
            else {
                assert.match(
                    Resource,
                    /^arn:aws:logs:us-east-1:123456789012:log-group:\/aws\/route53\/nodes\.example\.com-[0-9a-f]{7}:\*$/,
                );
                assert.match(source, /^arn:aws:route53:::hostedzone\/Z[0-9A-F]{17}$/);
            }
        });
    }

    it("gives away the id of the zone, and not of the one above it", async () => {
        const { result } = await run(zone, { preview: false });

        assert.match(String(await known(result.zoneId)), /^Z[0-9A-F]{17}$/);
    });
});
