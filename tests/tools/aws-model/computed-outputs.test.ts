import * as assert from "node:assert/strict";
import { computedOutputs } from "../../../tools/aws-model";

const context = { region: "eu-central-1" };
const made = (type: string, inputs: Record<string, unknown> = {}) =>
    computedOutputs({ type, name: "one", inputs }, context);

describe("computedOutputs", () => {
    it("gives ids and ARNs in the form of each service", () => {
        const ids = [
            "aws:ec2/vpc:Vpc",
            "aws:ec2/securityGroup:SecurityGroup",
            "aws:ec2/launchTemplate:LaunchTemplate",
        ].map((type) => made(type).id);

        assert.match(ids.join(" "), /^vpc-[0-9a-f]{17} sg-[0-9a-f]{17} lt-[0-9a-f]{17}$/);
        assert.match(String(made("aws:iam/role:Role").state.arn), /^arn:aws:iam::123456789012:role\/one-[0-9a-f]{7}$/);
        assert.equal(made("aws:sns/topic:Topic", { name: "t" }).id, "arn:aws:sns:eu-central-1:123456789012:t");
        assert.equal(
            made("aws:sqs/queue:Queue", { name: "q" }).state.url,
            "https://sqs.eu-central-1.amazonaws.com/123456789012/q",
        );
    });

    it("gives a zone its name servers, of which one is the first, and an ARN without Region and account", () => {
        const { id, state } = made("aws:route53/zone:Zone", { name: "example.com" });

        assert.match(id, /^Z[0-9A-F]{17}$/);
        assert.equal(state.arn, `arn:aws:route53:::hostedzone/${id}`);
        assert.equal(state.primaryNameServer, (state.nameServers as string[])[0]);
    });

    it("calls a table by its name", () => {
        const { id, state } = made("aws:dynamodb/table:Table", { name: "nodes" });

        assert.deepEqual([id, state.arn], ["nodes", "arn:aws:dynamodb:eu-central-1:123456789012:table/nodes"]);
    });

    it("leaves a resource in the Region that it names", () => {
        const { state } = made("aws:cloudwatch/logGroup:LogGroup", { name: "queries", region: "us-east-1" });

        assert.equal(state.arn, "arn:aws:logs:us-east-1:123456789012:log-group:queries");
    });

    it("keeps the checked inputs", () => {
        const { state } = computedOutputs(
            { type: "aws:sqs/queue:Queue", name: "one", inputs: { delaySeconds: 5 } },
            { ...context, defaultTags: { team: "media" } },
        );

        assert.deepEqual([state.delaySeconds, state.visibilityTimeoutSeconds], [5, 30]);
        assert.deepEqual(state.tagsAll, { team: "media" });
    });

    it("finishes a name that has only a prefix", () => {
        const { state } = made("aws:lb/targetGroup:TargetGroup", { namePrefix: "edge-" });

        assert.match(String(state.name), /^edge-[0-9a-f]{7}$/);
    });

    it("gives balancers what records and alarms need", () => {
        const { id, state } = made("aws:lb/loadBalancer:LoadBalancer", { loadBalancerType: "network", name: "nlb" });

        assert.equal(state.arn, id);
        assert.match(String(state.arnSuffix), /^net\/nlb\/[0-9a-f]{16}$/);
        assert.match(String(state.dnsName), /^nlb-\d+\.eu-central-1\.elb\.amazonaws\.com$/);
        assert.equal(typeof state.zoneId, "string");
    });

    it("asks for one validation record per name, shared by a wildcard and its parent", () => {
        const { state } = made("aws:acm/certificate:Certificate", {
            domainName: "example.org",
            subjectAlternativeNames: ["*.example.org", "play.example.org"],
        });

        const options = state.domainValidationOptions as { domainName: string; resourceRecordName: string }[];
        assert.deepEqual(
            options.map(({ domainName }) => domainName),
            ["example.org", "*.example.org", "play.example.org"],
        );
        assert.equal(options[0]?.resourceRecordName, options[1]?.resourceRecordName);
        assert.notEqual(options[0]?.resourceRecordName, options[2]?.resourceRecordName);
    });

    it("gives unlisted types an id, and an ARN where their class has one", () => {
        const alarm = made("aws:cloudwatch/metricAlarm:MetricAlarm", { name: "full" });
        const rule = made("aws:ec2/routeTableAssociation:RouteTableAssociation");

        assert.equal(alarm.state.arn, "arn:aws:cloudwatch:eu-central-1:123456789012:metricAlarm/full");
        assert.equal(rule.id, "one-id");
        assert.equal("arn" in rule.state, false);
    });
});
