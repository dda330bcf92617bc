import { all, any, type Condition, NotYetKnown, of } from "../condition";
import type { Kind } from "../kinds";
import { Referrers, type Relation, type Stack } from "../stack";
import type { Subject } from "../subject";

/** How hooks, scaling policies and attachments name the Auto Scaling group that they belong to. */
export const groupOfPart: Relation = {
    property: "autoscalingGroupName",
    kinds: ["Auto Scaling group"],
    identity: "name",
};

/** The resources of some kinds that belong to Auto Scaling groups. */
export class GroupParts {
    private readonly parts: Referrers;

    constructor(stack: Stack, ...kinds: readonly Kind[]) {
        this.parts = new Referrers(stack, stack.ofKind(...kinds), groupOfPart);
    }

    /** Whether the group has a part that meets the condition. One whose group is not known yet may be of any. */
    have(group: Subject, condition: (part: Subject) => Condition): Condition {
        const isOfGroup = () => new NotYetKnown([groupOfPart.property]);
        return any(
            ...this.parts.of(group).map(condition),
            ...this.parts.unresolved.map((part) => all(condition(part), of(part, isOfGroup))),
        );
    }
}
