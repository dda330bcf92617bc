import { all } from "../../condition";
import { defineRule } from "../../define-rule";
import { VpcParts } from "../../relations/vpc-parts";

/** P33. What is put into no group of its own gets the default one, which AWS leaves open inside and to the outside. */
export const defaultNetworkClosed = defineRule<Record<never, never>>({
    id: "P33",
    name: "default-network-closed",
    area: "network",
    description: "The default security group of each VPC must have no rules, and the default VPC must not be used.",
    severity: "medium",
    equivalents: ["CKV2_AWS_12", "AWS-0173", "AWS-0101", "NIST:VPCDefaultSecurityGroupClosed"],
    why: "A resource without a security group gets the default one, whose members reach each other and the internet.",
    remediation: "Add an aws.ec2.DefaultSecurityGroup for the VPC with empty ingress and egress.",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    messages: {
        closed: "The {label} must have a closed default security group.",
        adopted: "The {label} must not be part of the stack.",
    },
    parameters: {},
    stack: {
        kinds: ["VPC", "default VPC"],
        check(stack, _parameters, findings) {
            const defaultGroups = new VpcParts(stack, "default security group");
            return (vpc) => {
                if (vpc.kind === "default VPC") return findings.forbid(vpc, "adopted", () => true);
                const isClosed = defaultGroups.have(vpc, ({ props }) =>
                    all(
                        () => isEmpty(props.ingress),
                        () => isEmpty(props.egress),
                    ),
                );
                findings.require(vpc, "closed", isClosed);
            };
        },
    },
});

function isEmpty(list: unknown): boolean {
    return !Array.isArray(list) || list.length === 0;
}
