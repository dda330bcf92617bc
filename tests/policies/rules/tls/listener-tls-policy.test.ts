import * as assert from "node:assert/strict";
import { listenerTlsPolicy as rule } from "../../../../policies/rules/tls/listener-tls-policy";
import { fixResource, judge, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const encrypted = { port: 443, protocol: "HTTPS", certificateArn: unknown };
const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";
const good = { ...encrypted, sslPolicy };
const listener = (props: object) => ({ type: "aws:lb/listener:Listener", props });
const alone = (props: object) => ({ resources: [listener(props)] });
const refused = (props: object) => ({
    ...alone(props),
    says: ['The listener "main" must use a TLS policy of version 1.2 or later.'],
});
const label = 'listener "main"';
const parameters = { tlsPorts: [9443], allowed: "^ELBSecurityPolicy-2016" };
const tlsPorts = [443, 5443, 4444, 8443, 12443];

describeRule(
    rule,
    {
        pass: {
            ...Object.fromEntries(
                [
                    "ELBSecurityPolicy-TLS13-1-2-2021-06",
                    "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
                    "ELBSecurityPolicy-TLS13-1-3-2021-06",
                ].map((strong) => [strong, alone({ ...good, sslPolicy: strong })]),
            ),
            ...Object.fromEntries(tlsPorts.map((port) => [`TLS on ${port}`, alone({ ...good, port })])),
            "a port in text": alone({ ...good, port: "443" }),
            "TLS of a network load balancer, under the other name of the type": {
                resources: [
                    { ...listener({ ...good, port: 8443, protocol: "TLS" }), type: "aws:alb/listener:Listener" },
                ],
            },
            "TLS on a port that is not known yet": alone({ ...good, port: unknown }),
            "ports and policies of the configuration": {
                ...alone({ ...good, port: 9443, sslPolicy: "ELBSecurityPolicy-2016-08" }),
                parameters,
            },
        },
        fail: {
            "a policy of 2016": { ...refused({ ...good, sslPolicy: "ELBSecurityPolicy-2016-08" }), isFixed: true },
            ...Object.fromEntries(
                [
                    "ELBSecurityPolicy-TLS13-1-0-2021-06",
                    "ELBSecurityPolicy-TLS13-1-1-2021-06",
                    "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
                    "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06",
                    "My-ELBSecurityPolicy-TLS13-1-2-2021-06",
                    "",
                ].map((weak) => [
                    weak === "" ? "an empty policy" : weak,
                    { ...refused({ ...good, sslPolicy: weak }), isFixed: true },
                ]),
            ),
            "no policy": { ...refused(encrypted), isFixed: true },
            "no policy of a network load balancer": {
                ...refused({ ...encrypted, port: 8443, protocol: "TLS" }),
                isFixed: true,
            },
            ...Object.fromEntries(
                tlsPorts.map((port) => [`plain text on ${port}`, refused({ port, protocol: "HTTP" })]),
            ),
            "a strong policy of a listener in plain text": refused({ ...good, protocol: "TCP" }),
            "TLS without a certificate": refused({ port: 443, protocol: "HTTPS", sslPolicy }),
            "TLS with an empty certificate": refused({ ...good, certificateArn: "" }),
            "a policy that the configuration does not allow": { ...refused({ ...good, port: 9443 }), parameters },
        },
        unknown: {
            "the policy": { ...alone({ ...good, sslPolicy: unknown }), waitsFor: [[label, "sslPolicy"]] },
            "the protocol": { ...alone({ ...good, protocol: unknown }), waitsFor: [[label, "protocol"]] },
            "the port of a listener in plain text": {
                ...alone({ port: unknown, protocol: "HTTP" }),
                waitsFor: [[label, "port"]],
            },
        },
        notApplicable: {
            "other ports": alone({ port: 80, protocol: "HTTP" }),
            "listeners without a port": alone({ protocol: "GENEVE" }),
            "ports that the configuration does not name": { ...alone(good), parameters },
            "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc" }] },
        },
    },
    () => {
        it("sets the policy and nothing else when it fixes", async () => {
            const fixed = await fixResource(rule, listener({ ...encrypted, sslPolicy: "ELBSecurityPolicy-2016-08" }));

            assert.deepEqual(fixed, good);
        });

        it("leaves alone strong policies, plain text, other ports and what is not known yet", async () => {
            const resources = [
                { ...good, sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06" },
                { port: 443, protocol: "HTTP" },
                { ...encrypted, port: 9443 },
                { ...good, sslPolicy: unknown },
                { ...encrypted, port: unknown },
            ];
            for (const props of resources) assert.equal(await fixResource(rule, listener(props)), undefined);
        });

        it("keeps a policy that the configuration allows", async () => {
            const old = { ...good, port: 9443, sslPolicy: "ELBSecurityPolicy-2016-08" };

            assert.equal(await fixResource(rule, listener(old), { parameters }), undefined);
        });

        it("sets no policy that the configuration does not allow", async () => {
            const settings = { parameters: { allowed: "^ELBSecurityPolicy-TLS13-1-3" } };

            assert.equal(await fixResource(rule, listener(encrypted), settings), undefined);
        });

        it("explains a pattern that is no regular expression", async () => {
            await assert.rejects(judge(rule, [listener(good)], { parameters: { allowed: "(" } }), (error: Error) => {
                assert.match(
                    error.message,
                    /The parameter "allowed" of the rule "listener-tls-policy" cannot be read: it must be a regular expression over names of TLS policies; correct it in the policy configuration\./,
                );
                return true;
            });
        });
    },
);
