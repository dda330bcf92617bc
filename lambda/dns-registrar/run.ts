import { announce } from "./announcements/announce";
import type { NodeEvent } from "./messages/events";
import { nothingPlanned, type Plan, planChanges, planFarewell } from "./plan/record-plan";
import type { RunContext } from "./run-context";
import type { KnownNode } from "./store/known-node";
import { knownAfter } from "./store/remember";
import { saveKnown } from "./store/save-known";
import { holdsOf } from "./world/holds";
import { answerHooks } from "./world/hook-calls";
import { type Look, lookAround } from "./world/look";
import { type Applied, applyChanges, type DoneChange } from "./zone/apply";
import { nodeLabel } from "./zone/names";
import { waitForNameServers } from "./zone/propagation";
import { namesAfter, type PublishedName } from "./zone/published";

/** One look at the world and what came of it. */
export interface Pass {
    readonly look: Look;
    readonly plan: Plan;
    readonly applied: Applied;
    /** What was planned before anything was changed. */
    readonly found: Plan;
    /** Instance ids that were not ready when the run ended. */
    readonly waiting: ReadonlySet<string>;
    /** New events came while the run waited for name servers. */
    readonly interrupted: boolean;
}

/** What a run did in all its rounds. */
export interface RunTotals {
    done: DoneChange[];
    changeCalls: number;
    hooksCompleted: number;
    hooksExtended: number;
    announced: number;
    /** Seconds from the oldest event to the moment its change was in sync. */
    insyncSeconds?: number;
}

/** Waits, in milliseconds, before the nodes are looked at again because one was not ready. */
const addressWaits = [2000, 4000, 8000];

/** One run: rounds of looking, changing, and telling. */
export class Run {
    readonly totals: RunTotals = { done: [], changeCalls: 0, hooksCompleted: 0, hooksExtended: 0, announced: 0 };

    constructor(private readonly context: RunContext) {}

    /** Looks and plans, and changes nothing. */
    async look(): Promise<Pass> {
        const { look, plan } = await this.plan([]);
        const applied = { done: [], failed: [], stopped: false };
        return { look, plan, applied, found: plan, waiting: new Set(), interrupted: false };
    }

    /**
     * Makes the zone show the truth, then tells the application.
     *
     * @param isInterrupted asked while name servers are waited for; true ends the wait
     */
    async round(events: readonly NodeEvent[], isInterrupted: () => Promise<boolean>): Promise<Pass> {
        const { clock, deadline } = this.context;
        let pass = await this.pass(events);
        const { found } = pass;
        const done = [...pass.applied.done];
        for (const wait of addressWaits) {
            const isOver = notReady(pass, events).size === 0 || pass.applied.stopped;
            if (isOver || clock.now() + wait >= deadline.at) break;
            await clock.sleep(wait);
            pass = await this.pass(events);
            done.push(...pass.applied.done);
        }
        this.totals.done.push(...done);
        const interrupted = await this.follow(pass, done, events, isInterrupted);
        return { ...pass, found, waiting: notReady(pass, events), interrupted };
    }

    /** Looks, plans and applies once. The look and the plan returned are the last ones the changes came from. */
    private async pass(events: readonly NodeEvent[]): Promise<Omit<Pass, "waiting" | "interrupted">> {
        const { connections, clock, deadline, retry, log } = this.context;
        let latest = await this.plan(events);
        const found = latest.plan;
        const applied = await applyChanges(latest.plan.changes, {
            send: async (batch) => {
                const changeId = await connections.services.zone.change(batch, retry);
                this.totals.changeCalls += 1;
                return changeId;
            },
            replan: async () => {
                latest = await this.plan(events);
                return latest.plan.changes;
            },
            hasTime: () => clock.now() < deadline.at,
            log,
        });
        return { ...latest, found, applied };
    }

    private async plan(events: readonly NodeEvent[]): Promise<{ look: Look; plan: Plan }> {
        const { connections, settings, clock, retry, log, request } = this.context;
        const look = await lookAround(connections.services, events, { settings, retry, log, now: clock.now() });
        if (!look.zoneRead) return { look, plan: nothingPlanned };
        if (request.mode === "drain-all") return { look, plan: planFarewell(look.situation, settings) };
        const massDeleteAllowed = request.massDeleteAllowed !== undefined;
        return { look, plan: planChanges(look.situation, settings, { massDeleteAllowed }) };
    }

