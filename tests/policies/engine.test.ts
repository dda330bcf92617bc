import * as assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildPack, packFolder } from "../support/pack-build";
import { PulumiCli, pulumiVersion } from "../support/pulumi-cli";
import { exceptionFor } from "../support/rule-fixtures";

/**
 * The pack in the real engine: `pulumi policy analyze` judges exported state with the real pack process, and validates the
 * configuration itself. It makes no resources, so that it needs no provider; what a preview adds is not proved here.
 */

const stackUrn = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const templateUrn = `urn:pulumi:dev::shop::${templateType}::edge`;
const tags = { "media:role": "edge", "media:profile": "ant-media", "media:image-arch": "x86_64" };
const template = { instanceType: "m5a.large", tags, tagsAll: tags };

const state = {
    version: 3,
    deployment: {
        manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
        resources: [
            { urn: stackUrn, custom: false, type: "pulumi:pulumi:Stack" },
            {
                urn: templateUrn,
                custom: true,
                id: "lt-1",
                type: templateType,
                parent: stackUrn,
                inputs: template,
                outputs: template,
            },
        ],
    },
};

interface PolicyEvent {
    readonly policyName: string;
    readonly resourceUrn: string;
    readonly enforcementLevel: string;
    readonly message: string;
}

interface EngineEvent {
    readonly policyEvent?: PolicyEvent;
    readonly policyRemediationEvent?: {
        readonly policyName: string;
        readonly before: { readonly metadataOptions?: object };
        readonly after: { readonly metadataOptions?: object };
    };
}

describe("the policy pack in the real engine", function () {
    this.timeout(60_000);
    let cli: PulumiCli;
    after(() => cli?.remove());

    before(async function () {
        const version = pulumiVersion();
        if (version === undefined) {
            console.log("      skipped, because the Pulumi CLI is not installed");
            this.skip();
        }
        cli = new PulumiCli();
        await buildPack();
        writeFileSync(join(cli.folder, "state.json"), JSON.stringify(state));
    });

    function analyze(config: object | string, ...flags: string[]) {
        const file = typeof config === "string" ? join(packFolder, config) : join(cli.folder, "config.json");
        if (typeof config !== "string") writeFileSync(file, JSON.stringify(config));
        const pack = ["--policy-pack", packFolder, "--policy-pack-config", file];
        return cli.run(cli.folder, "policy", "analyze", ...pack, "--file", join(cli.folder, "state.json"), ...flags);
    }

    async function eventsOf(config: object): Promise<{ code: number | null; events: EngineEvent[] }> {
        const { code, stdout } = await analyze(config, "--json");
        // The last event may be followed by the reason of the exit code on the same line.
        const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
        const events = lines.map((line) => JSON.parse(line.slice(0, line.lastIndexOf("}") + 1)));
        return { code, events };
    }

    const only = (rules: object) => ({ all: "disabled", ...rules });

    it("stops at a mandatory violation and names the resource", async () => {
        const { code, events } = await eventsOf(only({ "no-m5a-instances": "mandatory" }));

        assert.notEqual(code, 0);
        const [finding, ...more] = events.flatMap(({ policyEvent }) => policyEvent ?? []);
        assert.deepEqual(more, []);
        assert.deepEqual(
            [finding?.policyName, finding?.resourceUrn, finding?.enforcementLevel],
            ["no-m5a-instances", templateUrn, "mandatory"],
        );
        assert.match(String(finding?.message), /The launch template "edge" must not use an instance type of a family/);
    });

    it("shows what a rule would repair", async () => {
        const { events } = await eventsOf(only({ "metadata-service-v2": "remediate" }));

        const [fix] = events.flatMap(({ policyRemediationEvent }) => policyRemediationEvent ?? []);
        assert.equal(fix?.policyName, "metadata-service-v2");
        assert.equal(fix.before.metadataOptions, undefined);
        assert.deepEqual(fix.after.metadataOptions, {
            httpTokens: "required",
            httpPutResponseHopLimit: 1,
            instanceMetadataTags: "disabled",
        });
    });

    it("accepts an exception, and reports what it covers as advisory", async () => {
        const exceptions = [exceptionFor(templateUrn, 30)];
        const rule = { enforcementLevel: "mandatory", exceptions };

        const { code, events } = await eventsOf(
            only({ "metadata-service-v2": rule, "exceptions-are-current": "mandatory" }),
        );

        assert.equal(code, 0);
        const findings = events.flatMap(({ policyEvent }) => policyEvent ?? []);
        assert.deepEqual(
            findings.map(({ policyName, enforcementLevel }) => [policyName, enforcementLevel]),
            [["metadata-service-v2", "advisory"]],
        );
        assert.match(
            String(findings[0]?.message),
            /^Excepted until .* by video-platform: The launch template "edge" must/,
        );
    });

    it("reports an exception that nothing uses, also of a rule that no resource concerns", async () => {
        const exceptions = [exceptionFor("*::aws:ebs/volume:Volume::data", 30)];
        const demanding = { enforcementLevel: "mandatory", exceptions };

        const { code, events } = await eventsOf(
            only({ "ingress-rule-has-source": demanding, "exceptions-are-current": "mandatory" }),
        );

        assert.notEqual(code, 0);
        const findings = events.flatMap(({ policyEvent }) => policyEvent ?? []);
        assert.equal(findings.length, 1);
        assert.match(
            String(findings[0]?.message),
            /The exception 1 of the rule ingress-rule-has-source must be removed, because no finding uses it\./,
        );
    });

    const refused: [title: string, config: object, message: RegExp][] = [
        [
            "an exception without a reason",
            {
                "metadata-service-v2": {
                    enforcementLevel: "mandatory",
                    exceptions: [{ ...exceptionFor(templateUrn, 30), reason: undefined }],
                },
            },
            /metadata-service-v2[\s\S]*exceptions[\s\S]*reason/,
        ],
        [
            "an exception for whatever comes",
            { "metadata-service-v2": { enforcementLevel: "mandatory", exceptions: [exceptionFor("urn::*", 30)] } },
            /metadata-service-v2[\s\S]*resource/,
        ],
        ["a level that does not exist", { "metadata-service-v2": "always" }, /always/],
        [
            "a parameter of the wrong type",
            { "metadata-service-v2": { enforcementLevel: "mandatory", maxHops: "many" } },
            /metadata-service-v2[\s\S]*maxHops/,
        ],
    ];
    for (const [title, config, message] of refused) {
        it(`refuses ${title}`, async () => {
            const { code, stdout, stderr } = await analyze(config);

            assert.notEqual(code, 0);
            assert.match(stdout + stderr, message);
        });
    }

    for (const name of ["dev", "prod", "generic"]) {
        it(`takes the shipped configuration: ${name}.json`, async () => {
            const { stdout, stderr } = await analyze(`${name}.json`);
            const errors = (stdout + stderr).split("\n").filter((line) => /^error:/.test(line.trim()));

            assert.match(stdout, /no-m5a-instances {2}\(aws:ec2:LaunchTemplate: edge\)/);
            assert.deepEqual([...new Set(errors)], ["error: one or more mandatory policy violations were found"]);
        });
    }
});
