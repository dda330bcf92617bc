import { type Applied, applyChanges } from "./apply";
import type { NodeEvent } from "./events";
import type { Log } from "./log";
import { type Look, lookAround, type Services } from "./look";
import { nodeLabel } from "./names";
import { type Clock, type Deadline, withBackoff } from "./pace";
import { type Plan, planChanges } from "./plan";
import { type RunReport, summarise } from "./report";
import type { Settings } from "./settings";

export interface RegistrarParts {
    readonly settings: Settings;
    readonly services: Services;
    readonly clock: Clock;
    readonly log: Log;
}

/** What a run leaves for the messages that woke it. */
export interface RunResult {
    readonly report: RunReport;
    /** True when the event is about a served group, or about a name of ours, or when that could not be told. */
    concerns(event: NodeEvent): boolean;
    /** True when the zone shows what the event's node needs; false when the event has to come again. */
    settled(event: NodeEvent): boolean;
}

interface Pass {
    readonly look: Look;
    readonly plan: Plan;
    readonly applied: Applied;
}

/** Waits, in milliseconds, before the nodes are looked at again because one was not ready. */
const addressWaits = [2000, 4000, 8000];
const nothingPlanned: Plan = { changes: [], withheld: [], withoutAddress: [], blocked: [], undecided: [] };

/** Makes the zone show what Auto Scaling and EC2 say now. */
export class Registrar {
    constructor(private readonly parts: RegistrarParts) {}

    /** One run for any number of events, none included. Faults of the services end up in the result, not in a rejection. */
    async run(events: readonly NodeEvent[], reason: string, deadline: Deadline): Promise<RunResult> {
        const { clock } = this.parts;
        let pass = await this.pass(events, deadline);
        const done = [...pass.applied.done];
        for (const wait of addressWaits) {
            const isOver = notReady(pass, events).size === 0 || pass.applied.stopped;
            if (isOver || clock.now() + wait >= deadline.at) break;
            await clock.sleep(wait);
            pass = await this.pass(events, deadline);
            done.push(...pass.applied.done);
        }
        const report = summarise(reason, pass.look.situation, pass.plan, { ...pass.applied, done });
        this.tell(report, pass);
        return result(report, pass, notReady(pass, events));
    }

    /** Looks, plans and applies once. The look and the plan returned are the last ones the changes came from. */
    private async pass(events: readonly NodeEvent[], deadline: Deadline): Promise<Pass> {
        const { services, settings, clock, log } = this.parts;
        const retry = <T>(call: () => Promise<T>) => withBackoff(clock, deadline, call);
        const replan = async () => {
            const look = await lookAround(services, events, { settings, retry, log, now: clock.now() });
            const plan = look.zoneRead ? planChanges(look.situation, settings) : nothingPlanned;
            return { look, plan };
        };

        let latest = await replan();
        const applied = await applyChanges(latest.plan.changes, {
            send: (batch) => services.zone.change(batch, retry),
            replan: async () => {
                latest = await replan();
                return latest.plan.changes;
            },
            hasTime: () => clock.now() < deadline.at,
            log,
        });
        return { ...latest, applied };
    }

    private tell(report: RunReport, { look, plan }: Pass): void {
        const { log } = this.parts;
        const { withheld, withoutAddress, blocked, undecided } = plan;
        const { foreign } = look.situation.records;
        if (foreign.size > 0)
            log.warn("Names without a mark of this registrar were left alone.", { labels: [...foreign] });
        if (withheld.length > 0) log.warn("Deletes were refused.", { withheld });
        if (withoutAddress.length > 0) log.warn("Nodes in service have no address.", { instanceIds: withoutAddress });
        if (blocked.length > 0)
            log.error("Nodes cannot be published: their names are taken.", { instanceIds: blocked });
        if (undecided.length > 0) log.warn("Nodes are in an unknown lifecycle state.", { instanceIds: undecided });
        log.info("Run finished.", { report });
    }
}

/**
 * Instance ids worth another look within the run: in service without an address, or reported as launched while the group
 * still lists them as pending. A hook's launch event is no such report: its node may be pending for as long as the hook waits.
 */
function notReady({ look, plan }: Pass, events: readonly NodeEvent[]): ReadonlySet<string> {
    const nodes = look.situation.groups.flatMap((group) => group.nodes);
    const pending = new Set(
        nodes.filter(({ lifecycleState }) => lifecycleState.startsWith("Pending")).map(({ instanceId }) => instanceId),
    );
    const early = events.filter(({ kind, hook, instanceId }) => kind === "launch" && !hook && pending.has(instanceId));
    return new Set([...plan.withoutAddress, ...early.map(({ instanceId }) => instanceId)]);
}

function result(report: RunReport, { look, plan, applied }: Pass, waiting: ReadonlySet<string>): RunResult {
    const { situation, groupsRead, zoneRead } = look;
    const served = new Set(situation.groups.map(({ name }) => name));
    const failedNames = new Set(applied.failed.map(({ name }) => name.split(".")[0]));
    const withheld = new Set(plan.withheld.map(({ label }) => label));
    return {
        report,
        concerns: ({ group, instanceId }) =>
            !groupsRead || !zoneRead || served.has(group) || situation.records.ours.has(nodeLabel(instanceId)),
        settled: ({ kind, instanceId }) => {
            const label = nodeLabel(instanceId);
            const isRefused = kind === "terminate" && withheld.has(label);
            return situation.complete && !failedNames.has(label) && !waiting.has(instanceId) && !isRefused;
        },
    };
}
