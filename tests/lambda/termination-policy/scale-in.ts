import type {
    AutoScalingInstanceMarketOption,
    AutoScalingInstanceRecord,
    AutoScalingScaleInEvent,
    AutoScalingTerminationRequest,
} from "aws-lambda";
import { groupName } from "./metrics-server";

export function idOf(number: number): string {
    return `i-${number.toString(16).padStart(17, "0")}`;
}

export function candidate(
    number: number,
    zone = "eu-west-1a",
    option: AutoScalingInstanceMarketOption = "on-demand",
): AutoScalingInstanceRecord {
    return {
        AvailabilityZone: zone,
        InstanceId: idOf(number),
        InstanceType: "c7g.xlarge",
        InstanceMarketOption: option,
    };
}

export function capacity(
    number: number,
    zone = "eu-west-1a",
    option: AutoScalingInstanceMarketOption = "on-demand",
): AutoScalingTerminationRequest {
    return { AvailabilityZone: zone, Capacity: number, InstanceMarketOption: option };
}

/** The event that Auto Scaling documents for custom termination policies. */
export function scaleIn(
    capacities: AutoScalingTerminationRequest[],
    instances: AutoScalingInstanceRecord[],
    fields: Partial<AutoScalingScaleInEvent> = {},
): AutoScalingScaleInEvent {
    return {
        AutoScalingGroupARN: `arn:aws:autoscaling:eu-west-1:345678901234:autoScalingGroup:b83e1d70:autoScalingGroupName/${groupName}`,
        AutoScalingGroupName: groupName,
        CapacityToTerminate: capacities,
        Instances: instances,
        Cause: "SCALE_IN",
        ...fields,
    };
}
