import { all, any, type Condition, type Outcome, of, settle } from "../condition";
import { ingestPorts } from "../parse/ingest-ports";
import type { Stack } from "../stack";
import type { Subject } from "../subject";
import { Balancers } from "./balancers";

/** Which target groups get what network load balancers take on ingest ports. */
export class IngestTargets {
    private readonly listeners = new Map<string, Condition[]>();
    /** Whether any listener takes ingest of which it is not known yet where it leads. */
    private readonly anywhere: Outcome;

    constructor(stack: Stack) {
        const balancers = new Balancers(stack);
        const strays: Condition[] = [];
        for (const listener of stack.ofKind("listener")) {
            let targetGroups: readonly Subject[] = [];
            const isStray = settle(
                of(listener, () => {
                    targetGroups = balancers.targetGroupsOf(listener);
                    return false;
                }),
            );
            strays.push(all(takesIngest(listener), () => isStray));
            for (const { urn } of targetGroups) {
                const others = this.listeners.get(urn);
                if (others) others.push(takesIngest(listener));
                else this.listeners.set(urn, [takesIngest(listener)]);
            }
        }
        this.anywhere = settle(any(...strays));
    }

    /** Whether the target group gets ingest. */
    reach({ urn }: Subject): Condition {
        return any(...(this.listeners.get(urn) ?? []), () => this.anywhere);
    }
}

/** Listeners of application load balancers speak HTTP or HTTPS, all others belong to network load balancers. */
function takesIngest(listener: Subject): Condition {
    const { props } = listener;
    return of(
        listener,
        all(
            () => ingestPorts.includes(Number(props.port)),
            () => !["HTTP", "HTTPS"].includes(String(props.protocol).toUpperCase()),
        ),
    );
}
