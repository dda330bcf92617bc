import * as assert from "node:assert/strict";
import { preview, previewInTerminal, report } from "./previewing";

type Report = Awaited<ReturnType<typeof report>>;

describe("preview of a stack that passes", () => {
    let result: Report;
    before(async () => {
        result = await report("planned");
    });

    it("ends with 0 and counts what it would create", () => {
        assert.equal(result.code, 0);
        assert.equal(result.result, "passed");
        const expected = {
            create: 5,
            read: 0,
            modelled: 0,
            mandatory: 0,
            advisory: 3,
            excepted: 0,
            undecided: 2,
            remediated: 1,
        };
        assert.deepEqual(result.counts, expected);
    });

    it("prints a report of version 1 with all its fields", () => {
        const { code: _code, ...printed } = result;

        assert.deepEqual(Object.keys(printed), [
            ...[
                "version",
                "project",
                "stack",
                "result",
                "resources",
                "outputs",
                "policyPacks",
                "findings",
                "remediations",
            ],
            ...["evaluations", "counts", "cost", "diagnostics", "notes"],
        ]);
        assert.deepEqual([printed.version, printed.project, printed.stack], [1, "planned", "dev"]);
        const [pack] = printed.policyPacks;
        assert.deepEqual([pack?.name, pack?.version, pack?.path], ["test-pack", "1.2.3", "../pack"]);
        assert.deepEqual(
            pack?.rules.find(({ name }) => name === "preview-sees"),
            {
                name: "preview-sees",
                ruleId: "X9",
                area: "facts",
                level: "disabled",
                severity: "low",
                description: "What only a preview sees is judged.",
                remediation: "Look closer.",
                link: "https://example.com/preview-sees",
                equivalents: ["ELSEWHERE-1"],
            },
        );
        const retention = pack?.rules.find(({ name }) => name === "queue-retention");
        assert.deepEqual([retention?.ruleId, retention?.area, retention?.level], ["queue-retention", "", "mandatory"]);
        const fields = ["urn", "type", "name", "parent", "operation", "implicit", "modelled", "inputs", "file", "line"];
        assert.deepEqual(Object.keys(printed.resources.find(({ name }) => name === "inbox") ?? {}), fields);
    });

    it("lists every registration with the engine's URN, the default provider before its first use", () => {
        const urns = result.resources.map(({ urn }) => urn.replace("urn:pulumi:dev::planned::", "")).sort();

        assert.deepEqual(urns, [
            "pulumi:providers:aws::default_7_48_0",
            "pulumi:pulumi:Stack::planned-dev",
            "test:mail:Mailbox$aws:sns/topic:Topic::inbox",
            "test:mail:Mailbox$aws:sns/topicSubscription:TopicSubscription::inbox",
            "test:mail:Mailbox$aws:sqs/queue:Queue::inbox",
            "test:mail:Mailbox::inbox",
        ]);
        const order = result.resources.map(({ type }) => type);
        assert.equal(order[0], "pulumi:pulumi:Stack");
        const provider = order.indexOf("pulumi:providers:aws");
        assert.equal(
            provider,
            Math.min(order.indexOf("aws:sqs/queue:Queue"), order.indexOf("aws:sns/topic:Topic")) - 1,
        );
    });

    it("shows inputs as the provider would check them and as the pack fixed them", () => {
        const queue = result.resources.find(({ type }) => type === "aws:sqs/queue:Queue");

        assert.match(String(queue?.inputs.name), /^inbox-[0-9a-f]{7}$/);
        assert.deepEqual(queue?.inputs.tagsAll, { team: "media", role: "mail" });
        assert.equal(queue?.inputs.visibilityTimeoutSeconds, 30);
        assert.equal(queue?.inputs.sqsManagedSseEnabled, true);
        assert.equal(queue?.file, "index.ts");
        assert.equal(queue?.line, 11);
    });

    it("lets the program see what a remediation changed", () => {
        assert.equal(result.outputs.encrypted, true);
        assert.deepEqual(
            result.remediations.map(({ policyName, resourceUrn }) => [policyName, resourceUrn.split("::").at(-1)]),
            [["queue-encrypted", "inbox"]],
        );
    });

    it("keeps unknown what only AWS knows", () => {
        const subscription = result.resources.find(({ type }) => type.startsWith("aws:sns/topicSubscription"));

        assert.equal(result.outputs.url, "[unknown]");
        assert.deepEqual(result.outputs.limits, { retention: 3600, regions: ["eu-central-1"] });
        assert.equal(subscription?.inputs.topic, "[unknown]");
    });

    it("judges resources, the default provider and the stack with its relations", () => {
        const told = result.findings.map(({ policyName, message }) => `${policyName}: ${message}`);

        assert.deepEqual(told, [
            "provider-seen: defaultTags region version",
            "stack-tells: 1 of 1 queues are encrypted.",
            "stack-tells: The topic comes from inbox.",
            "subscription-endpoint: Not yet known: the endpoint.",
            "subscription-topic: can't run policy 'subscription-topic' from policy pack 'test-pack@v1.2.3' during preview: " +
                "string value at .topic can't be known during preview",
        ]);
        assert.deepEqual(
            result.findings.map(({ file, line }) => [file, line]),
            [
                [undefined, undefined],
                ["Pulumi.yaml", 1],
                ["Pulumi.yaml", 1],
                ["index.ts", 17],
                ["index.ts", 17],
            ],
        );
    });

    it("says where each rule passed, and why one applied to nothing", () => {
        const { evaluations } = result;
        const of = (rule: string) => evaluations.find(({ policyName }) => policyName === rule);

        assert.equal(of("preview-sees"), undefined);
        assert.deepEqual(of("queue-encrypted")?.notApplicable, "Policy does not implement validateResource");
        assert.equal(of("queue-retention")?.passed.length, result.resources.length);
        assert.equal(of("subscription-endpoint")?.passed.length, result.resources.length - 1);
        assert.deepEqual(of("stack-tells"), { policyName: "stack-tells", passed: [] });
        assert.equal(evaluations.length, 8);
    });

    it("passes on what the program prints and logs", () => {
        const messages = result.diagnostics.map(({ severity, message }) => [severity, message]);

        assert.deepEqual(messages, [
            ["info", "printed by the program"],
            ["warning", "a warning about the queue"],
        ]);
    });
});

