import { invalid, Refusal } from "./fault";
import { element, escaped, first, inside } from "./xml";
import type { InMemoryZone, StoredSet, ZoneChange } from "./zone";

const attribute = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';

/** The action a REST request stands for, and the zone it names. */
export function route53Action(method: string, url: URL): { action: string; zoneId: string } | undefined {
    if (url.pathname.startsWith("/2013-04-01/change/")) return { action: "GetChange", zoneId: "" };
    const [, zoneId] = /^\/2013-04-01\/hostedzone\/([^/]+)\/rrset\/?$/.exec(url.pathname) ?? [];
    if (zoneId === undefined) return undefined;
    return { action: method === "GET" ? "ListResourceRecordSets" : "ChangeResourceRecordSets", zoneId };
}

/** Answers listing and changing of one zone. `pageSize` lowers what a page may hold. */
export function answerRoute53(zone: InMemoryZone, action: string, url: URL, body: string, pageSize = Infinity): string {
    if (action === "GetChange") return getChange(zone, url.pathname.split("/").at(-1) ?? "");
    if (route53Action("GET", url)?.zoneId !== zone.id) {
        throw new Refusal({ status: 404, code: "NoSuchHostedZone", message: "No hosted zone found." });
    }
    return action === "ListResourceRecordSets" ? list(zone, url.searchParams, pageSize) : change(zone, body);
}

function list(zone: InMemoryZone, query: URLSearchParams, pageSize: number): string {
    const asked = Number(query.get("maxitems") ?? 300);
    if (!(asked >= 1 && asked <= 300)) throw invalid("maxitems must be from 1 to 300.");
    const [name, type, setIdentifier] = ["name", "type", "identifier"].map((key) => query.get(key) ?? undefined);
    const start = { ...(name && { name }), ...(type && { type }), ...(setIdentifier && { setIdentifier }) };
    const { sets, next } = zone.list(start, Math.min(asked, pageSize));
    const content = [
        element("ResourceRecordSets", sets.map((set) => element("ResourceRecordSet", setXml(set))).join("")),
        element("IsTruncated", String(next !== undefined)),
        element("NextRecordName", next && escaped(next.name)),
        element("NextRecordType", next?.type),
        element("NextRecordIdentifier", next?.setIdentifier),
        element("MaxItems", asked),
    ];
    return `<ListResourceRecordSetsResponse ${attribute}>${content.join("")}</ListResourceRecordSetsResponse>`;
}

function change(zone: InMemoryZone, body: string): string {
    const id = zone.change(inside(body, "Change").map(changeOf));
    return `<ChangeResourceRecordSetsResponse ${attribute}>${changeInfo(id, "PENDING")}</ChangeResourceRecordSetsResponse>`;
}

function getChange(zone: InMemoryZone, id: string): string {
    const status = zone.statusOf(id);
    if (status === undefined) {
        throw new Refusal({ status: 404, code: "NoSuchChange", message: `A change with id ${id} does not exist.` });
    }
    return `<GetChangeResponse ${attribute}>${changeInfo(id, status)}</GetChangeResponse>`;
}

function changeInfo(id: string, status: string): string {
    return element(
        "ChangeInfo",
        [
            element("Id", `/change/${id}`),
            element("Status", status),
            element("SubmittedAt", "2026-10-14T09:41:27Z"),
        ].join(""),
    );
}

/** A change as the request writes it, or the set of a listing. */
export function changeOf(xml: string): ZoneChange {
    const records = inside(xml, "ResourceRecord").map((record) => first(record, "Value") ?? "");
    const set = {
        name: first(xml, "Name") ?? "",
        type: first(xml, "Type") ?? "",
        ttl: Number(first(xml, "TTL")),
        values: records,
    };
    return { action: first(xml, "Action") ?? "", set };
}

function setXml({ name, type, ttl, values, aliasOf, setIdentifier }: StoredSet): string {
    const alias = [
        element("HostedZoneId", "Z0ALIAS"),
        element("DNSName", aliasOf),
        element("EvaluateTargetHealth", "false"),
    ].join("");
    const records = values.map((value) => element("ResourceRecord", element("Value", escaped(value)))).join("");
    return [
        element("Name", escaped(name)),
        element("Type", type),
        element("SetIdentifier", setIdentifier),
        element("TTL", ttl),
        aliasOf === undefined ? element("ResourceRecords", records) : element("AliasTarget", alias),
    ].join("");
}
