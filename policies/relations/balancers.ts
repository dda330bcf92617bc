import { at, elements, isSet, type Reader } from "../properties";
import { Referrers, type Relation, type Stack } from "../stack";
import type { Subject } from "../subject";

const balancerOfListener: Relation = { property: "loadBalancerArn", kinds: ["load balancer"], identity: "arn" };
const listenerOfRule: Relation = { property: "listenerArn", kinds: ["listener"], identity: "arn" };

/** Which listeners and rules belong to which load balancer, and where they send requests. */
export class Balancers {
    /** Listeners, rules and certificates of which it is not known yet where they belong. */
    readonly unresolved: readonly Subject[];
    private readonly listeners: Referrers;
    private readonly rules: Referrers;
    private readonly certificates: Referrers;

    constructor(private readonly stack: Stack) {
        this.listeners = new Referrers(stack, stack.ofKind("listener"), balancerOfListener);
        this.rules = new Referrers(stack, stack.ofKind("listener rule"), listenerOfRule);
        this.certificates = new Referrers(stack, stack.ofKind("listener certificate"), listenerOfRule);
        this.unresolved = [this.listeners, this.rules, this.certificates].flatMap(({ unresolved }) => unresolved);
    }

    listenersOf(balancer: Subject): readonly Subject[] {
        return this.listeners.of(balancer);
    }

    rulesOf(listener: Subject): readonly Subject[] {
        return this.rules.of(listener);
    }

    /** Certificates beside the listener's own. */
    certificatesOf(listener: Subject): readonly Subject[] {
        return this.certificates.of(listener);
    }

    /** The balancer of a listener; none when it is not in the stack. Throws when that is not known yet. */
    balancerOf(listener: Subject): Subject | undefined {
        return this.stack.referents(listener, balancerOfListener)[0];
    }

    /** The listener of a rule; none when it is not in the stack. Throws when that is not known yet. */
    listenerOf(rule: Subject): Subject | undefined {
        return this.stack.referents(rule, listenerOfRule)[0];
    }

    /**
     * Target groups that a listener's default actions, or a rule's actions, send requests to.
     *
     * @throws UnknownValueError when one is not known yet and the actions depend on no target group
     */
    targetGroupsOf(subject: Subject): readonly Subject[] {
        const relation: Relation = { property: actionProperty(subject), kinds: ["target group"], identity: "arn" };
        return this.stack.referentsOfEach(subject, relation, forwardTargets(actionsOf(subject)));
    }
}

/** A listener's default actions, or a rule's actions, one reader each. */
export function actionsOf(subject: Subject): Reader[] {
    return elements(() => subject.props[actionProperty(subject)]);
}

function actionProperty({ kind }: Subject): string {
    return kind === "listener rule" ? "actions" : "defaultActions";
}

/** ARNs of the target groups that actions forward to, one reader each. */
function forwardTargets(actions: readonly Reader[]): Reader[] {
    return actions.flatMap((action) => {
        const single = () => at(action(), "targetGroupArn");
        const weighted = elements(() => at(action(), "forward", "targetGroups")).map(
            (group) => () => at(group(), "arn"),
        );
        return isSet(single) ? [single, ...weighted] : weighted;
    });
}
