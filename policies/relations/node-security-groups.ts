import { all, any, type Condition, NotYetKnown, of } from "../condition";
import { type SecurityGroupRule, securityGroupRules } from "../parse/security-group-rules";
import { at, elements, known, type Reader } from "../properties";
import { Referrers, type Stack } from "../stack";
import type { Subject } from "../subject";
import { launchTemplatesOf } from "./launch-templates";
import { groupOfRule, securityGroups } from "./security-groups";

/** A question about a rule of a security group; the holder is the group or the resource that the rule is. */
export type RuleCondition = (rule: SecurityGroupRule, holder: Subject) => Condition;

/** What the servers of Auto Scaling groups let in, by the security groups of their launch templates. */
export class NodeSecurityGroups {
    private readonly rules: Referrers;

    constructor(private readonly stack: Stack) {
        this.rules = new Referrers(stack, stack.ofKind("ingress rule", "security group rule"), groupOfRule);
    }

    /** Whether some rule for the servers of the group meets the condition. */
    haveRule(group: Subject, condition: RuleCondition): Condition {
        return any(
            some(
                group,
                () => launchTemplatesOf(this.stack, group),
                (template) =>
                    some(
                        template,
                        () => this.securityGroupsOf(template),
                        (owner) => any(...[owner, ...this.rules.of(owner)].map((holder) => meets(holder, condition))),
                    ),
            ),
            // Rules of a group that is not known yet may be for any server.
            ...this.rules.unresolved.map((rule) =>
                all(
                    meets(rule, condition),
                    of(rule, () => new NotYetKnown([groupOfRule.property])),
                ),
            ),
        );
    }

    private securityGroupsOf(template: Subject): readonly Subject[] {
        const relation = { kinds: securityGroups, identity: "id" };
        const ofInterfaces = elements(() => template.props.networkInterfaces).flatMap((read) =>
            elements(() => at(read(), "securityGroups")),
        );
        return [
            ...this.stack.referentsOfEach(template, { ...relation, property: "vpcSecurityGroupIds" }),
            ...this.stack.referentsOfEach(template, { ...relation, property: "networkInterfaces" }, ofInterfaces),
        ];
    }
}

/** Whether the condition holds for some of what is found; not yet known while that is not known. */
function some(owner: Subject, find: Reader<readonly Subject[]>, condition: (one: Subject) => Condition): Condition {
    const found = known(find);
    if (found !== undefined) return any(...found.map(condition));
    return of(owner, () => {
        // Reading it says what is missing.
        throw find();
    });
}

function meets(holder: Subject, condition: RuleCondition): Condition {
    return of(holder, any(...securityGroupRules(holder).map((rule) => condition(rule, holder))));
}