describe("preview with --ts-node", () => {
    it("plans the same, at the same places, as with the program compiled beforehand", async () => {
        const [compiled, byRunner] = [await report("network"), await report("network", "--ts-node")];

        const sorted = ({ resources }: Report) => [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
        assert.deepEqual(sorted(compiled), sorted(byRunner));
        assert.equal(compiled.resources.filter(({ file }) => file === "index.ts").length, 23);
    });
});

describe("preview of a stack that violates a mandatory rule", () => {
    it("ends with 1 and names rule, resource, place and the configured limit", async () => {
        const result = await report("planned", "--policy-config", "../policy-configs/strict.json");

        const [finding] = result.findings;
        assert.equal(result.code, 1);
        assert.equal(result.result, "violated");
        assert.equal(result.counts.mandatory, 1);
        assert.deepEqual(finding, {
            resourceUrn: "urn:pulumi:dev::planned::test:mail:Mailbox$aws:sqs/queue:Queue::inbox",
            policyName: "queue-retention",
            policyPackName: "test-pack",
            policyPackVersion: "1.2.3",
            enforcementLevel: "mandatory",
            severity: "high",
            description: "Queues keep messages long enough.",
            message: 'The queue "inbox" must keep messages for at least 7200 seconds.',
            verdict: "violation",
            ruleId: "queue-retention",
            file: "index.ts",
            line: 11,
        });
    });

    it("takes level and parameters from the file beside the stack file, unless it is told otherwise", async () => {
        const beside = await report("planned", "--stack-file", "own.yaml");
        const told = await report("planned", "--stack-file", "own.yaml", "--policy-config", "../pack/short.json");

        assert.deepEqual([beside.code, beside.counts.mandatory], [1, 1]);
        assert.deepEqual([told.code, told.counts.mandatory], [0, 0]);
    });

    it("takes level and parameters from the configuration named like the stack", async () => {
        const result = await report("planned", "short");

        assert.equal(result.code, 0);
        assert.deepEqual(result.counts, { ...result.counts, mandatory: 0, remediated: 0 });
        assert.equal(
            result.resources.find(({ type }) => type === "aws:sqs/queue:Queue")?.inputs.messageRetentionSeconds,
            60,
        );
    });
});

describe("text of a preview", () => {
    it("shows colours and its progress in a terminal", async function () {
        const output = await previewInTerminal("planned", "--policy-pack", "../pack");
        if (output === undefined) {
            console.log("      skipped, because the command script, which provides a terminal, is not installed");
            this.skip();
        }

        assert.ok(output.includes("\r\u001b[KPreviewing offline: "));
        assert.ok(
            output.includes("\u001b[1m\u001b[35mPreviewing offline (dev):"),
            JSON.stringify(output.slice(0, 300)),
        );
        assert.ok(output.includes("\u001b[32mThe preview passed."));
    });

    it("reads like pulumi preview, without colours in a pipe", async () => {
        const { code, stdout, stderr } = await preview(
            "planned",
            "--policy-pack",
            "../pack",
            "--policy-config",
            "../policy-configs/strict.json",
        );

        assert.equal(code, 1);
        assert.equal(stderr, "");
        assert.equal(stdout.includes("\u001b"), false);
        const lines = stdout.split("\n");
        assert.equal(lines[0], "Previewing offline (dev):");
        assert.match(stdout, / \+ {3}pulumi:pulumi:Stack {14}planned-dev {2}create\n \+ {3}└─ test:mail:Mailbox/);
        assert.match(
            stdout,
            /Policies:\n {4}❌ test-pack@v1\.2\.3 \(local: \.\.\/pack\)\n {8}- \[remediate\] {2}queue-encrypted {2}\(1 resource\)\n {8}- \[mandatory\] \[severity: high\] {2}queue-retention {2}\(aws:sqs:Queue: inbox\)\n {10}Queues keep messages long enough\.\n {10}The queue "inbox" must/,
        );
        assert.match(stdout, /Outputs:\n {4}encrypted: true\n/);
        assert.match(stdout, / {4}url {6}: \[unknown\]\n/);
        assert.match(stdout, /Resources:\n {4}\+ 5 to create\n/);
        assert.match(stdout, /Policy findings: 1 mandatory, 3 advisory, 1 remediated, 2 not yet known\.\n/);
        assert.match(
            stdout,
            / {8}- \[not yet known\] {2}subscription-endpoint {2}\(inbox\) Not yet known: the endpoint\.\n {8}- \[not yet known\] {2}subscription-topic {2}\(inbox\) can't run/,
        );
    });
});
