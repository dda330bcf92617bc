import { all, any, type Condition, not, of, settle } from "../../condition";
import { defineRule } from "../../define-rule";
import { containsPort } from "../../parse/port-range";
import { known } from "../../properties";
import { Balancers } from "../../relations/balancers";
import { NodeSecurityGroups } from "../../relations/node-security-groups";
import { admitsOthers } from "../../relations/security-groups";
import { TargetGroupMembers } from "../../relations/target-groups";
import { profileOf } from "../../roles";
import type { Stack } from "../../stack";
import type { Subject } from "../../subject";

/** Clients and host of this profile break when one half of the way is secure and the other is not. */
const UNIFORM_PROFILE = "codestream";

/** P39. Encryption that ends at the balancer protects the rest of the way only if nobody else can be on it. */
export const backendProtocolMatchesListener = defineRule<{ plainBehindTlsProfiles: string[] }>({
    id: "P39",
    name: "backend-protocol-matches-listener",
    area: "tls",
    description: "Requests that arrive encrypted must stay encrypted up to the server, or at least out of reach.",
    severity: "high",
    equivalents: ["CKV_AWS_378"],
    why: "A server that takes plain HTTP from anybody can be talked to past the balancer, its certificate and its firewall.",
    remediation:
        "Give the target group the protocol of its listener, or let only the balancer's security group reach its port. A self-signed certificate on the server is enough.",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html",
    messages: {
        transport: "The {label} must use the same kind of transport as its listener.",
        reach: "The {label} must be reachable from the load balancer only, because it serves plain HTTP.",
    },
    parameters: {
        plainBehindTlsProfiles: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: ["ant-media", "streaming-backend", "web-app"],
            description: "Profiles whose servers speak plain HTTP behind a balancer that speaks HTTPS.",
        },
    },
    stack: {
        kinds: ["listener", "listener rule"],
        check(stack, { plainBehindTlsProfiles }, findings) {
            findings.notApplicable("The stack has no HTTP or HTTPS listener in front of a target group.");
            const balancers = new Balancers(stack);
            const isPrivate = reachableFromBalancerOnly(stack);
            return (subject) => {
                const listener = subject.kind === "listener" ? subject : balancers.listenerOf(subject);
                if (listener === undefined || isOfOtherKind(listener)) return;
                const isTls = of(listener, () => listener.props.protocol === "HTTPS");
                const profile = () => profileOf(balancers.balancerOf(listener) ?? listener);
                const mayBePlain = () => profile() !== UNIFORM_PROFILE && plainBehindTlsProfiles.includes(profile());
                for (const target of balancers.targetGroupsOf(subject)) {
                    const speaks = (protocol: string) => () => target.props.protocol === protocol;
                    const isMixed = any(all(isTls, speaks("HTTP")), all(not(isTls), speaks("HTTPS")));
                    const isPlainBehindTls = all(isTls, speaks("HTTP"), mayBePlain);
                    findings.require(target, "transport", any(not(isMixed), isPlainBehindTls));
                    findings.require(target, "reach", any(not(isPlainBehindTls), isPrivate(target)));
                }
            };
        },
    },
});

/** Listeners of network load balancers pass on what they get, whatever it is. */
function isOfOtherKind({ props }: Subject): boolean {
    const protocol = known(() => props.protocol ?? "HTTP");
    return protocol !== undefined && protocol !== "HTTP" && protocol !== "HTTPS";
}

/** Whether the servers behind a target group take connections to its port from balancers, and from nobody else. */
function reachableFromBalancerOnly(stack: Stack): (target: Subject) => Condition {
    const members = new TargetGroupMembers(stack);
    const isComplete = settle(members.isComplete);
    const nodes = new NodeSecurityGroups(stack);
    return (target) => () => {
        const port = Number(target.props.port);
        const opened = members.groupsOf(target).map((group) =>
            nodes.haveRule(group, (rule, holder) =>
                all(
                    () => rule.direction() === "ingress",
                    () => rule.protocol() === "all" || rule.protocol() === "tcp",
                    () => containsPort(rule.ports(), port),
                    any(admitsOthers(rule, holder, stack, ["lb"]), rule.self),
                ),
            ),
        );
        return all(not(any(...opened)), () => isComplete)();
    };
}
