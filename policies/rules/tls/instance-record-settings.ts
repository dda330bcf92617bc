import { all, type Condition, NotYetKnown } from "../../condition";
import { defineRule } from "../../define-rule";
import type { Kind } from "../../kinds";
import { at, elements, isSet, isUnknown, known } from "../../properties";
import { DelegatedZones } from "../../relations/delegated-zones";
import { mediaRoles, roleOf } from "../../roles";
import type { Stack } from "../../stack";
import type { Subject } from "../../subject";

/** What an address belongs to, with the properties that hold it. */
const addressOwners: readonly (readonly [kind: Kind, property: string])[] = [
    ["instance", "publicIp"],
    ["instance", "privateIp"],
    ["Elastic IP", "publicIp"],
    ["network interface", "privateIp"],
];
const ownerKinds: readonly Kind[] = ["instance", "Elastic IP", "network interface"];

/** What the function takes when the variable is absent or empty, in seconds. */
const DEFAULT_TTL = 60;

/** P49. A name that outlives its server sends viewers to an address which may be somebody else's by then. */
export const instanceRecordSettings = defineRule<{ maxTtl: number }>({
    id: "P49",
    name: "instance-record-settings",
    area: "tls",
    description: "Records of single servers must be short-lived, and show which function owns them.",
    severity: "medium",
    equivalents: ["CKV2_AWS_23"],
    why: "Resolvers keep sending clients to a server that is gone for the TTL of its record; without a mark of their own two functions delete each other's records.",
    remediation:
        "Set RECORD_TTL, ZONE_ID and OWNER_ID of the function, another OWNER_ID for each function, and the ttl of records that name servers.",
    link: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html",
    messages: {
        function:
            'The DNS function "{name}" must write short-lived records with an owner mark into the delegated zone.',
        record: "The {label} must be short-lived, because it names a media server.",
    },
    parameters: {
        maxTtl: {
            type: "integer",
            minimum: 1,
            maximum: 300,
            default: 60,
            description: "Longest time that resolvers may keep a record, in seconds.",
        },
    },
    stack: {
        kinds: ["function", "DNS record"],
        check(stack, { maxTtl }, findings) {
            const zones = new DelegatedZones(stack);
            const isUnique = ownerMarks(stack);
            const writes = recordWriters(stack);
            return (subject) => {
                if (subject.kind === "DNS record") {
                    if (!namesMediaServer(stack, subject)) {
                        return findings.notApplicable("The stack has no record of a media server.");
                    }
                    const ttl = () => Number(subject.props.ttl ?? Number.POSITIVE_INFINITY);
                    return findings.require(subject, "record", () => ttl() <= maxTtl);
                }
                if (roleOf(subject) !== "dns") return findings.notApplicable("The stack has no DNS function.");
                if (!writes(subject)) return findings.notApplicable("Another DNS function writes the records.");
                const isShort = () => isTtl(variable(subject, "RECORD_TTL") ?? DEFAULT_TTL, maxTtl);
                const zoneId = () => variable(subject, "ZONE_ID");
                const isDelegated = () => isSet(zoneId) && zones.include(subject, "environment", zoneId);
                findings.require(subject, "function", all(isShort, isDelegated, isUnique(subject)));
            };
        },
    },
});

/** Variables by which a function is told which records to write. */
const recordVariables = ["RECORD_TTL", "ZONE_ID", "OWNER_ID"];

/**
 * Which DNS functions write records: those that are told how. Where none is, every one may. A function beside them serves
 * them, for example by telling the application what they did.
 */
function recordWriters(stack: Stack): (subject: Subject) => boolean {
    const isTold = (subject: Subject) =>
        recordVariables.some((name) => {
            const read = () => variable(subject, name);
            return isUnknown(read) || read() !== undefined;
        });
    const isAnyTold = stack
        .ofKind("function")
        .some((subject) => known(() => roleOf(subject)) === "dns" && isTold(subject));
    return (subject) => !isAnyTold || isTold(subject);
}

/** Value of an environment variable; undefined when it is absent or empty. Throws when it is not known yet. */
function variable({ props }: Subject, name: string): unknown {
    const value = at(props, "environment", "variables", name);
    return value === "" ? undefined : value;
}

function isTtl(value: unknown, maxTtl: number): boolean {
    return Number(value) >= 1 && Number(value) <= maxTtl;
}

/** Whether a function has an owner mark that no other function of the stack has. */
function ownerMarks(stack: Stack): (subject: Subject) => Condition {
    const counts = new Map<unknown, number>();
    const waiting: string[] = [];
    for (const subject of stack.ofKind("function")) {
        const mark = () => variable(subject, "OWNER_ID");
        if (isUnknown(mark)) waiting.push(`environment.variables.OWNER_ID of the ${subject.label}`);
        else if (mark() !== undefined) counts.set(mark(), (counts.get(mark()) ?? 0) + 1);
    }
    return (subject) => () => {
        const mark = () => variable(subject, "OWNER_ID");
        if (isUnknown(mark)) return counts.size + waiting.length === 1 || new NotYetKnown(waiting);
        if (counts.get(mark()) !== 1) return false;
        return waiting.length === 0 || new NotYetKnown(waiting);
    };
}

/** Whether the record holds the address of a server, or of an address or interface of one, with a media role. */
function namesMediaServer(stack: Stack, record: Subject): boolean {
    const addresses = elements(() => record.props.records).map(known);
    const owners = [
        ...stack.dependencies(record, "records", ownerKinds),
        ...addressOwners.flatMap(([kind, property]) =>
            addresses.flatMap((address) => stack.identified([kind], property, address)),
        ),
    ];
    const isOfServer = owners.some((owner) => mediaRoles.includes(roleOf(owner) ?? ""));
    return isOfServer && ["A", "AAAA"].includes(String(record.props.type));
}
