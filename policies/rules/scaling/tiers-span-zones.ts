import { type Condition, NotYetKnown, type Outcome, of, settle } from "../../condition";
import { defineRule } from "../../define-rule";
import { zoneOf } from "../../parse/subnet-zone";
import { at, elements, isUnknown, type Reader } from "../../properties";
import { roleOf } from "../../roles";
import type { Relation, Stack } from "../../stack";
import type { Subject } from "../../subject";

interface Limits {
    minZones: Record<string, number>;
    minSize: Record<string, number>;
}

const subnetsOfGroup: Relation = { property: "vpcZoneIdentifiers", kinds: ["subnet"], identity: "id" };

/** P07. A tier in one zone ends with that zone, and a tier of one server with that server. */
export const tiersSpanZones = defineRule<Limits>({
    id: "P07",
    name: "tiers-span-zones",
    area: "scaling",
    description: "Groups of media servers must survive the loss of a zone.",
    severity: "high",
    equivalents: [],
    why: "When a zone fails, a tier that lies in it alone is gone until the zone is back.",
    remediation: "Give the group subnets in more zones, and a minSize that leaves a server when one is lost.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-availability-zone-balanced.html",
    messages: {
        zones: 'The {role} group "{name}" must span at least {least} zones.',
        servers: 'The {role} group "{name}" must keep at least {least} servers.',
    },
    parameters: {
        minZones: {
            type: "object",
            additionalProperties: { type: "integer", minimum: 1 },
            default: { origin: 2, edge: 2, pool: 3, turn: 2, web: 2 },
            description: "Number of zones that a group must span, by role.",
        },
        minSize: {
            type: "object",
            additionalProperties: { type: "integer", minimum: 0 },
            default: {},
            description: "Number of servers that a group must keep, by role.",
        },
    },
    stack: {
        kinds: ["Auto Scaling group"],
        check: (stack, limits, findings) => (group) => {
            const role = roleOf(group) ?? "";
            const [zones, servers] = [limits.minZones[role], limits.minSize[role]];
            if (zones !== undefined) {
                findings.require(group, "zones", spans(stack, group, zones), { role, least: zones });
            }
            if (servers !== undefined) {
                const keeps = () => Number(at(group.props, "minSize")) >= servers;
                findings.require(group, "servers", keeps, { role, least: servers });
            }
            findings.notApplicable("The stack has no group of a role that the rule is configured for.");
        },
    },
});

function spans(stack: Stack, group: Subject, least: number): Condition {
    return () => {
        const { props } = group;
        const list = () => props.vpcZoneIdentifiers;
        const ids = elements(list);
        if (ids.length === 0) return reach(least, elements(() => props.availabilityZones).map(noted), 0);
        if (!isUnknown(list) && ids.length < least) return false;
        const subnets = stack.referentsOfEach(group, subnetsOfGroup, ids);
        // What lies in no subnet of the stack may lie in a zone of its own.
        const elsewhere = ids.filter((id) => !isUnknown(id) && stack.identified(["subnet"], "id", id()).length === 0);
        const outcome = reach(
            least,
            subnets.map((subnet) => (zones) => of(subnet, noted(() => zoneOf(subnet))(zones))),
            elsewhere.length,
        );
        // The ids of a list share its dependencies: which of the subnets they name shows when they have values.
        const isOpen = !isUnknown(list) && subnets.length + elsewhere.length > ids.length;
        return outcome === true && isOpen ? new NotYetKnown([subnetsOfGroup.property]) : outcome;
    };
}

/** Adds a zone to those that were found. */
type Note = (zones: Set<unknown>) => Condition;

function noted(read: Reader): Note {
    return (zones) => () => {
        zones.add(read());
        return true;
    };
}

/** Whether there are so many zones. Each one that is not known yet may be another one. */
function reach(least: number, notes: readonly Note[], elsewhere: number): Outcome {
    const zones = new Set<unknown>();
    const causes: string[] = [];
    for (const note of notes) {
        const outcome = settle(note(zones));
        if (outcome instanceof NotYetKnown) causes.push(...outcome.causes);
    }
    const certain = zones.size + elsewhere;
    if (certain >= least) return true;
    return certain + causes.length >= least && new NotYetKnown(causes);
}
