import * as assert from "node:assert/strict";
import { UNKNOWN } from "../../../tools/aws-model/markers";
import { noOptions, type Registration } from "../../../tools/preview/engine/registration";
import { reportedCost } from "../../../tools/preview/output/report-cost";

function registration(type: string, name: string, fields: Partial<Registration> = {}): Registration {
    return {
        urn: `urn:pulumi:dev::shop::${type}::${name}`,
        ...{ type, name, parent: "", custom: true, modelled: false, read: false, implicit: false },
        ...{ inputs: {}, outputs: {}, options: noOptions, dependencies: [], propertyDependencies: {}, transforms: [] },
        settled: Promise.resolve(),
        ...fields,
    };
}

const keyType = "aws:kms/key:Key";

describe("The cost in a report", () => {
    const regionOf = (fields: Partial<Registration>, configured?: string) =>
        reportedCost([registration(keyType, "key", fields)], configured).lines.map(({ region }) => region);

    it("counts what is planned, but neither components nor what is only read", () => {
        const { lines } = reportedCost(
            [
                registration(keyType, "planned"),
                registration(keyType, "read", { read: true }),
                registration(keyType, "component", { custom: false }),
            ],
            undefined,
        );

        assert.deepEqual(
            lines.map(({ of }) => of),
            ["planned"],
        );
    });

    it("follows what properties were made from", () => {
        const subnets = ["a", "b"].map((name) => registration("aws:ec2/subnet:Subnet", name));
        const balancer = registration("aws:lb/loadBalancer:LoadBalancer", "alb", {
            inputs: { subnets: UNKNOWN },
            propertyDependencies: { subnets: subnets.map(({ urn }) => urn) },
        });
        const { lines } = reportedCost([...subnets, balancer], undefined);

        assert.deepEqual([lines[2]?.name, lines[2]?.count.desired], ["Public IPv4 of the ALB", 2]);
    });

    it("takes the engine's marker for unknown", () => {
        const { lines } = reportedCost(
            [registration("aws:ec2/instance:Instance", "web", { inputs: { instanceType: UNKNOWN } })],
            undefined,
        );

        assert.equal(lines[0]?.name, "Instances of unknown type");
    });

    it("takes a resource's own Region before that of its provider, and that before the stack's", () => {
        const provider = registration("pulumi:providers:aws", "there", { inputs: { region: "eu-west-1" } });

        assert.deepEqual(regionOf({ provider, inputs: { region: "us-east-1" } }, "eu-central-1"), ["us-east-1"]);
        assert.deepEqual(regionOf({ provider }, "eu-central-1"), ["eu-west-1"]);
        assert.deepEqual(regionOf({}, "eu-central-1"), ["eu-central-1"]);
        assert.equal(reportedCost([], "eu-central-1").region, "eu-central-1");
    });

    it("takes the Region of the preview where the stack names none", () => {
        assert.deepEqual([regionOf({}), reportedCost([], undefined).region], [["us-east-1"], "us-east-1"]);
    });
});
