export interface FakeNode {
    readonly instanceId: string;
    readonly lifecycleState: string;
}

export interface FakeGroup {
    readonly name: string;
    /** Value of the tag `media:registrar`; undefined for groups without it. */
    owner: string | undefined;
    desired: number;
    /** Set while the group is being deleted. */
    status?: string;
    nodes: FakeNode[];
    /** Undefined for groups without a warm pool. */
    pool?: FakeNode[];
    hooks?: FakeHook[];
}

export interface FakeHook {
    readonly name: string;
    readonly transition: "LAUNCHING" | "TERMINATING";
    readonly heartbeat: number;
    readonly metadata?: string;
}

/** A call about a hook. */
export interface HookCall {
    readonly action: "CompleteLifecycleAction" | "RecordLifecycleActionHeartbeat";
    readonly hook: string;
    readonly instanceId: string;
    readonly result?: string;
}

export interface FakeInstance {
    /** `pending`, `running`, `shutting-down`, `terminated`, `stopping` or `stopped`. */
    state: string;
    publicIp?: string | undefined;
    privateIp?: string | undefined;
    ipv6?: string | undefined;
    /** Both status checks are passed. */
    sound?: boolean;
    /** Group that launched it. */
    readonly group: string;
}

/** The groups and instances of an account, changed directly by tests. */
export class Fleet {
    readonly groups: FakeGroup[] = [];
    readonly instances = new Map<string, FakeInstance>();
    /** Calls about hooks that were accepted, in order. */
    readonly hookCalls: HookCall[] = [];
    private launched = 0;

    addGroup(name: string, options: Partial<Omit<FakeGroup, "name">> = {}): FakeGroup {
        const group: FakeGroup = { name, owner: "3cc518fd", desired: 0, nodes: [], ...options };
        this.groups.push(group);
        return group;
    }

    /** Starts an instance with both addresses and lists it in the group, in service unless stated. Returns its id. */
    launch(group: FakeGroup, lifecycleState = "InService"): string {
        this.launched += 1;
        const instanceId = `i-${this.launched.toString(16).padStart(17, "0")}`;
        const host = `${Math.floor(this.launched / 250)}.${(this.launched % 250) + 1}`;
        const addresses = { publicIp: `198.18.${host}`, privateIp: `10.0.${host}` };
        this.instances.set(instanceId, { state: "running", group: group.name, ...addresses });
        const node = { instanceId, lifecycleState };
        if (lifecycleState.startsWith("Warmed:")) group.pool = [...(group.pool ?? []), node];
        else group.nodes.push(node);
        return instanceId;
    }

    /** Lists the node in the state, in the warm pool for `Warmed:` states. */
    move(group: FakeGroup, instanceId: string, lifecycleState: string): void {
        this.forget(group, instanceId);
        const node = { instanceId, lifecycleState };
        if (lifecycleState.startsWith("Warmed:")) group.pool = [...(group.pool ?? []), node];
        else group.nodes.push(node);
    }

    /** Takes the node out of its group and leaves the instance as it is. */
    forget(group: FakeGroup, instanceId: string): void {
        group.nodes = group.nodes.filter((node) => node.instanceId !== instanceId);
        if (group.pool) group.pool = group.pool.filter((node) => node.instanceId !== instanceId);
    }

    /** Ends the instance: out of the group, terminated in EC2. */
    terminate(group: FakeGroup, instanceId: string): void {
        this.forget(group, instanceId);
        const instance = this.instance(instanceId);
        Object.assign(instance, { state: "terminated", publicIp: undefined, privateIp: undefined });
    }

    instance(instanceId: string): FakeInstance {
        const instance = this.instances.get(instanceId);
        if (instance === undefined) throw new Error(`There is no instance ${instanceId}.`);
        return instance;
    }
}
