import * as assert from "node:assert/strict";
import { checkInputs } from "../../../tools/aws-model";
import { isSecret, secret, UNKNOWN } from "../../../tools/aws-model/markers";

const context = { region: "eu-central-1", defaultTags: { team: "media", cost: "1" } };

const check = (type: string, inputs: Record<string, unknown>, name = "one") =>
    checkInputs({ type, name, inputs }, context);

describe("checkInputs", () => {
    it("puts own tags over default tags, for types that carry tags only", () => {
        const queue = check("aws:sqs/queue:Queue", { tags: { team: "own" } });
        const group = check("aws:autoscaling/group:Group", {});

        assert.deepEqual(queue.tagsAll, { team: "own", cost: "1" });
        assert.deepEqual(queue.tags, { team: "own" });
        assert.equal("tagsAll" in group, false);
    });

    it("keeps tags unknown or secret, and adds none where there are none", () => {
        const unknown = check("aws:sqs/queue:Queue", { tags: UNKNOWN });
        const hidden = check("aws:sqs/queue:Queue", { tags: secret({ word: "x" }) });
        const none = checkInputs({ type: "aws:sqs/queue:Queue", name: "q", inputs: {} }, { region: "eu-central-1" });

        assert.equal(unknown.tagsAll, UNKNOWN);
        assert.deepEqual(hidden.tagsAll, secret({ team: "media", cost: "1", word: "x" }));
        assert.equal("tagsAll" in none, false);
    });

    it("generates the same name for the same URN and another for another", () => {
        const named = (urn: string) =>
            checkInputs({ type: "aws:sqs/queue:Queue", name: "q", urn, inputs: {} }, context).name;

        assert.match(String(named("urn:1")), /^q-[0-9a-f]{7}$/);
        assert.equal(named("urn:1"), named("urn:1"));
        assert.notEqual(named("urn:1"), named("urn:2"));
    });

    it("ends the names of queues and topics as AWS wants it where order matters", () => {
        for (const [type, ordered] of [
            ["aws:sqs/queue:Queue", "fifoQueue"],
            ["aws:sns/topic:Topic", "fifoTopic"],
        ] as const) {
            assert.match(String(check(type, { [ordered]: true }).name), /^one-[0-9a-f]{7}\.fifo$/);
            assert.match(String(check(type, { [ordered]: false }).name), /^one-[0-9a-f]{7}$/);
        }
        assert.match(String(check("aws:kms/alias:Alias", { fifoQueue: true }).name), /^one-[0-9a-f]{7}$/);
    });

    it("generates no name where one is given, prefixed, required or not part of the type", () => {
        assert.equal(check("aws:sqs/queue:Queue", { name: "mine" }).name, "mine");
        assert.equal("name" in check("aws:sqs/queue:Queue", { namePrefix: "mine-" }), false);
        assert.equal("name" in check("aws:route53/record:Record", {}), false);
        assert.equal("name" in check("aws:ec2/vpc:Vpc", {}), false);
        assert.match(String(check("aws:s3/bucket:Bucket", {}).bucket), /^one-[0-9a-f]{7}$/);
    });

    it("refuses a generated name that AWS would find too long", () => {
        const name = "a-target-group-with-a-long-name";

        assert.throws(() => check("aws:lb/targetGroup:TargetGroup", {}, name), {
            name: "InputRefusedError",
            message:
                `The name "${name}" plus a dash and 7 generated characters is longer than the 32 characters that AWS allows; ` +
                "shorten it or set namePrefix.",
        });
    });

    it("writes documents as JSON text and keeps what is secret or unknown in them", () => {
        const policy = { Version: "2012-10-17", Statement: [] };

        assert.equal(check("aws:iam/role:Role", { assumeRolePolicy: policy }).assumeRolePolicy, JSON.stringify(policy));
        assert.equal(check("aws:iam/policy:Policy", { policy: { Statement: UNKNOWN } }).policy, UNKNOWN);
        const hidden = check("aws:iam/policy:Policy", { policy: { Statement: secret("x") } }).policy;
        assert.equal(isSecret(hidden) && hidden.value, '{"Statement":"x"}');
        assert.equal(check("aws:iam/policy:Policy", { policy: "{}" }).policy, "{}");
    });

    it("fills in defaults below what the program sets", () => {
        const balancer = check("aws:lb/loadBalancer:LoadBalancer", { idleTimeout: 300 });
        const network = check("aws:lb/loadBalancer:LoadBalancer", { loadBalancerType: "network" });

        assert.deepEqual([balancer.idleTimeout, balancer.loadBalancerType], [300, "application"]);
        assert.equal(balancer.dropInvalidHeaderFields, false);
        assert.equal("idleTimeout" in network, false);
    });

    it("leaves other packages alone", () => {
        assert.deepEqual(check("random:index/randomId:RandomId", { byteLength: 4 }), { byteLength: 4 });
    });
});
