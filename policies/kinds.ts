/**
 * Kinds of resources as messages call them, with every type token that registers such a resource. Load balancing and
 * buckets exist twice in the AWS provider, with equal properties.
 */
const tokensOfKind = {
    alarm: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
    "Auto Scaling group": ["aws:autoscaling/group:Group"],
    "backup plan": ["aws:backup/plan:Plan"],
    "backup selection": ["aws:backup/selection:Selection"],
    certificate: ["aws:acm/certificate:Certificate"],
    "certificate validation": ["aws:acm/certificateValidation:CertificateValidation"],
    "classic load balancer": ["aws:elb/loadBalancer:LoadBalancer"],
    "default security group": ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
    "default VPC": ["aws:ec2/defaultVpc:DefaultVpc"],
    "DNS record": ["aws:route53/record:Record"],
    "DNSSEC signing": ["aws:route53/hostedZoneDnsSec:HostedZoneDnsSec"],
    "DocumentDB cluster": ["aws:docdb/cluster:Cluster"],
    "DocumentDB parameter group": ["aws:docdb/clusterParameterGroup:ClusterParameterGroup"],
    "egress rule": ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"],
    "Elastic IP": ["aws:ec2/eip:Eip"],
    "Elastic IP association": ["aws:ec2/eipAssociation:EipAssociation"],
    "event source mapping": ["aws:lambda/eventSourceMapping:EventSourceMapping"],
    "flow log": ["aws:ec2/flowLog:FlowLog"],
    function: ["aws:lambda/function:Function"],
    "function event configuration": ["aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"],
    "function URL": ["aws:lambda/functionUrl:FunctionUrl"],
    "health check": ["aws:route53/healthCheck:HealthCheck"],
    "hosted zone": ["aws:route53/zone:Zone"],
    "IAM policy": ["aws:iam/policy:Policy"],
    "IAM role": ["aws:iam/role:Role"],
    "ingress rule": ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
    instance: ["aws:ec2/instance:Instance"],
    "instance fleet": ["aws:ec2/fleet:Fleet"],
    "instance profile": ["aws:iam/instanceProfile:InstanceProfile"],
    "invoke permission": ["aws:lambda/permission:Permission"],
    "launch configuration": ["aws:ec2/launchConfiguration:LaunchConfiguration"],
    "launch template": ["aws:ec2/launchTemplate:LaunchTemplate"],
    "lifecycle hook": ["aws:autoscaling/lifecycleHook:LifecycleHook"],
    listener: ["aws:lb/listener:Listener", "aws:alb/listener:Listener"],
    "listener certificate": [
        "aws:lb/listenerCertificate:ListenerCertificate",
        "aws:alb/listenerCertificate:ListenerCertificate",
    ],
    "listener rule": ["aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule"],
    "load balancer": ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"],
    "log group": ["aws:cloudwatch/logGroup:LogGroup"],
    bucket: ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
    "bucket lifecycle": [
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
    ],
    "bucket policy": ["aws:s3/bucketPolicy:BucketPolicy"],
    "bucket public access block": ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
    "NAT gateway": ["aws:ec2/natGateway:NatGateway"],
    "network interface": ["aws:ec2/networkInterface:NetworkInterface"],
    parameter: ["aws:ssm/parameter:Parameter"],
    "prefix list": ["aws:ec2/managedPrefixList:ManagedPrefixList"],
    "prefix list entry": ["aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"],
    "query log": ["aws:route53/queryLog:QueryLog"],
    queue: ["aws:sqs/queue:Queue"],
    "queue policy": ["aws:sqs/queuePolicy:QueuePolicy"],
    "role policy": ["aws:iam/rolePolicy:RolePolicy"],
    "role policy attachment": ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
    "scaling notification": ["aws:autoscaling/notification:Notification"],
    "scaling policy": ["aws:autoscaling/policy:Policy"],
    secret: ["aws:secretsmanager/secret:Secret"],
    "secret rotation": ["aws:secretsmanager/secretRotation:SecretRotation"],
    "security group": ["aws:ec2/securityGroup:SecurityGroup"],
    "security group rule": ["aws:ec2/securityGroupRule:SecurityGroupRule"],
    "snapshot plan": ["aws:dlm/lifecyclePolicy:LifecyclePolicy"],
    "spot fleet request": ["aws:ec2/spotFleetRequest:SpotFleetRequest"],
    "spot instance request": ["aws:ec2/spotInstanceRequest:SpotInstanceRequest"],
    stack: ["pulumi:pulumi:Stack"],
    subnet: ["aws:ec2/subnet:Subnet"],
    subscription: ["aws:sns/topicSubscription:TopicSubscription"],
    "target group": ["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"],
    "target group attachment": ["aws:autoscaling/attachment:Attachment"],
    topic: ["aws:sns/topic:Topic"],
    "topic policy": ["aws:sns/topicPolicy:TopicPolicy"],
    "traffic source attachment": ["aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment"],
    volume: ["aws:ebs/volume:Volume"],
    "volume attachment": ["aws:ec2/volumeAttachment:VolumeAttachment"],
    VPC: ["aws:ec2/vpc:Vpc"],
    "web ACL association": ["aws:wafv2/webAclAssociation:WebAclAssociation"],

    // What the engine shows to no policy, and the offline preview puts before the pack as if it were a resource.
    "configuration value": ["media-cluster:preview:ConfigurationValue"],
    "image look-up": ["aws:ec2/getAmi:getAmi", "aws:ec2/getAmiIds:getAmiIds"],
    "stack output": ["media-cluster:preview:StackOutput"],
} as const;

export type Kind = keyof typeof tokensOfKind;

/** Kinds that only the offline preview shows to policies: a deployment answers "not applicable" for them. */
export const observedKinds: readonly Kind[] = ["configuration value", "image look-up", "stack output"];

/** Tag of the rules that judge such kinds, by which the preview knows that the pack wants to see them. */
export const OBSERVED_TAG = "judges:preview";

const kindOfToken: ReadonlyMap<string, Kind> = new Map(
    Object.entries(tokensOfKind).flatMap(([kind, tokens]) => tokens.map((token) => [token, kind as Kind])),
);

/** Kind of a type token; undefined for types that no rule looks at. */
export function kindOf(type: string): Kind | undefined {
    return kindOfToken.get(type);
}
