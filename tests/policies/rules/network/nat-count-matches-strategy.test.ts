import { natCountMatchesStrategy as rule } from "../../../../policies/rules/network/nat-count-matches-strategy";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const stack: PolicyResource = { type: "pulumi:pulumi:Stack", name: "media-cluster-test" };
const vpc: PolicyResource = { type: "aws:ec2/vpc:Vpc" };
const gateways = (count: number): PolicyResource[] =>
    Array.from({ length: count }, (_, index) => ({ type: "aws:ec2/natGateway:NatGateway", name: `nat-${index}` }));
let number = 0;
const subnet = (availabilityZone: unknown, props: object): PolicyResource => {
    number += 1;
    return { type: "aws:ec2/subnet:Subnet", name: `subnet-${number}`, props: { availabilityZone, ...props } };
};
const tagged = (zone: unknown, SubnetType: string) => subnet(zone, { tags: { SubnetType } });
const network = (count: number, ...subnets: PolicyResource[]) => [stack, vpc, ...gateways(count), ...subnets];
/** Two zones with public and private subnets, and a third with an isolated one. */
const zones = [
    tagged("a", "Public"),
    tagged("a", "Private"),
    tagged("b", "Public"),
    tagged("b", "Private"),
    tagged("b", "Private"),
    tagged("c", "Isolated"),
];
const handWritten = [
    subnet("a", { mapPublicIpOnLaunch: true }),
    subnet("b", { mapPublicIpOnLaunch: false }),
    subnet("c", {}),
];
const says = ["The stack must have the number of NAT gateways that its strategy names."];
const [none, single, perZone] = ["none", "single", "per-zone"].map((strategy) => ({ strategy }));

describeRule(rule, {
    pass: {
        "a gateway for each zone with private subnets, by default": { resources: network(2, ...zones) },
        "a gateway for each zone whose subnets hand out no public addresses": { resources: network(2, ...handWritten) },
        "no gateway where there are no private subnets": { resources: network(0, tagged("a", "Public")) },
        "zones by their ids": {
            resources: network(
                2,
                subnet(null, { availabilityZoneId: "use1-az1" }),
                subnet(null, { availabilityZoneId: "use1-az2" }),
            ),
            parameters: perZone,
        },
        "no single gateway where there are no private subnets": {
            resources: network(0, tagged("a", "Public"), tagged("b", "Isolated")),
            parameters: single,
        },
        "a single gateway": { resources: network(1, ...zones), parameters: single },
        "no gateway": { resources: network(0, ...zones), parameters: none },
        "zones that are not known yet where they do not matter": {
            resources: network(1, tagged(unknown, "Private")),
            parameters: single,
        },
        "public subnets whose zones are not known yet": {
            resources: network(1, tagged("a", "Private"), tagged(unknown, "Public")),
        },
    },
    fail: {
        "one gateway for two zones": { resources: network(1, ...zones), says },
        "three gateways for two zones": { resources: network(3, ...zones), says },
        "one gateway for two zones of a hand-written network": { resources: network(1, ...handWritten), says },
        "no gateway instead of a single one": { resources: network(0, ...zones), parameters: single, says },
        "two gateways instead of a single one": { resources: network(2, ...zones), parameters: single, says },
        "a gateway instead of none": { resources: network(1, ...zones), parameters: none, says },
    },
    unknown: {
        "the zone of a private subnet": {
            resources: network(1, { ...tagged(unknown, "Private"), name: "nodes" }),
            waitsFor: [['stack "media-cluster-test"', 'availabilityZone of the subnet "nodes"']],
        },
        "the tags of a subnet": {
            resources: network(1, { ...subnet("a", { tags: unknown }), name: "nodes" }),
            waitsFor: [['stack "media-cluster-test"', 'tags of the subnet "nodes"']],
        },
    },
    notApplicable: {
        "stacks in a VPC that is there already": { resources: [stack, ...zones] },
    },
});
