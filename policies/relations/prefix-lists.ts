import { all, any, type Condition, NotYetKnown, of } from "../condition";
import type { Kind } from "../kinds";
import { isWorld } from "../parse/address-range";
import type { SecurityGroupRule } from "../parse/security-group-rules";
import { at, elements } from "../properties";
import { Referrers, type Relation, type Stack } from "../stack";
import type { Subject } from "../subject";
import { named } from "./named-resources";

const prefixLists: readonly Kind[] = ["prefix list"];

const listOfEntry: Relation = { property: "prefixListId", kinds: prefixLists, identity: "id" };

/** Property by whose dependencies a list is found while it has no id. Inline rules lie in `ingress`. */
const sourceProperty: Partial<Record<Kind, string>> = {
    "ingress rule": "prefixListId",
    "security group rule": "prefixListIds",
};

/** What the managed prefix lists of a stack hold: address ranges that rules name by the id of the list. */
export class PrefixLists {
    readonly isEmpty: boolean;
    private readonly entries: Referrers;

    constructor(private readonly stack: Stack) {
        this.isEmpty = stack.ofKind(...prefixLists).length === 0;
        this.entries = new Referrers(stack, stack.ofKind("prefix list entry"), listOfEntry);
    }

    /**
     * Whether a rule lets the world in by way of a list. A list outside the stack counts as one that names somebody: a
     * policy cannot see what its owner puts into it.
     */
    admitWorld(rule: SecurityGroupRule, subject: Subject): Condition {
        if (this.isEmpty) return () => false;
        const property = sourceProperty[subject.kind] ?? "ingress";
        const holdsWorld = (list: Subject) => this.holdsWorld(list);
        return any(
            ...rule.prefixListIds.map((id) =>
                named(this.stack, subject, { id, property, kinds: prefixLists }, holdsWorld, false),
            ),
        );
    }

    private holdsWorld(list: Subject): Condition {
        const inline = elements(() => list.props.entries).map((read) => () => isWorld(at(read(), "cidr")));
        return any(
            of(list, any(...inline)),
            ...this.entries.of(list).map((entry) => of(entry, isWorldEntry(entry))),
            ...this.entries.unresolved.map((entry) => of(entry, all(isWorldEntry(entry), isOfList))),
        );
    }
}

function isWorldEntry({ props }: Subject): Condition {
    return () => isWorld(props.cidr);
}

/** An entry of a list that is not known yet may be of any. */
function isOfList(): NotYetKnown {
    return new NotYetKnown([listOfEntry.property]);
}
