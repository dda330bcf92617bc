import * as assert from "node:assert/strict";
import { estimateCost } from "../../../tools/cost/estimate";
import { costSection } from "../../../tools/cost/text/section";
import { costTable } from "../../../tools/cost/text/table";
import { estimate, group, planned, template, types } from "./planned";

const keyType = "aws:kms/key:Key";

describe("The printed cost", () => {
    const balancers = ["alb-1", "alb-2"].map((name) => planned(types.balancer, name, { subnets: ["a", "b"] }));
    const resources = [group("edge"), template("edge"), ...balancers, planned(keyType, "k"), planned(types.alarm, "a")];
    const destroy =
        "After `pulumi destroy` these go on costing until you delete them: images and the snapshots of their volumes.";

    it("has a row for each kind of part, a sum, the range, and what the reader must know", () => {
        const shown = costSection(estimate(...resources));

        assert.deepEqual(shown, [
            "USD in us-east-1, list prices of 2026-12-01   Count     Day  30 days",
            "c5.xlarge instances                               3  12.240   367.20",
            "gp3 disks                                    48 GiB   0.126     3.79",
            "Public IPv4 of nodes                              3   0.360    10.80",
            "ALB                                               2   1.080    32.40",
            "LCU, 1 per ALB assumed                            2   0.384    11.52",
            "ALB with its unit                                     1.464    43.92",
            "Public IPv4 of the ALB                            4   0.480    14.40",
            "KMS keys and alarms                                   0.036     1.08",
            "Sum at desired size                                  14.706   441.19",
            "A month of 730 hours costs 447.32. By the sizes of the groups from 313.93 to 1332.03 in 30 days.",
            "Assumed: Each balancer uses one capacity unit and one address per zone. Instances run all the time, On-Demand, with Linux. Amounts are rounded each by itself, half up.",
            "Not included: traffic (by use); software from AWS Marketplace, custom metrics, alarms that scaling policies make, CPU credits, taxes and discounts, what exists already.",
            destroy,
        ]);
    });

    it("names what has no price in place of amounts, and says that the sum lacks it", () => {
        const shown = costSection(estimate(group("edge"), template("edge", { instanceType: "m6i.large" })));

        assert.equal(shown[1], "m6i.large instances: no price recorded            3");
        assert.match(shown[4] ?? "", /^Sum at desired size of what has a price +0\.486 +14\.59$/);
    });

    it("has no range where all sizes cost the same", () => {
        const shown = costSection(estimate(planned(keyType, "key")));

        assert.deepEqual(shown.slice(1, 4), [
            "KMS keys                                            0.033     0.99",
            "Sum at desired size                                 0.033     0.99",
            "A month of 730 hours costs 1.00.",
        ]);
    });

    it("has no sum where nothing has a price", () => {
        const shown = costSection(estimate(group("edge")));

        assert.deepEqual(shown.slice(0, 2), [
            "USD in us-east-1, list prices of 2026-12-01   Count  Day  30 days",
            "Instances of unknown type: no price recorded      3",
        ]);
        assert.match(shown[2] ?? "", /^Assumed: /);
    });

    it("has no amounts for another Region, in either form", () => {
        const elsewhere = resources.map((one) => ({ ...one, region: "eu-central-1" }));
        const cost = estimateCost(elsewhere, "eu-central-1");
        const none = "No prices are recorded for eu-central-1, and those of us-east-1 would be wrong there.";

        assert.deepEqual(costSection(cost), [none, destroy]);
        const [title, , , first] = costTable(cost).split("\n");
        assert.equal(title, none);
        assert.equal(first, "c5.xlarge instances     edge        2        3       10  no price recorded");
        assert.doesNotMatch(costTable(cost), /\d\.\d\d/);
    });

    it("has a line for each part of each resource in the long form, with its price and its spans", () => {
        const lines = costTable(estimate(...resources)).split("\n");

        assert.deepEqual(lines.slice(0, 7), [
            "What the stack costs in us-east-1, in USD, by list prices recorded on 2026-12-01:",
            "",
            "Part                    Of                Min  Desired      Max  Unit price    Hour     Day  30 days  Month (730 h)",
            "c5.xlarge instances     edge                2        3       10      0.17/h  0.5100  12.240   367.20         372.30",
            "gp3 disks               edge           32 GiB   48 GiB  160 GiB  0.08/month  0.0053   0.126     3.79           3.84",
            "Public IPv4 of nodes    edge                2        3       10     0.005/h  0.0150   0.360    10.80          10.95",
            "ALB                     alb-1               1        1        1    0.0225/h  0.0225   0.540    16.20          16.43",
        ]);
        assert.equal(lines.filter((line) => line.startsWith("Sum ")).length, 3);
        assert.equal(lines.at(-2), destroy);
    });

    it("says where a resource lives that is not where the stack is", () => {
        const there = planned(keyType, "there", {}, { region: "eu-central-1" });

        assert.match(
            costTable(estimate(planned(keyType, "here"), there)),
            /^KMS keys +there \(eu-central-1\) .*no price/m,
        );
    });
});
