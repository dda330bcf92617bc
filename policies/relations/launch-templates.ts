import type { Kind } from "../kinds";
import { at, elements, known, type Reader } from "../properties";
import type { Stack } from "../stack";
import type { Subject } from "../subject";

const templates: readonly Kind[] = ["launch template"];

/**
 * The launch templates of a stack that an Auto Scaling group may start servers from: its own one, that of its mixed
 * instances, and those of single instance types.
 *
 * @throws UnknownValueError when none is known and one is not known yet
 */
export function launchTemplatesOf(stack: Stack, group: Subject): readonly Subject[] {
    const mixed = () => at(group.props, "mixedInstancesPolicy", "launchTemplate");
    const choices = [mixed, ...elements(() => at(mixed(), "overrides"))];
    const specifications = choices.map((read) => () => at(read(), "launchTemplateSpecification"));
    const own = [() => group.props.launchTemplate];
    const named = (property: string, readers: readonly Reader[], identity: string, key: string) => {
        const relation = { property, kinds: templates, identity };
        const keys = readers.map((read) => () => at(read(), key));
        return () => stack.referentsOfEach(group, relation, keys);
    };
    const finders = [
        named("launchTemplate", own, "id", "id"),
        named("launchTemplate", own, "name", "name"),
        named("mixedInstancesPolicy", specifications, "id", "launchTemplateId"),
        named("mixedInstancesPolicy", specifications, "name", "launchTemplateName"),
    ];
    const found = new Set(finders.flatMap((find) => known(find) ?? []));
    // A group has one of the two properties, and AWS fills in the other one later.
    return found.size > 0 ? [...found] : finders.flatMap((find) => find());
}
