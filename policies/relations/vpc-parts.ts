import { all, any, type Condition, NotYetKnown, of } from "../condition";
import type { Kind } from "../kinds";
import { Referrers, type Relation, type Stack } from "../stack";
import type { Subject } from "../subject";

const vpcOfPart: Relation = { property: "vpcId", kinds: ["VPC"], identity: "id" };

/** The resources of one kind that belong to the VPCs of a stack. */
export class VpcParts {
    private readonly parts: Referrers;

    constructor(stack: Stack, kind: Kind) {
        this.parts = new Referrers(stack, stack.ofKind(kind), vpcOfPart);
    }

    /** Whether the VPC has a part that meets the condition. One whose VPC is not known yet may be of any. */
    have(vpc: Subject, condition: (part: Subject) => Condition): Condition {
        const isOfVpc = () => new NotYetKnown([vpcOfPart.property]);
        return any(
            ...this.parts.of(vpc).map((part) => of(part, condition(part))),
            ...this.parts.unresolved.map((part) => of(part, all(condition(part), isOfVpc))),
        );
    }
}
