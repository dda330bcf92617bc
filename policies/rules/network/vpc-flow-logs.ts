import { defineRule } from "../../define-rule";
import { VpcParts } from "../../relations/vpc-parts";

/** Kinds of traffic of which a log is worth keeping; accepted traffic alone does not show who tried. */
const trafficTypes: readonly unknown[] = ["ALL", "REJECT"];

/** P34. After an incident the flow logs are all there is to say who talked to whom. */
export const vpcFlowLogs = defineRule<Record<never, never>>({
    id: "P34",
    name: "vpc-flow-logs",
    area: "network",
    description: "Each VPC must record the traffic that its security groups refuse, or all of it.",
    severity: "medium",
    equivalents: ["CKV2_AWS_11", "AWS-0178", "VPC7", "NIST:VPCFlowLogsEnabled"],
    why: "Without flow logs nobody can tell afterwards who tried to reach a server, or where it sent what it had.",
    remediation: "Add an aws.ec2.FlowLog for the VPC with the traffic type ALL or REJECT.",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
    messages: { logs: "The {label} must record flow logs." },
    parameters: {},
    stack: {
        kinds: ["VPC"],
        check(stack, _parameters, findings) {
            const flowLogs = new VpcParts(stack, "flow log");
            return (vpc) => {
                const isRecorded = flowLogs.have(
                    vpc,
                    ({ props }) =>
                        () =>
                            trafficTypes.includes(props.trafficType),
                );
                findings.require(vpc, "logs", isRecorded);
            };
        },
    },
});
