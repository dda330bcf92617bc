import { all, NotYetKnown, of } from "../../condition";
import { defineRule } from "../../define-rule";
import { zoneOf } from "../../parse/subnet-zone";
import { isTrue } from "../../properties";
import { tagOf } from "../../roles";
import type { Subject } from "../../subject";

type Strategy = "none" | "single" | "per-zone";

/** P36. Too few gateways fail with a zone, too many cost money for nothing. */
export const natCountMatchesStrategy = defineRule<{ strategy: Strategy }>({
    id: "P36",
    name: "nat-count-matches-strategy",
    area: "network",
    description: "A stack must have no NAT gateway, a single one or one per zone, as its strategy says.",
    severity: "medium",
    equivalents: [],
    why: "Private servers of a zone lose the internet with the one gateway they share, and each gateway costs by the hour.",
    remediation: "Set network.nat in the stack's configuration to the strategy, or change the strategy of the rule.",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html",
    messages: { count: "The stack must have the number of NAT gateways that its strategy names." },
    parameters: {
        strategy: {
            type: "string",
            enum: ["none", "single", "per-zone"],
            default: "per-zone",
            description: "How many NAT gateways there are: none, a single one, or one per zone with private subnets.",
        },
    },
    stack: {
        kinds: ["stack"],
        check:
            (stack, { strategy }, findings) =>
            (root) => {
                if (stack.ofKind("VPC").length === 0)
                    return findings.notApplicable("The stack makes no VPC of its own.");
                const gateways = stack.ofKind("NAT gateway").length;
                findings.require(root, "count", () => {
                    if (strategy === "none") return gateways === 0;
                    if (strategy === "single" && gateways === 1) return true;
                    const zones = zonesWithPrivateSubnets(stack.ofKind("subnet"));
                    if (zones instanceof NotYetKnown) return zones;
                    // Without private subnets there is nobody to serve.
                    return gateways === (strategy === "single" ? Math.min(zones, 1) : zones);
                });
            },
    },
});

function zonesWithPrivateSubnets(subnets: readonly Subject[]): number | NotYetKnown {
    const zones = new Set<unknown>();
    const outcome = all(
        ...subnets.map((subnet) =>
            of(subnet, () => {
                if (isPrivate(subnet)) zones.add(zoneOf(subnet));
                return true;
            }),
        ),
    )();
    return outcome instanceof NotYetKnown ? outcome : zones.size;
}

/**
 * A subnet whose servers reach the internet through a NAT gateway. awsx writes down which ones they are, as opposed to
 * isolated ones; elsewhere they are the subnets that hand out no public addresses.
 */
function isPrivate(subnet: Subject): boolean {
    const type = tagOf(subnet, "SubnetType");
    return type === undefined ? !isTrue(subnet.props.mapPublicIpOnLaunch) : type === "Private";
}
