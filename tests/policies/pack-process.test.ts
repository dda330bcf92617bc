import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { rules } from "../../policies/rules";
import { resolveRules } from "../../tools/preview/policies/policy-config";
import { packFolder } from "../support/pack-build";
import { PackProcess } from "../support/pack-process";
import { unknown } from "../support/policy-requests";
import { exceptionFor } from "../support/rule-fixtures";

const { MANDATORY, ADVISORY } = analyzer.EnforcementLevel;
const targetGroup = (props: object) => ({ type: "aws:lb/targetGroup:TargetGroup", name: "origin", props });
const tags = { "media:role": "origin", "media:profile": "ant-media" };

describe("the policy pack as a process", function () {
    this.timeout(60_000);
    let pack: PackProcess;
    before(async () => {
        pack = await PackProcess.start();
    });
    after(() => pack?.stop());

    /** Configures the pack the way the offline preview does. */
    async function configure(config: object): Promise<void> {
        const resolved = await resolveRules(await pack.packInfo(), { ...config }, "policies/test.json");
        await pack.configure(resolved);
    }

    const shipped = (name: string) => JSON.parse(readFileSync(join(packFolder, `${name}.json`), "utf8"));

    it("tolerates a handshake that the SDK does not know", async () => {
        const request = new analyzer.AnalyzerHandshakeRequest();

        const code = await new Promise((done) =>
            pack.client.handshake(request, (error) => done(error?.code ?? grpc.status.OK)),
        );

        assert.ok(code === grpc.status.OK || code === grpc.status.UNIMPLEMENTED, `The handshake ended with ${code}.`);
    });

    it("names its rules with what reports say about them, and itself with its version", async () => {
        const info = await pack.info();

        assert.deepEqual([info.getName(), info.getVersion()], ["media-cluster-policies", "0.1.0"]);
        assert.deepEqual(
            info.getPoliciesList().map((policy) => [policy.getName(), policy.getEnforcementlevel()]),
            rules.map(({ name, level }) => [name, level === "mandatory" ? MANDATORY : ADVISORY]),
        );
        const [first] = info.getPoliciesList();
        const parameters = first?.getConfigschema()?.getProperties()?.toJavaScript();
        assert.deepEqual(Object.keys(parameters ?? {}), ["httpPorts", "httpsPorts"]);
        assert.equal(first?.getDisplayname(), "P01 target-group-health-path");
        assert.equal(first.getUrl(), rules[0]?.link);
        assert.deepEqual(first.getTagsList(), ["P01", "area:fleet", "CKV_AWS_261"]);
    });

    it("finds the violation of a resource, and nothing in a clean one", async () => {
        await configure({ all: "disabled", "target-group-health-path": "mandatory" });
        const healthCheck = { path: "/no-auth/status", matcher: "200" };
        const props = { protocol: "HTTP", port: 5080, vpcId: unknown, healthCheck };

        const clean = await pack.analyze(targetGroup(props));
        const broken = await pack.analyze(targetGroup({ ...props, healthCheck: { ...healthCheck, path: "/" } }));

        assert.deepEqual(clean, []);
        assert.deepEqual(broken, [
            {
                rule: "target-group-health-path",
                level: MANDATORY,
                severity: analyzer.PolicySeverity.POLICY_SEVERITY_HIGH,
                message:
                    "Health checks must ask the status page and take nothing but 200 for healthy.\n" +
                    'The target group "origin" must check the path /no-auth/status over HTTP or HTTPS and accept status 200 only.',
            },
        ]);
    });

    it("reports what it cannot know yet as advisory", async () => {
        await configure({ all: "disabled", "target-group-health-path": "mandatory" });

        const [finding, ...more] = await pack.analyze(targetGroup({ protocol: "HTTP", healthCheck: unknown }));

        assert.deepEqual(more, []);
        assert.equal(finding?.level, ADVISORY);
        assert.equal(
            finding.message,
            'Not yet known: the target group "origin" can be judged once healthCheck has a value.',
        );
    });

    const balancer = {
        type: "aws:lb/loadBalancer:LoadBalancer",
        name: "alb",
        props: { loadBalancerType: "application", dropInvalidHeaderFields: false, idleTimeout: 60, tags },
    };

    it("repairs under dev.json what prod.json refuses", async () => {
        await configure(shipped("dev"));
        const fixes = await pack.remediate(balancer);

        assert.deepEqual(Object.keys(fixes), ["alb-header-hardening", "alb-idle-timeout"]);
        assert.deepEqual(fixes["alb-idle-timeout"], {
            ...balancer.props,
            dropInvalidHeaderFields: true,
            idleTimeout: 300,
        });

        await configure(shipped("prod"));
        const refused = (await pack.analyze(balancer)).map(({ rule, level }) => [rule, level]);

        assert.deepEqual(await pack.remediate(balancer), {});
        assert.deepEqual(refused, [
            ["alb-header-hardening", MANDATORY],
            ["alb-access-logs", MANDATORY],
            ["alb-access-logs", MANDATORY],
            ["balancer-deletion-protection", MANDATORY],
            ["alb-idle-timeout", MANDATORY],
        ]);
    });

    const refusals: [title: string, config: object, message: RegExp][] = [
        [
            "an unknown rule",
            { "alb-idle-timout": "mandatory" },
            /There is no rule "alb-idle-timout"; did you mean "alb-idle-timeout"\?/,
        ],
        [
            "a wrong level",
            { "alb-idle-timeout": "always" },
            /The level of "alb-idle-timeout" is "always"; allowed are advisory, mandatory, remediate, disabled\./,
        ],
        [
            "a parameter of the wrong type",
            { "alb-idle-timeout": { enforcementLevel: "mandatory", minSeconds: "300" } },
            /The rule "alb-idle-timeout": "minSeconds" must be integer\./,
        ],
        [
            "an exception without a reason",
            { "alb-idle-timeout": { exceptions: [{ ...exceptionFor("*::alb", 9), reason: undefined }] } },
            /The rule "alb-idle-timeout": "exceptions\.0" must have required property 'reason'\./,
        ],
        [
            "a misspelt field of an exception",
            { "alb-idle-timeout": { exceptions: [{ ...exceptionFor("*::alb", 9), expire: "2027-01-01" }] } },
            /The rule "alb-idle-timeout": "exceptions\.0" must not have "expire"\./,
        ],
        [
            "an exception from a fleet standard",
            { "no-m5a-instances": { exceptions: [exceptionFor("*::alb", 9)] } },
            /The rule "no-m5a-instances" has no parameter "exceptions"/,
        ],
    ];
    for (const [title, config, message] of refusals) {
        it(`is configured in one clear sentence about ${title}, or not at all`, async () => {
            await assert.rejects(configure(JSON.parse(JSON.stringify(config))), message);
        });
    }

    it("says which rule threw, and why, and goes on with the next request", async () => {
        const open = { ipProtocol: "tcp", fromPort: 80, toPort: 80, cidrIpv4: "0.0.0.0/0", tags };
        const type = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
        // A port that the schema of the parameter cannot refuse, because it is text.
        const parameters = { enforcementLevel: "mandatory", tcp: { "ant-media": { origin: ["70000"] } } };
        await configure({ all: "disabled", "world-open-ports-by-profile": parameters });

        await assert.rejects(pack.analyze({ type, props: open }), (error: grpc.ServiceError) => {
            assert.match(
                error.details,
                /policy 'world-open-ports-by-profile' from policy pack 'media-cluster-policies@/,
            );
            assert.match(error.details, /take ports from 0 to 65535/);
            return true;
        });
        await configure({ all: "disabled", "world-open-ports-by-profile": "mandatory" });
        assert.equal((await pack.analyze({ type, props: open })).length, 1);
    });
});
