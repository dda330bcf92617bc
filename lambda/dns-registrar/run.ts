import { asError } from "../log";
import { clusterOf } from "./announcements/compose";
import { dueAnnouncements } from "./announcements/plan";
import type { NodeEvent } from "./messages/events";
import type { Deadline, Retry } from "./pace";
import { type HookAction, lateLaunches, planHookActions } from "./plan/hook-actions";
import { nothingPlanned, type Plan, planChanges, planFarewell } from "./plan/record-plan";
import type { RegistrarParts, RunRequest } from "./registrar";
import type { KnownNode } from "./store/known-node";
import { difference, knownAfter } from "./store/remember";
import { type Hold, holdsOf } from "./world/holds";
import { type Look, lookAround } from "./world/look";
import { type Applied, applyChanges, type DoneChange } from "./zone/apply";
import { nodeLabel } from "./zone/names";
import { namesAfter } from "./zone/published";

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

export interface RunParts extends RegistrarParts {
    readonly request: RunRequest;
    readonly deadline: Deadline;
    readonly retry: Retry;
}

/** Waits, in milliseconds, before the nodes are looked at again because one was not ready. */
const addressWaits = [2000, 4000, 8000];
/** Time between two questions whether a change is in sync, and the longest time to ask, in milliseconds. */
const pollEvery = 5000;
const longestPoll = 90_000;

/** One run: rounds of looking, changing, and telling. */
export class Run {
    readonly totals: RunTotals = { done: [], changeCalls: 0, hooksCompleted: 0, hooksExtended: 0, announced: 0 };

    constructor(private readonly parts: RunParts) {}

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
        const { clock, deadline } = this.parts;
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
        const { connections, clock, deadline, retry, log } = this.parts;
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
        const { connections, settings, clock, retry, log, request } = this.parts;
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
        const { situation } = look;
        if (!look.zoneRead) {
            // Drains go on while Route 53 is down; what has a name is not known, so nothing that has one may end.
            await this.actOnHooks(look, () => true);
            return false;
        }
        const { published, withdrawn } = namesAfter(situation.records, done);
        const newlyPublished = new Set(done.filter(({ kind }) => kind === "publish").map(({ name }) => labelOf(name)));
        const extended = await this.actOnHooks(look, (label) => published.has(label));
        const announces = this.parts.connections.queue !== undefined;
        const known = knownAfter({ situation, plan, events, published, newlyPublished, extended, announces });
        await this.save(look, situation.known, known);
        if (!announces) return false;

