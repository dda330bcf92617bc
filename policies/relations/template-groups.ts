import { all, any, type Condition, of } from "../condition";
import type { Kind } from "../kinds";
import { at, elements, known, type Reader } from "../properties";
import type { Stack } from "../stack";
import type { Subject } from "../subject";

const templates: readonly Kind[] = ["launch template"];

/** Which Auto Scaling groups start servers of which launch template. */
export class TemplateGroups {
    private readonly byTemplate = new Map<string, Subject[]>();
    private readonly unresolved: Subject[] = [];

    constructor(private readonly stack: Stack) {
        for (const group of stack.ofKind("Auto Scaling group")) {
            const found = known(() => launchTemplatesOf(stack, group));
            if (found === undefined) this.unresolved.push(group);
            for (const urn of new Set(found?.map((template) => template.urn))) {
                this.byTemplate.set(urn, [...(this.byTemplate.get(urn) ?? []), group]);
            }
        }
    }

    /** Whether some group of the template meets the condition. One whose template is not known yet may be of any. */
    have(template: Subject, condition: (group: Subject) => Condition): Condition {
        return any(
            ...this.of(template).map((group) => of(group, condition(group))),
            ...this.unresolved.map((group) => of(group, all(condition(group), this.startsAny(group)))),
        );
    }

    /** Groups that are known to start servers of the template. */
    of({ urn }: Subject): readonly Subject[] {
        return this.byTemplate.get(urn) ?? [];
    }

    /** Reading the template says what is missing. */
    private startsAny(group: Subject): Condition {
        return () => launchTemplatesOf(this.stack, group).length > 0;
    }
}

/**
 * Launch templates that an Auto Scaling group may start, named by id or by name.
 *
 * @throws UnknownValueError when one is not known yet and the group depends on no template
 */
export function launchTemplatesOf(stack: Stack, group: Subject): readonly Subject[] {
    const mixed = () => at(group.props, "mixedInstancesPolicy", "launchTemplate");
    const overrides = elements(() => at(mixed(), "overrides"));
    const chosen = [mixed, ...overrides].map((read) => () => at(read(), "launchTemplateSpecification"));
    const named = (property: string, specifications: readonly Reader[], key: string, identity: string) =>
        stack.referentsOfEach(
            group,
            { property, kinds: templates, identity },
            specifications.map((specification) => () => at(specification(), key)),
        );
    return [
        ...named("launchTemplate", [() => group.props.launchTemplate], "id", "id"),
        ...named("launchTemplate", [() => group.props.launchTemplate], "name", "name"),
        ...named("mixedInstancesPolicy", chosen, "launchTemplateId", "id"),
        ...named("mixedInstancesPolicy", chosen, "launchTemplateName", "name"),
    ];
}
