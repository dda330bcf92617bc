import { any, type Condition, not, of, settle } from "../../condition";
import { defineRule } from "../../define-rule";
import type { Findings } from "../../findings";
import { at, elements } from "../../properties";
import { groupOfPart } from "../../relations/group-parts";
import { holdsLeavers, holdsStarters, type LifecycleHook } from "../../relations/lifecycle-hooks";
import type { Subject } from "../../subject";

interface Parameters {
    abandonOnLaunchAllowed: boolean;
}

/** P10. Nobody answers when a handler is broken, and then the result that the hook falls back on decides. */
export const hookDefaultResult = defineRule<Parameters>({
    id: "P10",
    name: "hook-default-result",
    area: "scaling",
    description: "Lifecycle hooks must do the harmless thing when nobody answers in time.",
    severity: "high",
    equivalents: [],
    why: "AWS abandons unless told otherwise: a broken handler of a launching hook then starts and kills servers without end.",
    remediation: "Set defaultResult to CONTINUE, or to ABANDON where the group retains servers that were abandoned.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/adding-lifecycle-hooks.html",
    messages: {
        continue: "The {hook} must continue when nobody answers in time.",
        abandon: "The {hook} must abandon when nobody answers in time, because the group retains abandoned servers.",
        given: "The {hook} must say what happens when nobody answers in time.",
    },
    parameters: {
        abandonOnLaunchAllowed: {
            type: "boolean",
            default: false,
            description: "Whether launching hooks may abandon, which ends servers that nobody made ready.",
        },
    },
    resource: {
        kinds: ["Auto Scaling group"],
        check(group, parameters, findings) {
            findings.notApplicable("The group is made without lifecycle hooks.");
            for (const read of elements(() => group.props.initialLifecycleHooks)) {
                judge({ owner: group, read }, () => retains(group), parameters, findings);
            }
        },
    },
    stack: {
        kinds: ["lifecycle hook"],
        check: (stack, parameters, findings) => (owner) => {
            const groups = () => stack.referents(owner, groupOfPart);
            const retained = () => settle(any(...groups().map((group) => of(group, () => retains(group)))));
            judge({ owner, read: () => owner.props }, retained, parameters, findings);
        },
    },
});

function judge(hook: LifecycleHook, retained: Condition, parameters: Parameters, findings: Findings): void {
    const { owner, read } = hook;
    const result = () => at(read(), "defaultResult");
    const continues = () => result() === "CONTINUE";
    const starts = () => holdsStarters(hook);
    const ends = () => holdsLeavers(hook);
    const launching = { hook: nameOf(owner, "launching hook") };
    const terminating = { hook: nameOf(owner, "termination hook") };

    if (parameters.abandonOnLaunchAllowed) {
        findings.require(
            owner,
            "given",
            any(not(starts), () => result() !== undefined),
            launching,
        );
    } else {
        findings.require(owner, "continue", any(not(starts), continues), launching);
    }
    findings.require(owner, "continue", any(not(ends), retained, continues), terminating);
    findings.require(
        owner,
        "abandon",
        any(not(ends), not(retained), () => result() === "ABANDON"),
        terminating,
    );
}

/** Hooks that a group is made with have no logical name of their own. */
function nameOf({ kind, label }: Subject, hook: string): string {
    return kind === "lifecycle hook" ? label : `${hook} of the ${label}`;
}

/** Whether servers whose termination was abandoned are kept. They are never kept when the hook continues. */
function retains({ props }: Subject): boolean {
    const trigger = at(props, "instanceLifecyclePolicy", "retentionTriggers", "terminateHookAbandon");
    return trigger === "retain";
}
