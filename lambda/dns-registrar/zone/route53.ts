import {
    type Change as ApiChange,
    ChangeResourceRecordSetsCommand,
    GetChangeCommand,
    InvalidChangeBatch,
    ListResourceRecordSetsCommand,
    type ListResourceRecordSetsCommandInput,
    type ListResourceRecordSetsCommandOutput,
    NoSuchChange,
    NoSuchHostedZone,
    type ResourceRecordSet,
    type Route53Client,
} from "@aws-sdk/client-route-53";
import type { RateLimiter, Retry } from "../pace";
import type { Settings } from "../settings";
import type { Change, ChangeGroup } from "./changes";
import { childLabel, firstLabel, labelPrefix } from "./names";
import type { RecordSet } from "./zone-records";

/** Route 53 refused a whole batch because of at least one change in it. */
export class ChangeBatchRefused extends Error {
    override readonly name = "ChangeBatchRefused";

    constructor(
        /** What Route 53 said about the culprits. */
        readonly reason: string,
        cause: unknown,
    ) {
        super(`Route 53 refused a batch of changes: ${reason}`, { cause });
    }
}

/** True when the zone does not exist any more. */
export function isZoneGone(error: unknown): boolean {
    return error instanceof NoSuchHostedZone;
}

/** Route 53 lists at most 10,000 record sets of a zone by default; more pages than this mean that paging does not advance. */
const mostPages = 100;
const pageSize = 300;

/** The one zone of the registrar. */
export class Zone {
    constructor(
        private readonly client: Route53Client,
        private readonly limiter: RateLimiter,
        private readonly settings: Pick<Settings, "zoneId" | "nodeDomain">,
    ) {}

    /** Every record set from the first possible node name to the last. Throws when a page is missing. */
    async *list(retry: Retry): AsyncGenerator<RecordSet> {
        const { zoneId, nodeDomain } = this.settings;
        let from: ListResourceRecordSetsCommandInput = {
            HostedZoneId: zoneId,
            StartRecordName: `${firstLabel}.${nodeDomain}`,
            MaxItems: pageSize,
        };
        for (let page = 0; page < mostPages; page += 1) {
            const answer = await retry(() => this.listPage(from));
            for (const set of answer.ResourceRecordSets ?? []) {
                // A name that does not exist is answered with the next one, which may be anybody's.
                if (childLabel(set.Name ?? "", nodeDomain)?.startsWith(labelPrefix) !== true) return;
                yield recordSet(set);
            }
            if (answer.IsTruncated !== true) return;
            from = {
                ...from,
                StartRecordName: answer.NextRecordName,
                StartRecordType: answer.NextRecordType,
                StartRecordIdentifier: answer.NextRecordIdentifier,
            };
        }
        throw new Error(`The listing of zone ${zoneId} did not end after ${mostPages} pages.`);
    }

    private async listPage(from: ListResourceRecordSetsCommandInput): Promise<ListResourceRecordSetsCommandOutput> {
        await this.limiter.take();
        return this.client.send(new ListResourceRecordSetsCommand(from));
    }

    /** Sends one batch: all of it is applied, or nothing is and this throws. Returns the id of the change. */
    async change(batch: readonly ChangeGroup[], retry: Retry): Promise<string> {
        const changes = batch.flatMap((group) => group.changes.map(apiChange));
        try {
            const { ChangeInfo } = await retry(async () => {
                await this.limiter.take();
                return this.client.send(
                    new ChangeResourceRecordSetsCommand({
                        HostedZoneId: this.settings.zoneId,
                        ChangeBatch: { Changes: changes },
                    }),
                );
            });
            return ChangeInfo?.Id ?? "";
        } catch (error) {
            if (!(error instanceof InvalidChangeBatch)) throw error;
            // Route 53 lists the culprits in the error's message; the client's field for a list of them stays empty.
            throw new ChangeBatchRefused(error.message, error);
        }
    }

    /** True when every name server of the zone answers with the change. A change that Route 53 forgot is long there. */
    async isInSync(changeId: string, retry: Retry): Promise<boolean> {
        try {
            const { ChangeInfo } = await retry(async () => {
                await this.limiter.take();
                return this.client.send(new GetChangeCommand({ Id: changeId }));
            });
            return ChangeInfo?.Status === "INSYNC";
        } catch (error) {
            if (error instanceof NoSuchChange) return true;
            throw error;
        }
    }
}

function recordSet(set: ResourceRecordSet): RecordSet {
    return {
        name: set.Name ?? "",
        type: set.Type ?? "",
        ttl: set.TTL,
        values: (set.ResourceRecords ?? []).map(({ Value }) => Value ?? ""),
        special: set.AliasTarget !== undefined || set.SetIdentifier !== undefined,
    };
}

function apiChange({ action, name, type, ttl, values }: Change): ApiChange {
    return {
        Action: action,
        ResourceRecordSet: { Name: name, Type: type, TTL: ttl, ResourceRecords: values.map((Value) => ({ Value })) },
    };
}
