import * as assert from "node:assert/strict";
import { listenerTlsPolicy as rule } from "../../../../policies/rules/tls/listener-tls-policy";
import { fixResource, judgeResource, unknown } from "../../../support/policy-requests";

const good = {
    port: 443,
    protocol: "HTTPS",
    certificateArn: unknown,
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
};
const listener = (props: object) => ({ type: "aws:lb/listener:Listener", props });
const text = 'The listener "main" must use a TLS policy of version 1.2 or later.';

describe("P37 listener-tls-policy", () => {
    for (const sslPolicy of [
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        "ELBSecurityPolicy-TLS13-1-3-2021-06",
    ]) {
        it(`accepts ${sslPolicy}`, async () => {
            assert.equal((await judgeResource(rule, listener({ ...good, sslPolicy }))).verdict, "pass");
        });
    }

    for (const sslPolicy of [
        "ELBSecurityPolicy-2016-08",
        "ELBSecurityPolicy-TLS13-1-0-2021-06",
        "ELBSecurityPolicy-TLS13-1-1-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06",
        "",
    ]) {
        it(`refuses ${sslPolicy || "an empty policy"}, and fixes it`, async () => {
            const fixed = await fixResource(rule, listener({ ...good, sslPolicy }));

            assert.deepEqual((await judgeResource(rule, listener({ ...good, sslPolicy }))).texts, [text]);
            assert.deepEqual(fixed, good);
        });
    }

    it("refuses a missing policy, and fixes it", async () => {
        const { sslPolicy: _, ...without } = good;
        const fixed = await fixResource(rule, listener(without));

        assert.deepEqual((await judgeResource(rule, listener(without))).texts, [text]);
        assert.equal((await judgeResource(rule, listener(fixed ?? {}))).verdict, "pass");
    });

    for (const port of [443, 5443, 4444, 8443, 12443]) {
        it(`refuses plain text on ${port}`, async () => {
            assert.deepEqual((await judgeResource(rule, listener({ port, protocol: "HTTP" }))).texts, [text]);
            assert.equal(await fixResource(rule, listener({ port, protocol: "HTTP" })), undefined);
        });
    }

    it("refuses TLS without a certificate", async () => {
        const { certificateArn: _, ...without } = good;

        assert.deepEqual((await judgeResource(rule, listener(without))).texts, [text]);
    });

    it("accepts TLS on network load balancers, under both names of the type", async () => {
        const tls = { ...listener({ ...good, port: 8443, protocol: "TLS" }), type: "aws:alb/listener:Listener" };

        assert.equal((await judgeResource(rule, tls)).verdict, "pass");
    });

    it("does not apply to other ports and other resources", async () => {
        assert.equal((await judgeResource(rule, listener({ port: 80, protocol: "HTTP" }))).verdict, "not applicable");
        assert.equal((await judgeResource(rule, listener({ protocol: "GENEVE" }))).verdict, "not applicable");
        assert.equal((await judgeResource(rule, { type: "aws:ec2/vpc:Vpc" })).verdict, "not applicable");
    });

    it("says which value it waits for, and leaves it alone", async () => {
        const waiting = listener({ ...good, sslPolicy: unknown });

        assert.deepEqual((await judgeResource(rule, waiting)).texts, [
            'Not yet known: the listener "main" can be judged once sslPolicy has a value.',
        ]);
        assert.equal(await fixResource(rule, waiting), undefined);
        assert.equal((await judgeResource(rule, listener({ ...good, port: unknown }))).verdict, "pass");
        assert.equal((await judgeResource(rule, listener({ port: unknown, protocol: "HTTP" }))).verdict, "unknown");
    });

    it("takes ports and policies of its configuration", async () => {
        const settings = { parameters: { tlsPorts: [9443], allowed: "^ELBSecurityPolicy-2016" } };
        const old = listener({ ...good, port: 9443, sslPolicy: "ELBSecurityPolicy-2016-08" });

        assert.equal((await judgeResource(rule, old, settings)).verdict, "pass");
        assert.equal((await judgeResource(rule, listener(good), settings)).verdict, "not applicable");
    });

    it("explains a pattern that is no regular expression", async () => {
        await assert.rejects(
            judgeResource(rule, listener(good), { parameters: { allowed: "(" } }),
            /The parameter "allowed" of the rule "listener-tls-policy" cannot be read: it must be a regular expression/,
        );
    });
});
