import { NotYetKnown, type Outcome } from "../condition";
import type { Kind } from "../kinds";
import { at, elements, known, type Reader } from "../properties";
import { Referrers, type Relation, type Stack } from "../stack";
import type { Subject } from "../subject";

/** A policy document of a role, and the resource that holds it. */
export interface RoleDocument {
    readonly owner: Subject;
    readonly read: Reader;
}

const roles: readonly Kind[] = ["IAM role"];
const policies: readonly Kind[] = ["IAM policy"];

/** A role's id is its name. */
const roleOfPolicy: Relation = { property: "role", kinds: roles, identity: "name" };
const policyOfAttachment: Relation = { property: "policyArn", kinds: policies, identity: "arn" };
const policiesOfRole: Relation = { property: "managedPolicyArns", kinds: policies, identity: "arn" };

/** What roles may do, wherever it is written: inline in the role, in policies of the role, in policies attached to it. */
export class RolePolicies {
    /** Whether there are policies or attachments of which it is not known yet to which role they belong. */
    readonly mayBeMore: Outcome;
    private readonly own: Referrers;
    private readonly attachments: Referrers;

    constructor(private readonly stack: Stack) {
        this.own = new Referrers(stack, stack.ofKind("role policy"), roleOfPolicy);
        this.attachments = new Referrers(stack, stack.ofKind("role policy attachment"), roleOfPolicy);
        const causes = [...this.own.unresolved, ...this.attachments.unresolved].map(
            ({ label }) => `${roleOfPolicy.property} of the ${label}`,
        );
        this.mayBeMore = causes.length > 0 && new NotYetKnown(causes);
    }

    /** Every document that the stack shows. Policies of AWS are named by `managedArnsOf` only. */
    documentsOf(role: Subject): readonly RoleDocument[] {
        const inline = elements(() => role.props.inlinePolicies).map((read) => ({
            owner: role,
            read: () => at(read(), "policy"),
        }));
        const own = this.own.of(role).map((owner) => ({ owner, read: () => owner.props.policy }));
        const attached = this.attachments
            .of(role)
            .flatMap((attachment) => this.documentsBehind(attachment, () => this.policyOf(attachment)));
        const managed = this.documentsBehind(role, () => this.stack.referentsOfEach(role, policiesOfRole));
        return [...inline, ...own, ...attached, ...managed];
    }

    /** ARNs of the policies that are attached to the role, one reader each. */
    managedArnsOf(role: Subject): readonly Reader[] {
        return [
            ...elements(() => role.props.managedPolicyArns),
            ...this.attachments.of(role).map((attachment) => () => attachment.props.policyArn),
        ];
    }

    private policyOf(attachment: Subject): readonly Subject[] {
        return this.stack.referents(attachment, policyOfAttachment);
    }

    /** A policy that is not known yet is a document that cannot be read yet. */
    private documentsBehind(owner: Subject, find: () => readonly Subject[]): RoleDocument[] {
        const found = known(find);
        if (found === undefined) return [{ owner, read: find }];
        return found.map((policy) => ({ owner: policy, read: () => policy.props.policy }));
    }
}
