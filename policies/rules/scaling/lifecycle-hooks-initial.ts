import { all, any, type Condition, not, of } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, elements, type Reader } from "../../properties";
import { GroupParts } from "../../relations/group-parts";
import { mediaRoles, roleOf } from "../../roles";
import type { Subject } from "../../subject";

/** P65. The first servers start with the group itself, before any hook that is a resource of its own. */
export const lifecycleHooksInitial = defineRule<object>({
    id: "P65",
    name: "lifecycle-hooks-initial",
    area: "scaling",
    description: "Groups of media servers must have their lifecycle hooks from the moment they are created.",
    severity: "high",
    equivalents: [],
    why: "A separate hook misses the first servers, and is destroyed before the group, whose last servers then end in the middle of a stream.",
    remediation:
        "List the hook in initialLifecycleHooks of the group; a separate hook of the same name and transition may carry later changes.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/adding-lifecycle-hooks.html",
    messages: { initial: "The {label} must have its lifecycle hooks from the moment it is created." },
    parameters: {},
    stack: {
        kinds: ["Auto Scaling group"],
        check(stack, _, findings) {
            const hooks = new GroupParts(stack, "lifecycle hook");
            return (group) => {
                if (!mediaRoles.includes(roleOf(group) ?? "")) {
                    return findings.notApplicable("The stack has no group of media servers.");
                }
                const isLate = (hook: Subject) => not(continuesSome(hook, group));
                findings.forbid(group, "initial", hooks.have(group, isLate));
            };
        },
    },
});

/** Whether the separate hook carries the changes of one that the group is created with. */
function continuesSome(hook: Subject, group: Subject): Condition {
    const initial = elements(() => group.props.initialLifecycleHooks);
    return any(...initial.map((read) => all(hasSame("name", hook, read), hasSame("lifecycleTransition", hook, read))));
}

function hasSame(property: string, hook: Subject, read: Reader): Condition {
    return () => {
        const value = at(read(), property);
        return of(hook, () => hook.props[property] === value)();
    };
}
