import { Refusal } from "../aws-servers/fault";
import { changeOf } from "../aws-servers/route53-api";
import { element, inside } from "../aws-servers/xml";
import { InMemoryZone, type StoredSet, type ZoneChange } from "../aws-servers/zone";
import { type AwsAnswer, xmlAnswer } from "./aws-answer";
import type { AwsRequest } from "./aws-request";
import { type Rate, TokenBucket } from "./token-bucket";

/** Times in milliseconds. */
export interface Route53Limits {
    /** All requests of the account together. */
    readonly rate: Rate;
    /** How long a zone refuses further changes after it took one. */
    readonly changeTakes: number;
    /** How long a change is PENDING. */
    readonly inSyncAfter: number;
}

/** Stricter than Route 53 has been since July 2026 (10 per second, 50 at once): the older limit, without a burst. */
export const strictLimits: Route53Limits = { rate: { perSecond: 5, burst: 5 }, changeTakes: 150, inSyncAfter: 20_000 };

export type Forward = (request: AwsRequest) => Promise<AwsAnswer>;

const attribute = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';
/** moto counts at most 1,000 elements, and an UPSERT as two. */
const changesPerForward = 400;

/** Route 53's documented rules before a server that has hosted zones and none of the rules. */
export class Route53Front {
    /** Batches that were accepted. */
    readonly applied: (readonly ZoneChange[])[] = [];
    private readonly bucket: TokenBucket;
    private readonly inSyncAt = new Map<string, number>();
    private busyUntil = 0;
    private changesMade = 0;

    /** `zone` is the id that clients know, `behind` the one of the server behind. */
    constructor(
        private readonly limits: Route53Limits,
        private readonly zone: { readonly id: string; readonly behind: string; readonly name: string },
        private readonly forward: Forward,
    ) {
        this.bucket = new TokenBucket(limits.rate);
    }

    async answer(action: string, request: AwsRequest, now: number): Promise<AwsAnswer> {
        if (!this.bucket.take(now)) throw new Refusal({ status: 400, code: "Throttling", message: "Rate exceeded" });
        if (action === "GetChange") return this.statusOf(request, now);
        const path = request.path.replace(`/hostedzone/${this.zone.id}/`, `/hostedzone/${this.zone.behind}/`);
        if (path === request.path) {
            const message = `No hosted zone found with ID: ${request.path.split("/")[3]}`;
            throw new Refusal({ status: 404, code: "NoSuchHostedZone", message });
        }
        return action === "ListResourceRecordSets"
            ? this.forward({ ...request, path })
            : this.change({ ...request, path }, now);
    }

    private async change(request: AwsRequest, now: number): Promise<AwsAnswer> {
        if (now < this.busyUntil) {
            const message = "The request was rejected because Route 53 was still processing a prior request.";
            throw new Refusal({ status: 400, code: "PriorRequestNotComplete", message });
        }
        const xml = request.body.toString();
        const parts = inside(xml, "Change");
        const changes = parts.map(changeOf);
        const standing = await this.standing(request);
        standing.change(changes); // throws what Route 53 refuses
        this.busyUntil = now + this.limits.changeTakes;
        for (let start = 0; start < parts.length; start += changesPerForward) {
            await this.make(parts.slice(start, start + changesPerForward), request);
        }
        this.applied.push(changes);
        this.changesMade += 1;
        const id = `C${this.changesMade.toString().padStart(13, "0")}`;
        this.inSyncAt.set(id, now + this.limits.inSyncAfter);
        return xmlAnswer(wrapped("ChangeResourceRecordSets", changeInfo(id, "PENDING")));
    }

    /** Makes changes that were judged already. moto does not create again what it deleted, but it replaces. */
    private async make(parts: readonly string[], request: AwsRequest): Promise<void> {
        const changes = parts.map((part) => element("Change", part.replace("<Action>CREATE<", "<Action>UPSERT<")));
        const batch = element("ChangeBatch", element("Changes", changes.join("")));
        const body = Buffer.from(
            `<ChangeResourceRecordSetsRequest ${attribute}>${batch}</ChangeResourceRecordSetsRequest>`,
        );
        const { status, body: said } = await this.forward({ ...request, body });
        if (status !== 200) throw new Error(`The server behind refused a change that Route 53 makes: ${said}`);
    }

    /** The zone as it stands, with Route 53's rules for changes. */
    private async standing(change: AwsRequest): Promise<InMemoryZone> {
        const zone = new InMemoryZone(this.zone.id, this.zone.name);
        const path = change.path.replace(/\?.*$/, "");
        for (let from = ""; ; ) {
            const headers = { authorization: change.headers.authorization };
            const page = { method: "GET", path: `${path}?maxitems=300${from}`, headers, body: Buffer.alloc(0) };
            const { body } = await this.forward(page);
            const xml = body.toString();
            for (const set of inside(xml, "ResourceRecordSet")) zone.put(setOf(set));
            const [next] = inside(xml, "NextRecordName");
            if (next === undefined) return zone;
            from = `&name=${encodeURIComponent(next)}&type=${inside(xml, "NextRecordType")[0]}`;
        }
    }

    private statusOf({ path }: AwsRequest, now: number): AwsAnswer {
        const id = path.split("/").at(-1) ?? "";
        const at = this.inSyncAt.get(id);
        if (at === undefined) {
            const message = `A change with id ${id} does not exist.`;
            throw new Refusal({ status: 404, code: "NoSuchChange", message });
        }
        return xmlAnswer(wrapped("GetChange", changeInfo(id, now < at ? "PENDING" : "INSYNC")));
    }
}

function setOf(xml: string): StoredSet {
    const { set } = changeOf(xml);
    const [aliasOf] = inside(xml, "DNSName");
    const [setIdentifier] = inside(xml, "SetIdentifier");
    return { ...set, ...(aliasOf && { aliasOf }), ...(setIdentifier && { setIdentifier }) };
}

function changeInfo(id: string, status: string): string {
    const facts = [
        element("Id", `/change/${id}`),
        element("Status", status),
        element("SubmittedAt", "2026-10-14T09:41:27Z"),
    ];
    return element("ChangeInfo", facts.join(""));
}

function wrapped(action: string, content: string): string {
    return `<${action}Response ${attribute}>${content}</${action}Response>`;
}
