import { publicAlbFirewall as rule } from "../../../../policies/rules/balancing/public-alb-firewall";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const balancer = (name: string, props: object = {}, type = "aws:lb/loadBalancer:LoadBalancer"): PolicyResource => ({
    type,
    name,
    props: { arn: unknown, ...props },
});
const association = (resourceArn: string, ...balancers: PolicyResource[]): PolicyResource => ({
    type: "aws:wafv2/webAclAssociation:WebAclAssociation",
    name: "firewall",
    props: { resourceArn },
    dependsOn: { resourceArn: balancers },
});
const text = (name: string) =>
    `The public load balancer "${name}" must have a web application firewall, or an exception that says why not.`;
const [a, b] = [balancer("a"), balancer("b", { loadBalancerType: "application", internal: false })];

describeRule(rule, {
    pass: {
        "a firewall by dependency": { resources: [association(unknown, b), b] },
        "a firewall by known value": { resources: [balancer("a", { arn: "arn:a" }), association("arn:a")] },
        "a public balancer with a firewall beside an internal one": {
            resources: [a, balancer("b", { internal: true }), association(unknown, a)],
        },
        "a firewall, whatever the rest turns out to be": {
            resources: [association(unknown, a), balancer("a", { internal: unknown, loadBalancerType: unknown })],
        },
    },
    fail: {
        "no firewall": { resources: [a], says: [text("a")] },
        "no firewall for the older token": {
            resources: [balancer("a", {}, "aws:alb/loadBalancer:LoadBalancer")],
            says: [text("a")],
        },
        "the firewall of another balancer": { resources: [a, b, association(unknown, a)], says: [text("b")] },
        "the firewall of something outside the stack": {
            resources: [a, association("arn:elsewhere")],
            says: [text("a")],
        },
        "two public balancers": { resources: [b, a], says: [text("a"), text("b")] },
    },
    unknown: {
        "a firewall of a resource that is not known yet": {
            resources: [a, association(unknown)],
            waitsFor: [['load balancer "a"', 'resourceArn of the web ACL association "firewall"']],
        },
        "a balancer of which it is not known who reaches it": {
            resources: [balancer("a", { internal: unknown })],
            waitsFor: [['load balancer "a"', "internal"]],
        },
        "a balancer whose type is not known yet": {
            resources: [balancer("a", { loadBalancerType: unknown })],
            waitsFor: [['load balancer "a"', "loadBalancerType"]],
        },
    },
    notApplicable: {
        "internal balancers, whatever their type": {
            resources: [balancer("a", { internal: true, loadBalancerType: unknown })],
        },
        "network load balancers, whoever reaches them": {
            resources: [balancer("a", { internal: unknown, loadBalancerType: "network" })],
        },
        "stacks without a balancer": { resources: [association(unknown)] },
    },
});
