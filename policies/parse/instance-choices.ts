import { at, elements, isProperties, type Reader } from "../properties";
import type { Subject } from "../subject";

/** One place where a resource says which instances it may start: a type, or requirements that EC2 matches types against. */
export interface InstanceChoice {
    readonly instanceType: Reader<string | undefined>;
    readonly requirements: Reader;
    /** Launch template of its own, where an override names one. */
    readonly launchTemplateId: Reader;
}

/** Every place in the properties of a resource that names instance types. Empty for kinds that start no instances. */
export function instanceChoices({ kind, props }: Pick<Subject, "kind" | "props">): InstanceChoice[] {
    switch (kind) {
        case "launch template":
        case "launch configuration":
        case "instance":
        case "spot instance request":
            return [choice(() => props)];
        case "Auto Scaling group":
            return elements(() => at(props, "mixedInstancesPolicy", "launchTemplate", "overrides")).map(choice);
        case "instance fleet":
            return overrides(() => props.launchTemplateConfigs).map(choice);
        case "spot fleet request":
            return [...elements(() => props.launchSpecifications), ...overrides(() => props.launchTemplateConfigs)].map(
                choice,
            );
        default:
            return [];
    }
}

/** Patterns of a list inside instance requirements, one reader each. */
export function patternsOf(
    { requirements }: InstanceChoice,
    list: "allowedInstanceTypes" | "excludedInstanceTypes",
): Reader<string>[] {
    return elements(() => at(requirements(), list)).map((read) => () => String(read()));
}

function overrides(configs: Reader): Reader[] {
    return elements(configs).flatMap((config) => elements(() => at(config(), "overrides")));
}

function choice(read: Reader): InstanceChoice {
    return {
        launchTemplateId: () => at(read(), "launchTemplateSpecification", "launchTemplateId"),
        instanceType: () => {
            const type = at(read(), "instanceType");
            return type === undefined ? undefined : String(type);
        },
        requirements: () => {
            const requirements = at(read(), "instanceRequirements");
            // The provider reports an object as a list of one in some places.
            const found = Array.isArray(requirements) ? requirements[0] : requirements;
            return isProperties(found) ? found : undefined;
        },
    };
}
