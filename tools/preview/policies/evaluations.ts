import type { Evaluation } from "./findings";
import type { Judgement } from "./pack-client";
import type { PackInfo, PackRules } from "./policy-config";

/** What a pack said about one resource, or about the stack. */
export interface JudgedResource {
    readonly urn: string;
    readonly judgement: Judgement;
}

/**
 * Where each enabled rule found nothing to say, and why it applied to nothing.
 *
 * @param stack absent when the program failed, so that nothing could be judged as a whole
 */
export function evaluationsOf(
    info: PackInfo,
    configured: PackRules,
    resources: readonly JudgedResource[],
    stack: JudgedResource | undefined,
): Evaluation[] {
    const enabled = info.rules.filter(({ name }) => configured.get(name)?.level !== "disabled");
    return enabled.map(({ name, judgesResources }) => {
        const judged = judgesResources ? resources : [stack].filter((one) => one !== undefined);
        const applied = judged.filter(({ judgement }) => !judgement.notApplicable.has(name));
        const passed = applied.filter(({ judgement }) => !hasFinding(judgement, name)).map(({ urn }) => urn);
        const spoke = [...resources, ...(stack ? [stack] : [])].some(({ judgement }) => hasFinding(judgement, name));
        const reason = stack?.judgement.notApplicable.get(name) ?? judged[0]?.judgement.notApplicable.get(name);
        const isApplied = passed.length > 0 || spoke || reason === undefined;
        return { policyName: name, passed, ...(!isApplied && { notApplicable: reason }) };
    });
}

function hasFinding({ findings }: Judgement, rule: string): boolean {
    return findings.some(({ policyName }) => policyName === rule);
}
