import { all, any, type Condition, NotYetKnown, type Outcome, of, settle } from "../condition";
import { at, elements, isUnknown, type Reader } from "../properties";
import type { Relation, Stack } from "../stack";
import type { Subject } from "../subject";

/** What a plan backs up: a volume, or a server with its volumes. */
type Target = "VOLUME" | "INSTANCE";

type Tag = readonly [key: string, value: unknown];

const targets: readonly Target[] = ["VOLUME", "INSTANCE"];

const planOfSelection: Relation = { property: "planId", kinds: ["backup plan"], identity: "id" };

/** Days of each unit of retention. */
const unitDays: Readonly<Record<string, number>> = { DAYS: 1, WEEKS: 7, MONTHS: 30, YEARS: 365 };

/** What a stack backs up by tag: with snapshot plans of Data Lifecycle Manager, and with selections of AWS Backup. */
export class BackupPlans {
    /** Whether backups are kept long enough, by target and key, then by value. */
    private readonly byKey: Record<Target, Map<string, Map<unknown, Outcome[]>>> = {
        VOLUME: new Map(),
        INSTANCE: new Map(),
    };
    /** What has to be known before a plan can be told from one that covers nothing. */
    private readonly unresolved: Record<Target, NotYetKnown[]> = { VOLUME: [], INSTANCE: [] };

    /** @param minDays shortest time that a backup must be kept to count, in days */
    constructor(
        private readonly stack: Stack,
        private readonly minDays: number,
    ) {
        for (const target of targets) {
            for (const plan of stack.ofKind("snapshot plan")) {
                const tags = entries(() => at(plan.props, "policyDetails", "targetTags"));
                this.add(target, plan, this.isOn(plan, target), tags);
            }
            for (const selection of stack.ofKind("backup selection")) {
                const tags = elements(() => selection.props.selectionTags).map((read) => () => tagOfSelection(read()));
                this.add(target, selection, this.keepsLong(selection), tags);
            }
        }
    }

    /**
     * Whether one of the plans covers what has these tags.
     *
     * @param tag value of a tag @param owner what the tags are of, when it is not the subject of the finding
     */
    cover(target: Target, tag: (key: string) => unknown, owner?: Subject): Condition {
        const matching = [...this.byKey[target]].map(([key, byValue]) => () => {
            const isKnown = () => {
                tag(key);
                return true;
            };
            const outcome = settle(owner ? of(owner, isKnown) : isKnown);
            if (outcome instanceof NotYetKnown) return outcome;
            return any(...(byValue.get(tag(key)) ?? []).map((keeps) => () => keeps))();
        });
        return any(...matching, ...this.unresolved[target].map((outcome) => () => outcome));
    }

    /** One of the tags is enough. */
    private add(target: Target, owner: Subject, keepsLong: Condition, tags: readonly Reader<Tag>[]): void {
        const keeps = settle(of(owner, keepsLong));
        if (keeps === false) return;
        for (const read of tags) {
            const index = () => {
                const [key, value] = read();
                const byValue = this.byKey[target].get(key) ?? new Map<unknown, Outcome[]>();
                this.byKey[target].set(key, byValue.set(value, [...(byValue.get(value) ?? []), keeps]));
                return true;
            };
            const outcome = settle(of(owner, index));
            if (outcome instanceof NotYetKnown) this.unresolved[target].push(outcome);
        }
    }

    private isOn({ props }: Subject, target: Target): Condition {
        const types = elements(() => at(props, "policyDetails", "resourceTypes"));
        const schedules = elements(() => at(props, "policyDetails", "schedules"));
        return all(
            () => (props.state ?? "ENABLED") === "ENABLED",
            any(...types.map((read) => () => read() === target)),
            any(...schedules.map((read) => () => snapshotDays(read()) >= this.minDays)),
        );
    }

    /** A plan that is not in the stack is somebody else's to judge. */
    private keepsLong(selection: Subject): Condition {
        return () => {
            const plans = this.stack.referents(selection, planOfSelection);
            const rules = plans.flatMap((plan) => elements(() => plan.props.rules));
            return plans.length === 0 || any(...rules.map((read) => () => backupDays(read()) >= this.minDays))();
        };
    }
}

/** A number of snapshots is a time only where it is known how often one is made. */
function snapshotDays(schedule: unknown): number {
    const retain = (name: string) => at(schedule, "retainRule", name);
    const count = retain("count");
    if (count === undefined) return Number(retain("interval")) * (unitDays[String(retain("intervalUnit"))] ?? 0);
    return (Number(count) * Number(at(schedule, "createRule", "interval"))) / 24;
}

/** Backups without an end are kept for ever. */
function backupDays(rule: unknown): number {
    return Number(at(rule, "lifecycle", "deleteAfter") ?? Number.POSITIVE_INFINITY);
}

function tagOfSelection(tag: unknown): Tag {
    return [String(at(tag, "key")), at(tag, "value")];
}

/** The tags of a map, one reader each. */
function entries(read: Reader): Reader<Tag>[] {
    if (isUnknown(read)) return [() => ["", read()]];
    return Object.keys(read() ?? {}).map((key) => () => [key, at(read(), key)]);
}
