import * as assert from "node:assert/strict";
import { estimate, linesOf, planned, types, urnOf } from "./planned";

describe("The cost of the network", () => {
    const subnets = ["a", "b", "c"].map((zone) => planned(types.subnet, zone));
    const inSubnets = { madeFrom: { subnets: [...subnets.map(({ urn }) => urn), "urn:of:the:vpc"] } };

    it("has for an ALB its hours, one unit, and an address in each subnet", () => {
        const alb = planned(types.balancer, "alb", { internal: false, subnets: ["subnet-1", "subnet-2"] });

        assert.deepEqual(linesOf(estimate(alb)), [
            "ALB (alb): 1 0.0225/hour",
            "LCU, 1 per ALB assumed (alb): 1 0.008/hour",
            "Public IPv4 of the ALB (alb): 2 0.005/hour",
        ]);
    });

    it("has for an NLB its own unit, and finds the subnets of a list that is not known yet", () => {
        const nlb = planned(types.balancer, "nlb", { loadBalancerType: "network", subnets: "[unknown]" }, inSubnets);

        assert.deepEqual(linesOf(estimate(nlb, ...subnets)), [
            "NLB (nlb): 1 0.0225/hour",
            "NLCU, 1 per NLB assumed (nlb): 1 0.006/hour",
            "Public IPv4 of the NLB (nlb): 3 0.005/hour",
        ]);
    });

    for (const [what, inputs] of [
        ["an internal balancer", { internal: true }],
        ["a balancer with public IPv6 alone", { ipAddressType: "dualstack-without-public-ipv4" }],
    ] as const) {
        it(`has no public address for ${what}`, () => {
            assert.equal(linesOf(estimate(planned(types.balancer, "alb", inputs, inSubnets), ...subnets)).length, 2);
        });
    }

    it("does not guess the zones of a balancer whose subnets are nowhere", () => {
        const alb = planned("aws:alb/loadBalancer:LoadBalancer", "alb", { subnets: "[unknown]" });

        assert.equal(linesOf(estimate(alb))[2], "Public IPv4 of the ALB, one per zone (alb): 1 ?");
    });

    it("has no price for gateway balancers", () => {
        const gateway = planned(types.balancer, "gwlb", { loadBalancerType: "gateway" });

        assert.deepEqual(linesOf(estimate(gateway)), ["gateway balancers (gwlb): 1 ?"]);
    });

    it("has for each NAT gateway its hours and its address, which no Elastic IP adds a second time", () => {
        const gateways = ["1", "2"].flatMap((name) => [planned(types.gateway, name), planned(types.elastic, name)]);

        assert.deepEqual(linesOf(estimate(...gateways)), [
            "NAT gateways (1): 1 0.045/hour",
            "Public IPv4 of NAT gateways (1): 1 0.005/hour",
            "NAT gateways (2): 1 0.045/hour",
            "Public IPv4 of NAT gateways (2): 1 0.005/hour",
        ]);
    });

    it("has no address for a private NAT gateway", () => {
        const cost = estimate(planned(types.gateway, "inner", { connectivityType: "private" }));

        assert.deepEqual(linesOf(cost), ["NAT gateways (inner): 1 0.045/hour"]);
    });

    it("counts Elastic IP addresses that neither a gateway nor a balancer has", () => {
        const address = planned(types.elastic, "of-nlb");
        const nlb = planned(
            types.balancer,
            "nlb",
            { loadBalancerType: "network", subnetMappings: [{ allocationId: "[unknown]", subnetId: "subnet-1" }] },
            { madeFrom: { subnetMappings: [urnOf(types.elastic, "of-nlb")] } },
        );
        const cost = estimate(nlb, address, planned(types.elastic, "own"));

        assert.deepEqual(linesOf(cost).slice(2), [
            "Public IPv4 of the NLB (nlb): 1 0.005/hour",
            "Elastic IP addresses (own): 1 0.005/hour",
        ]);
    });
});
