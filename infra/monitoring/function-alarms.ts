import type * as pulumi from "@pulumi/pulumi";
import type { Role } from "../tags";
import type { Alarm } from "./alarm";

/** @param who The function as a sentence begins with it. */
export function functionErrors(about: string, FunctionName: pulumi.Input<string>, who: string, role: Role): Alarm {
    return {
        about,
        subject: "function-errors",
        role,
        description: `${who} ended with an error: see its log.`,
        namespace: "AWS/Lambda",
        metricName: "Errors",
        dimensions: { FunctionName },
        statistic: "Sum",
        when: { from: 1 },
    };
}
