import type { Kind } from "../kinds";
import { at, elements, type Reader } from "../properties";
import type { Stack } from "../stack";
import type { Subject } from "../subject";

const templates: readonly Kind[] = ["launch template"];

/**
 * The launch templates of a stack that an Auto Scaling group may start servers from: its own one, that of its mixed
 * instances, and those of single instance types.
 *
 * @throws UnknownValueError when one is not known yet and the property depends on no launch template
 */
export function launchTemplatesOf(stack: Stack, group: Subject): readonly Subject[] {
    const mixed = () => at(group.props, "mixedInstancesPolicy", "launchTemplate");
    const choices = [mixed, ...elements(() => at(mixed(), "overrides"))];
    const specifications = choices.map((read) => () => at(read(), "launchTemplateSpecification"));
    const named = (property: string, readers: readonly Reader[], identity: string, key: string) =>
        stack.referentsOfEach(
            group,
            { property, kinds: templates, identity },
            readers.map((read) => () => at(read(), key)),
        );
    const own = [() => group.props.launchTemplate];
    const found = [
        ...named("launchTemplate", own, "id", "id"),
        ...named("launchTemplate", own, "name", "name"),
        ...named("mixedInstancesPolicy", specifications, "id", "launchTemplateId"),
        ...named("mixedInstancesPolicy", specifications, "name", "launchTemplateName"),
    ];
    return [...new Set(found)];
}
