import { all, any, type Condition, NotYetKnown, of } from "../../condition";
import { defineRule } from "../../define-rule";
import type { Kind } from "../../kinds";
import { hasEntries, known } from "../../properties";
import { Referrers, type Relation } from "../../stack";
import type { Subject } from "../../subject";

const zones: readonly Kind[] = ["hosted zone"];

const zoneOfLog: Relation = { property: "zoneId", kinds: zones, identity: "zoneId" };
const zoneOfSigning: Relation = { property: "hostedZoneId", kinds: zones, identity: "zoneId" };

/** P50. Queries show who looked for which server, and nothing else records them. */
export const publicZoneLogging = defineRule<{ requireDnssec: boolean }>({
    id: "P50",
    name: "public-zone-logging",
    area: "tls",
    description: "Public hosted zones must record the queries that they answer.",
    severity: "low",
    equivalents: ["CKV2_AWS_38", "CKV2_AWS_39"],
    why: "Without query logs nobody can tell a client that asks for a wrong name from a zone that answers wrongly.",
    remediation: "Add a route53.QueryLog for the zone, and a route53.HostedZoneDnsSec where DNSSEC is required.",
    link: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html",
    messages: {
        queries: 'The public zone "{name}" must log queries.',
        signed: 'The public zone "{name}" must sign its records with DNSSEC.',
    },
    parameters: {
        requireDnssec: {
            type: "boolean",
            default: false,
            description: "Whether public zones must sign their records, too.",
        },
    },
    stack: {
        kinds: zones,
        check(stack, { requireDnssec }, findings) {
            const logs = new Referrers(stack, stack.ofKind("query log"), zoneOfLog);
            const signings = new Referrers(stack, stack.ofKind("DNSSEC signing"), zoneOfSigning);
            return (zone) => {
                const isPrivate = () => hasEntries(zone.props.vpcs);
                if (known(isPrivate)) return findings.notApplicable("The stack has no public zone.");
                const isLogged = hasOne(zone, logs, zoneOfLog, () => () => true);
                findings.require(zone, "queries", any(isPrivate, isLogged));
                if (!requireDnssec) return;
                const isSigned = hasOne(zone, signings, zoneOfSigning, signs);
                findings.require(zone, "signed", any(isPrivate, isSigned));
            };
        },
    },
});

function signs(signing: Subject): Condition {
    return of(signing, () => (signing.props.signingStatus ?? "SIGNING") === "SIGNING");
}

/** Whether one of the resources that belong to the zone, or of those that may belong to it, is of use. */
function hasOne(
    zone: Subject,
    resources: Referrers,
    { property }: Relation,
    isUseful: (resource: Subject) => Condition,
): Condition {
    const mayBelong = (resource: Subject) => of(resource, () => new NotYetKnown([property]));
    return any(
        ...resources.of(zone).map(isUseful),
        ...resources.unresolved.map((resource) => all(isUseful(resource), mayBelong(resource))),
    );
}