        const pending = [...published.keys()].flatMap((label) => {
            const entry = known.get(label);
            return entry?.announced === undefined && entry?.changeId !== undefined ? [entry.changeId] : [];
        });
        const changeIds = new Set([...done.map(({ changeId }) => changeId), ...pending]);
        const { inSync, interrupted } = await this.propagate(changeIds, isInterrupted);
        const overdue = labelsOf([...holdsOf(situation).values()].filter((hold) => hold.overdue));
        const grounds = { situation, known, published, withdrawn, inSync, overdue };
        await this.announce(look, known, grounds);
        return interrupted;
    }

    private async actOnHooks(look: Look, isNamed: (label: string) => boolean): Promise<ReadonlySet<string>> {
        const { connections, retry, log } = this.parts;
        const { situation, groupsRead } = look;
        const now = Math.floor(situation.now / 1000);
        const extended = new Set<string>();
        if (!groupsRead) return extended;
        const holds = holdsOf(situation);
        const late = lateLaunches(holds, now);
        const sound = late.length === 0 ? new Set<string>() : await this.soundOf(late);
        for (const action of planHookActions(holds, { known: situation.known, isNamed, sound, now })) {
            try {
                const acted = await connections.services.groups.act(action, retry);
                if (!acted) continue;
                if (action.kind === "extend") extended.add(action.instanceId);
                this.count(action);
            } catch (error) {
                log.error("A hook could not be answered; the next run tries again.", {
                    ...action,
                    error: asError(error),
                });
            }
        }
        return extended;
    }

    private count({ kind, why, instanceId, hook }: HookAction): void {
        const { log } = this.parts;
        if (kind === "extend") {
            this.totals.hooksExtended += 1;
            return;
        }
        this.totals.hooksCompleted += 1;
        if (why === "shrink") return;
        log.warn("A hook was completed in place of its node.", { instanceId, hook, why });
    }

    private async soundOf(instanceIds: readonly string[]): Promise<ReadonlySet<string>> {
        const { connections, retry, log } = this.parts;
        try {
            return await connections.services.instances.sound(instanceIds, retry);
        } catch (error) {
            log.error("The status checks of late nodes could not be read.", asError(error));
            return new Set();
        }
    }

    /** Asks until the changes are in sync, the time is over, or somebody interrupts. */
    private async propagate(changeIds: ReadonlySet<string>, isInterrupted: () => Promise<boolean>) {
        const { connections, clock, deadline, retry, log, request } = this.parts;
        const inSync = new Set<string>();
        const until = Math.min(clock.now() + longestPoll, deadline.at);
        try {
            for (;;) {
                for (const id of changeIds) {
                    if (!inSync.has(id) && (await connections.services.zone.isInSync(id, retry))) inSync.add(id);
                }
                if (inSync.size === changeIds.size) {
                    if (changeIds.size > 0 && request.oldestEventAt !== undefined) {
                        this.totals.insyncSeconds ??= (clock.now() - request.oldestEventAt) / 1000;
                    }
                    return { inSync, interrupted: false };
                }
                if (clock.now() + pollEvery >= until) return { inSync, interrupted: false };
                if (await isInterrupted()) return { inSync, interrupted: true };
                await clock.sleep(pollEvery);
            }
        } catch (error) {
            log.error(
                "It could not be read whether changes are in sync; their nodes are announced later.",
                asError(error),
            );
            return { inSync, interrupted: false };
        }
    }

    private async announce(
        look: Look,
        known: ReadonlyMap<string, KnownNode>,
        grounds: Parameters<typeof dueAnnouncements>[0],
    ): Promise<void> {
        const { connections, settings, clock, retry, log } = this.parts;
        if (!look.tableRead || !look.groupsRead || connections.queue === undefined) return;
        const due = dueAnnouncements(grounds, clusterOf(settings, clock.now()));
        if (due.length === 0) return;
        const before = new Map(known);
        for (const { label, before: entry } of due) if (entry) before.set(label, entry);
        // Without the note, an announcement that goes could not be taken back later.
        if (!(await this.save(look, known, before))) return;
        const { keys, fault } = await connections.queue.send(
            due.map(({ queued }) => queued),
            retry,
        );
        if (fault) log.error("Announcements could not be queued; the next run tries again.", fault);
        const after = new Map(before);
        for (const { label, queued, after: entry } of due) {
            if (!keys.has(queued.idempotencyKey)) continue;
            if (entry) after.set(label, entry);
            else after.delete(label);
        }
        this.totals.announced += keys.size;
        await this.save(look, before, after);
    }

    private async save(
        { tableRead }: Look,
        before: ReadonlyMap<string, KnownNode>,
        after: ReadonlyMap<string, KnownNode>,
    ): Promise<boolean> {
        const { connections, retry, log } = this.parts;
        // What could not be read must not be overwritten.
        if (!tableRead) return false;
        const remembered = difference(before, after);
        if (remembered.write.length + remembered.forget.length === 0) return true;
        try {
            await connections.services.table.save(remembered, retry);
            return true;
        } catch (error) {
            log.error("The node table could not be written; the next run finds out again.", asError(error));
            return false;
        }
    }
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

function labelsOf(holds: readonly Hold[]): ReadonlySet<string> {
    return new Set(holds.map(({ node }) => nodeLabel(node.instanceId)));
}
