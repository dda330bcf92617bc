import type { PolicyStatement } from "./policy-document";

/**
 * True when a pattern of a policy statement includes an action. `*` stands for any text and `?` for one character; case makes
 * no difference.
 */
export function coversAction(pattern: string, action: string): boolean {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i").test(action);
}

/** True when a statement allows an action, by naming it or by excluding only others. */
export function allowsAction({ effect, actions, notActions }: PolicyStatement, action: string): boolean {
    const covers = (pattern: string) => coversAction(pattern, action);
    return effect === "Allow" && (actions.some(covers) || (notActions.length > 0 && !notActions.some(covers)));
}
