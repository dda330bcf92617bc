import type { Announcement } from "../../../lambda/announcement";
import type { NodeEvent } from "../../../lambda/dns-registrar/messages/events";
import { Registrar } from "../../../lambda/dns-registrar/registrar";
import type { Connections } from "../../../lambda/dns-registrar/services";
import { Fleet } from "../../support/aws-servers/fleet";
import { InMemoryZone } from "../../support/aws-servers/zone";
import { inMemoryConnections, Memory } from "./in-memory-services";
import { FakeClock, recordingLog, recordingMeasures, settings } from "./rig";
import { groupName, nameOf } from "./situations";

export type Action =
    | "launch"
    | "fill pool"
    | "take from pool"
    | "drain"
    | "end"
    | "drain to pool"
    | "return to pool"
    | "leave pool"
    | "die"
    | "standby"
    | "back from standby"
    | "new address";

export const actions: readonly Action[] = [
    "launch",
    "launch",
    "fill pool",
    "take from pool",
    "drain",
    "end",
    "drain to pool",
    "return to pool",
    "leave pool",
    "die",
    "standby",
    "back from standby",
    "new address",
];

const inService = ["InService"];
const moves: Record<Exclude<Action, "launch" | "fill pool">, [from: string[], to: string | undefined]> = {
    "take from pool": [["Warmed:Stopped"], "InService"],
    drain: [inService, "Terminating:Wait"],
    end: [["Terminating:Wait"], undefined],
    "drain to pool": [inService, "Warmed:Pending:Wait"],
    "return to pool": [["InService", "Terminating:Wait", "Warmed:Pending:Wait"], "Warmed:Stopped"],
    "leave pool": [["Warmed:Stopped"], undefined],
    die: [inService, undefined],
    standby: [inService, "Standby"],
    "back from standby": [["Standby"], "InService"],
    "new address": [inService, "InService"],
};

/** One group with a pool, its zone, its table and queue, and a registrar between. */
export class World {
    readonly fleet = new Fleet();
    readonly zone = new InMemoryZone("Z0EXAMPLENODES7", "example.com");
    readonly clock = new FakeClock();
    readonly memory = new Memory();
    readonly group = this.fleet.addGroup(groupName, { pool: [] });
    private moved = 0;

    /** A run, over other connections if there are any. */
    run(events: readonly NodeEvent[] = [], connections = this.connections()) {
        const registrar = new Registrar({
            settings,
            connections,
            clock: this.clock,
            log: recordingLog().log,
            measures: recordingMeasures().measures,
        });
        const request = { id: "run", mode: "reconcile", reason: "test", events } as const;
        return registrar.run(request, { at: Number.POSITIVE_INFINITY });
    }

    connections(): Connections {
        return inMemoryConnections(this.fleet, this.zone, this.memory);
    }

    /** Two runs of the schedule with nothing in between: what is inferred from an absence has to be seen twice. */
    async reconcile(): Promise<void> {
        await this.clock.sleep(600_000);
        await this.run();
        await this.clock.sleep(300_000);
        await this.run();
    }

    /** Does the action and returns its event, or undefined when there is no node for it. */
    act(action: Action, pick: number): NodeEvent | undefined {
        const event = (kind: NodeEvent["kind"], instanceId: string) => ({ kind, group: groupName, instanceId });
        if (action === "launch" || action === "fill pool") {
            const id = this.fleet.launch(this.group, action === "launch" ? "InService" : "Warmed:Stopped");
            this.countDesired();
            return event("launch", id);
        }
        const [from, to] = moves[action];
        const candidates = [...this.group.nodes, ...(this.group.pool ?? [])].filter(({ lifecycleState }) =>
            from.includes(lifecycleState),
        );
        const id = candidates[pick % candidates.length]?.instanceId;
        if (id === undefined) return undefined;
        if (to === undefined) this.fleet.terminate(this.group, id);
        else this.fleet.move(this.group, id, to);
        if (action === "take from pool" || action === "new address") {
            this.moved += 1;
            this.fleet.instance(id).publicIp = `198.19.${Math.floor(this.moved / 250)}.${(this.moved % 250) + 1}`;
        }
        this.countDesired();
        return event(to === "InService" ? "launch" : "terminate", id);
    }

    /** Ends every node that is neither in service nor in the pool. */
    endDrains(): void {
        const leaving = [...this.group.nodes, ...(this.group.pool ?? [])].filter(
            ({ lifecycleState }) => lifecycleState !== "InService" && lifecycleState !== "Warmed:Stopped",
        );
        for (const { instanceId } of leaving) this.fleet.terminate(this.group, instanceId);
        this.countDesired();
    }

    /** Names and addresses in the zone, in listing order. */
    shown(): string[] {
        return this.zone
            .all()
            .filter(({ type }) => type === "A")
            .map(({ name, values }) => `${name} ${values.join()}`);
    }

    /** Names and addresses as they should be shown. */
    truth(): string[] {
        return this.group.nodes
            .filter(({ lifecycleState }) => lifecycleState === "InService")
            .map(({ instanceId }) => `${nameOf(instanceId)}. ${this.fleet.instance(instanceId).publicIp}`)
            .sort();
    }

    /** What an application knows that does as it is told: names and addresses, by the announcements in the queue. */
    application(): string[] {
        return whatTheApplicationKnows(this.memory.queue.map(({ announcement }) => announcement));
    }

    private countDesired(): void {
        this.group.desired = this.group.nodes.filter(({ lifecycleState }) => lifecycleState === "InService").length;
    }
}

/** Names and addresses of the nodes that an application may use after it heard the announcements. */
export function whatTheApplicationKnows(announcements: readonly Announcement[]): string[] {
    const nodes = new Map<string, { generation: number; address: string | null; serves: boolean }>();
    for (const { type, generation, node } of announcements) {
        const name = node.name ?? "";
        if (generation < (nodes.get(name)?.generation ?? 0)) continue;
        const serves = type === "node.created" || type === "node.updated";
        nodes.set(name, { generation, address: node.publicIp, serves });
    }
    return [...nodes]
        .filter(([, { serves }]) => serves)
        .map(([name, { address }]) => `${name}. ${address}`)
        .sort();
}
