import { any, NotYetKnown, of } from "../../condition";
import { defineRule } from "../../define-rule";
import { isApplicationBalancer } from "../../parse/load-balancer";
import { isTrue, known } from "../../properties";
import { Referrers, type Relation } from "../../stack";

const balancerOfAssociation: Relation = { property: "resourceArn", kinds: ["load balancer"], identity: "arn" };

/** P43. A balancer that everybody reaches is scanned from its first hour. */
export const publicAlbFirewall = defineRule<object>({
    id: "P43",
    name: "public-alb-firewall",
    area: "balancing",
    description: "Application load balancers that face the internet must have a web application firewall.",
    severity: "medium",
    equivalents: ["CKV2_AWS_28", "NIST:ALBWAFEnabled"],
    why: "Without a firewall every login page and interface behind the balancer answers to scanners and floods.",
    remediation: "Add a web ACL association for the balancer, or an exception that says what protects it instead.",
    link: "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html",
    messages: {
        firewall:
            'The public load balancer "{name}" must have a web application firewall, or an exception that says why not.',
    },
    parameters: {},
    stack: {
        kinds: ["load balancer"],
        check(stack, _, findings) {
            const { property } = balancerOfAssociation;
            const associations = new Referrers(stack, stack.ofKind("web ACL association"), balancerOfAssociation);
            const [stray] = associations.unresolved;
            return (balancer) => {
                const isElsewhere = [() => !isApplicationBalancer(balancer), () => isTrue(balancer.props.internal)];
                if (isElsewhere.some((is) => known(is) === true)) {
                    return findings.notApplicable("The stack has no public application load balancer.");
                }
                const hasFirewall = any(
                    ...isElsewhere,
                    () => associations.of(balancer).length > 0,
                    ...(stray ? [of(stray, () => new NotYetKnown([property]))] : []),
                );
                findings.require(balancer, "firewall", hasFirewall);
            };
        },
    },
});
