import { asError } from "../log";
import { formatNodeEvent, type NodeEvent, readNodeEvent } from "./messages/events";
import type { RunContext } from "./run-context";
import type { Connections } from "./services";

type ZoneLease = ReturnType<Connections["lease"]>;

/** Left in the lease by a run that has no events: whoever holds it may have looked before what this run was called for. */
const lookAgain = "look again";
/** Time between two tries to take the lease, in milliseconds. */
const tryEvery = 5000;

/** A run's hold of the lease, and all events that it has to serve: its own, and those that other runs left there. */
export class Turn {
    readonly events: NodeEvent[];
    /** Lines of the lease that are among the events. */
    private readonly lines = new Set<string>();

    private constructor(
        private readonly lease: ZoneLease,
        private readonly context: RunContext,
        left: readonly string[],
    ) {
        this.events = [...(context.request.events ?? [])];
        this.add(left);
    }

    /**
     * Takes the lease, or leaves the events of the run to the one that holds it.
     *
     * @returns undefined when another run serves the events
     * @throws when a run that cannot be left to others found the lease taken until its deadline, or the table does not answer
     */
    static async take(context: RunContext): Promise<Turn | undefined> {
        const { connections, clock, deadline, retry, log, request } = context;
        const { events = [] } = request;
        const lease = connections.lease(request.id);
        for (;;) {
            const left = await lease.take(clock.now(), retry);
            if (left !== undefined) return new Turn(lease, context, left);
            // The end of a cluster cannot be left to a run that only knows of nodes.
            const canBeLeft = request.mode === "reconcile";
            const lines = events.length > 0 ? events.map(formatNodeEvent) : [lookAgain];
            if (canBeLeft && (await lease.leave(lines, clock.now(), retry))) {
                log.info("Another run is at it and serves these events as well.", { events: events.length });
                return undefined;
            }
            if (clock.now() + tryEvery >= deadline.at) throw new Error("Another run held the lease all the time.");
            if (!canBeLeft) await clock.sleep(tryEvery);
        }
    }

    /** Takes over what was left since. True when there was something. */
    async more(): Promise<boolean> {
        return this.add(await this.lease.keep(this.context.clock.now(), this.context.retry));
    }

    /** Gives the lease back. False when something was left in the meantime, or when the lease was lost. */
    async end(): Promise<boolean> {
        try {
            return await this.lease.giveBack([...this.lines], this.context.retry);
        } catch (error) {
            this.context.log.error("The lease could not be given back; it ends by itself.", asError(error));
            return true;
        }
    }

    /** Gives the lease back with all that was left in it, for the next run. */
    async breakOff(): Promise<void> {
        try {
            await this.lease.giveBackWithEvents(this.context.retry);
        } catch (error) {
            this.context.log.error("The lease could not be given back; it ends by itself.", asError(error));
        }
    }

    private add(left: readonly string[]): boolean {
        const fresh = left.filter((line) => !this.lines.has(line));
        for (const line of fresh) this.lines.add(line);
        this.events.push(...fresh.flatMap((line) => readNodeEvent(line) ?? []));
        return fresh.length > 0;
    }
}
