/**
 * Kinds of resources as messages call them, with every type token that registers such a resource. Load balancing exists
 * twice in the AWS provider, with equal properties.
 */
const tokensOfKind = {
    "Auto Scaling group": ["aws:autoscaling/group:Group"],
    "classic load balancer": ["aws:elb/loadBalancer:LoadBalancer"],
    "default security group": ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
    "egress rule": ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"],
    "health check": ["aws:route53/healthCheck:HealthCheck"],
    "ingress rule": ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
    instance: ["aws:ec2/instance:Instance"],
    "instance fleet": ["aws:ec2/fleet:Fleet"],
    "launch configuration": ["aws:ec2/launchConfiguration:LaunchConfiguration"],
    "launch template": ["aws:ec2/launchTemplate:LaunchTemplate"],
    "lifecycle hook": ["aws:autoscaling/lifecycleHook:LifecycleHook"],
    listener: ["aws:lb/listener:Listener", "aws:alb/listener:Listener"],
    "security group": ["aws:ec2/securityGroup:SecurityGroup"],
    "security group rule": ["aws:ec2/securityGroupRule:SecurityGroupRule"],
    "spot fleet request": ["aws:ec2/spotFleetRequest:SpotFleetRequest"],
    "spot instance request": ["aws:ec2/spotInstanceRequest:SpotInstanceRequest"],
    "target group": ["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"],
    "target group attachment": ["aws:autoscaling/attachment:Attachment"],
    "traffic source attachment": ["aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment"],
    volume: ["aws:ebs/volume:Volume"],
} as const;

export type Kind = keyof typeof tokensOfKind;

const kindOfToken: ReadonlyMap<string, Kind> = new Map(
    Object.entries(tokensOfKind).flatMap(([kind, tokens]) => tokens.map((token) => [token, kind as Kind])),
);

/** Kind of a type token; undefined for types that no rule looks at. */
export function kindOf(type: string): Kind | undefined {
    return kindOfToken.get(type);
}
