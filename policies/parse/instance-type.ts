export type Architecture = "arm64" | "x86_64";

/** Families whose name does not follow the pattern: Graviton without a `g`, Grace processors named after their GPU. */
const exceptions: Readonly<Record<string, Architecture>> = {
    a1: "arm64",
    "p6e-gb200": "arm64",
    "p6e-gb300": "arm64",
};

/** Family letters, generation digits, attribute letters, and what some families add: `m`, `7`, `i`, `-flex`. */
const familyPattern = /^[a-z]+\d+(?<attributes>[a-z]*)(-[a-z0-9]+)?$/;

/** High-memory families are named by their memory: `u-6tb1`. */
const highMemoryPattern = /^u-\d+tb\d+$/;

/** Family of an instance type: the text before the first dot, in lower case. */
export function familyOf(instanceType: string): string {
    return instanceType.trim().toLowerCase().split(".", 1)[0] ?? "";
}

/**
 * Processor architecture of an instance type, from its name: Arm where the letters after the generation contain a `g`
 * (`c7gn`, `g5g`), as AWS names its families, or where the family is a known exception. Undefined when the text is not
 * the name of an instance type.
 */
export function architectureOf(instanceType: string): Architecture | undefined {
    const family = familyOf(instanceType);
    if (!/^[^.]+\.[^.]+$/.test(instanceType.trim())) return undefined;
    const exception = exceptions[family];
    if (exception) return exception;
    if (highMemoryPattern.test(family)) return "x86_64";
    const attributes = familyPattern.exec(family)?.groups?.attributes;
    if (attributes === undefined) return undefined;
    return attributes.includes("g") ? "arm64" : "x86_64";
}

/** Architecture that every type of a pattern with `*` has; undefined when the pattern covers more than one or none. */
export function architectureOfPattern(pattern: string): Architecture | undefined {
    const family = familyOf(pattern);
    if (!family.includes("*")) return architectureOf(`${family}.any`);
    // Whatever the star stands for, letters after the generation already contain a g: c7g*.
    return /^[a-z]+\d+[a-z]*g[a-z]*\*/.test(family) ? "arm64" : undefined;
}

/** True when a pattern with `*`, as instance requirements use them, matches at least one type of the family. */
export function matchesSomeOf(family: string, pattern: string): boolean {
    return remainders(pattern, family).length > 0;
}

/** True when the pattern matches every type of the family. */
export function matchesAllOf(family: string, pattern: string): boolean {
    return remainders(pattern, family).some((rest) => /^\*+$/.test(rest));
}

/** What can be left of the pattern once it has matched the family and the dot. */
function remainders(pattern: string, family: string): string[] {
    let rests = new Set([pattern.trim().toLowerCase()]);
    for (const character of `${family}.`) {
        rests = new Set([...rests].flatMap(withoutStars).flatMap((rest) => consumed(rest, character)));
    }
    return [...rests].flatMap(withoutStars);
}

/** The rest, and what follows when its leading stars match nothing. */
function withoutStars(rest: string): string[] {
    return rest.startsWith("*") ? [rest, ...withoutStars(rest.slice(1))] : [rest];
}

function consumed(rest: string, character: string): string[] {
    if (rest.startsWith("*")) return [rest];
    return rest.startsWith(character) ? [rest.slice(1)] : [];
}
