import type { Inputs } from "./markers";

const loadBalancer: Inputs = {
    clientKeepAlive: 3600,
    desyncMitigationMode: "defensive",
    dropInvalidHeaderFields: false,
    enableDeletionProtection: false,
    enableHttp2: true,
    idleTimeout: 60,
    loadBalancerType: "application",
};

/** An NLB has no HTTP settings. */
const networkLoadBalancer: Inputs = { enableDeletionProtection: false };

const targetGroup: Inputs = { deregistrationDelay: 300, slowStart: 0, targetType: "instance" };

/**
 * Defaults that the AWS provider writes into the inputs of a resource: not all, but those that decide about safety.
 * Source: the argument reference of each resource in the provider's documentation, version 7.
 */
const defaults: Record<string, Inputs> = {
    "aws:autoscaling/group:Group": {
        healthCheckGracePeriod: 300,
        metricsGranularity: "1Minute",
        protectFromScaleIn: false,
        waitForCapacityTimeout: "10m",
    },
    "aws:cloudwatch/logGroup:LogGroup": { retentionInDays: 0, skipDestroy: false },
    "aws:cloudwatch/metricAlarm:MetricAlarm": { actionsEnabled: true, treatMissingData: "missing" },
    "aws:ec2/vpc:Vpc": { enableDnsSupport: true, instanceTenancy: "default" },
    "aws:ec2/subnet:Subnet": { assignIpv6AddressOnCreation: false, mapPublicIpOnLaunch: false },
    "aws:ec2/instance:Instance": { sourceDestCheck: true },
    "aws:iam/role:Role": { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
    "aws:kms/key:Key": { enableKeyRotation: false, isEnabled: true, keyUsage: "ENCRYPT_DECRYPT" },
    "aws:lambda/function:Function": { memorySize: 128, packageType: "Zip", publish: false, timeout: 3 },
    "aws:lb/targetGroup:TargetGroup": targetGroup,
    "aws:alb/targetGroup:TargetGroup": targetGroup,
    "aws:s3/bucket:Bucket": { forceDestroy: false },
    "aws:secretsmanager/secret:Secret": { recoveryWindowInDays: 30 },
    "aws:sqs/queue:Queue": {
        delaySeconds: 0,
        fifoQueue: false,
        messageRetentionSeconds: 345_600,
        receiveWaitTimeSeconds: 0,
        visibilityTimeoutSeconds: 30,
    },
};

const loadBalancers = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];

/** The provider's defaults for a type, given what the program sets. */
export function defaultsFor(type: string, inputs: Inputs): Inputs {
    if (!loadBalancers.includes(type)) return defaults[type] ?? {};
    return (inputs.loadBalancerType ?? "application") === "application" ? loadBalancer : networkLoadBalancer;
}