    /** What comes after the changes: hooks, memory, and announcements. Returns whether new events ended the wait. */
    private async follow(
        { look, plan }: Pick<Pass, "look" | "plan">,
        done: readonly DoneChange[],
        events: readonly NodeEvent[],
        isInterrupted: () => Promise<boolean>,
    ): Promise<boolean> {
        const { context } = this;
        const { situation } = look;
        if (!look.zoneRead) {
            // Drains go on while Route 53 is down; what has a name is not known, so nothing that has one may end.
            await this.answerHooks(look, () => true);
            return false;
        }
        const { published, withdrawn } = namesAfter(situation.records, done);
        const newlyPublished = new Set(done.filter(({ kind }) => kind === "publish").map(({ name }) => labelOf(name)));
        const extended = await this.answerHooks(look, (label) => published.has(label));
        const announces = context.connections.queue !== undefined;
        const known = knownAfter({ situation, plan, events, published, newlyPublished, extended, announces });
        // What could not be read must not be overwritten.
        if (look.tableRead) await saveKnown(situation.known, known, context);
        if (!announces) return false;

        const changeIds = new Set([...done.map(({ changeId }) => changeId), ...untold(published, known)]);
        const { inSync, interrupted } = await waitForNameServers(changeIds, isInterrupted, context);
        this.measure(changeIds, inSync);
        if (!look.tableRead || !look.groupsRead) return interrupted;
        const overdue = new Set(
            [...holdsOf(situation).values()]
                .filter(({ deadline = Infinity }) => deadline * 1000 <= situation.now)
                .map(({ node }) => nodeLabel(node.instanceId)),
        );
        const grounds = { situation, known, published, withdrawn, inSync, overdue };
        this.totals.announced += await announce(grounds, context);
        return interrupted;
    }

    /** Returns the ids of the instances whose hooks were extended. */
    private async answerHooks({ situation }: Look, isNamed: (label: string) => boolean): Promise<ReadonlySet<string>> {
        const { completed, extended } = await answerHooks(situation, isNamed, this.context);
        this.totals.hooksCompleted += completed.length;
        this.totals.hooksExtended += extended.length;
        return new Set(extended.map(({ instanceId }) => instanceId));
    }

    private measure(changeIds: ReadonlySet<string>, inSync: ReadonlySet<string>): void {
        const { clock, request } = this.context;
        if (changeIds.size === 0 || inSync.size < changeIds.size || request.oldestEventAt === undefined) return;
        this.totals.insyncSeconds ??= (clock.now() - request.oldestEventAt) / 1000;
    }
}

/** Ids of the changes of earlier runs whose names nobody was told of yet. */
function untold(published: ReadonlyMap<string, PublishedName>, known: ReadonlyMap<string, KnownNode>): string[] {
    return [...published.keys()].flatMap((label) => {
        const entry = known.get(label);
        return entry?.announced === undefined && entry?.changeId !== undefined ? [entry.changeId] : [];
    });
}

/**
 * Instance ids worth another look within the run: in service without an address, or reported as launched while the group
 * still lists them as pending. A hook's launch event is no such report: its node may be pending for as long as the hook waits.
 */
function notReady({ look, plan }: Pick<Pass, "look" | "plan">, events: readonly NodeEvent[]): ReadonlySet<string> {
    const nodes = look.situation.groups.flatMap((group) => group.nodes);
    const pending = new Set(
        nodes.filter(({ lifecycleState }) => lifecycleState.startsWith("Pending")).map(({ instanceId }) => instanceId),
    );
    const early = events.filter(({ kind, hook, instanceId }) => kind === "launch" && !hook && pending.has(instanceId));
    return new Set([...plan.withoutAddress, ...early.map(({ instanceId }) => instanceId)]);
}

function labelOf(name: string): string {
    return name.split(".")[0] ?? "";
}
