import { createHash } from "node:crypto";
import type { Inputs } from "./markers";
import { shapeOf } from "./sdk-shape";

/** Longest physical name by type, in characters. Source: the AWS API reference of each service. */
const longest: Record<string, number> = {
    "aws:lb/loadBalancer:LoadBalancer": 32,
    "aws:alb/loadBalancer:LoadBalancer": 32,
    "aws:lb/targetGroup:TargetGroup": 32,
    "aws:alb/targetGroup:TargetGroup": 32,
    "aws:iam/role:Role": 64,
    "aws:lambda/function:Function": 64,
    "aws:sqs/queue:Queue": 80,
};

/** Types whose generated name is not called `name`. */
const otherNames: Record<string, string> = {
    "aws:s3/bucket:Bucket": "bucket",
    "aws:s3/bucketV2:BucketV2": "bucket",
    "aws:ec2/keyPair:KeyPair": "keyName",
    "aws:lambda/permission:Permission": "statementId",
};

/** The generated name of a resource and the input it belongs to. */
export interface PhysicalName {
    readonly property: string;
    readonly value: string;
    /** Limit of AWS that the name exceeds, in characters. */
    readonly exceeds?: number;
}

/** Seven hexadecimal digits that depend on the resource alone, so that two previews show the same names. */
export function nameSuffix(identity: string): string {
    return createHash("sha1").update(identity).digest("hex").slice(0, 7);
}

/** Inputs with which AWS wants names to end in `.fifo`. */
const firstInFirstOut: Record<string, string> = {
    "aws:sqs/queue:Queue": "fifoQueue",
    "aws:sns/topic:Topic": "fifoTopic",
};

/**
 * The physical name that the provider would generate: logical name, dash, seven hexadecimal digits, and an ending where AWS
 * demands one. Nothing for types without a generated name.
 *
 * @param identity URN of the resource, or type and name where there is no URN
 */
export function generatedName(
    type: string,
    name: string,
    identity: string,
    inputs: Inputs = {},
): PhysicalName | undefined {
    const property = namedProperty(type);
    if (property === undefined) return undefined;
    const ending = inputs[firstInFirstOut[type] ?? ""] === true ? ".fifo" : "";
    const value = `${name}-${nameSuffix(identity)}${ending}`;
    const limit = longest[type];
    return limit !== undefined && value.length > limit ? { property, value, exceeds: limit } : { property, value };
}

function namedProperty(type: string): string | undefined {
    const other = otherNames[type];
    if (other !== undefined) return other;
    const shape = type.startsWith("aws:") ? shapeOf(type) : undefined;
    return shape?.inputs.includes("name") && !shape.required.includes("name") ? "name" : undefined;
}
