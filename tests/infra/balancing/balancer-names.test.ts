import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type BalancerNameArgs, balancerName } from "../../../infra/balancing/balancer-names";
import { run } from "../../support/program";

describe("balancerName", () => {
    const balancer = { dnsName: pulumi.output("alb-1.elb.amazonaws.com"), zoneId: pulumi.output("ZELB") };
    const records = async (more: Partial<BalancerNameArgs>) => {
        const args: BalancerNameArgs = {
            host: "a.example.com",
            zoneId: "Z1",
            records: "alias",
            dualStack: false,
            ...more,
        };
        const { resources } = await run(() => balancerName("host", args, balancer, {}), { preview: false });
        return resources.map(({ name, inputs }) => [name, inputs]);
    };
    const alias = {
        zoneId: "Z1",
        name: "a.example.com",
        aliases: [{ name: "alb-1.elb.amazonaws.com", zoneId: "ZELB", evaluateTargetHealth: true }],
    };

    it("is an alias", async () => {
        assert.deepEqual(await records({}), [["host", { ...alias, type: "A" }]]);
    });

    it("is two aliases where the balancer has IPv6", async () => {
        assert.deepEqual(await records({ dualStack: true }), [
            ["host", { ...alias, type: "A" }],
            ["host-ipv6", { ...alias, type: "AAAA" }],
        ]);
    });

    it("is one CNAME where asked, with IPv6 too", async () => {
        const cname = {
            zoneId: "Z1",
            name: "a.example.com",
            type: "CNAME",
            ttl: 60,
            records: ["alb-1.elb.amazonaws.com"],
        };

        assert.deepEqual(await records({ records: "cname", dualStack: true }), [["host", cname]]);
    });
});
