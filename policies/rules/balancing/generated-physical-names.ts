import { any } from "../../condition";
import { defineRule } from "../../define-rule";
import type { Kind } from "../../kinds";
import { isSet, known } from "../../properties";
import type { Subject } from "../../subject";

/** Kinds whose names AWS, and whose prefixes the provider, limits to so many characters. */
const shortNamed: readonly Kind[] = ["target group", "load balancer"];
const limits = { characters: 32, prefix: 6 };

/** P46. The engine makes the replacement first, and AWS gives a name only once. */
export const generatedPhysicalNames = defineRule<object>({
    id: "P46",
    name: "generated-physical-names",
    area: "balancing",
    description:
        "Resources that are replaced while they are in use must have generated names of a length that AWS takes.",
    severity: "medium",
    equivalents: [],
    why: "With a fixed name the replacement collides with the resource that it replaces, and the update stops half-way.",
    remediation: "Leave name out or set namePrefix, and keep the logical name short; or set deleteBeforeReplace.",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
    messages: {
        generated: "The {label} must have a generated name, because its replacement is created before it is deleted.",
        length: "The {label} must have a name of at most {characters} characters, or a prefix of at most {prefix}.",
    },
    parameters: {},
    resource: {
        kinds: [...shortNamed, "launch template", "security group"],
        check(subject, _, findings) {
            const { options, props } = subject;
            findings.require(
                subject,
                "generated",
                any(
                    () => options.deleteBeforeReplace === true,
                    () => isSet(() => props.namePrefix),
                    () => isGenerated(subject),
                ),
            );
            if (!shortNamed.includes(subject.kind)) return;
            const fits = () => {
                const [prefix, name] = [known(() => props.namePrefix), known(() => props.name)];
                return String(prefix ?? "").length <= limits.prefix && String(name ?? "").length <= limits.characters;
            };
            findings.require(subject, "length", fits, limits);
        },
    },
});

/**
 * The name starts like the logical name and ends in a dash and hexadecimal digits, as the provider makes names, or there is
 * none yet: a name that is not known was not written down.
 */
function isGenerated({ name: logical, props }: Subject): boolean {
    const name = String(known(() => props.name) ?? "").toLowerCase();
    if (name === "") return true;
    return name.startsWith(logical.toLowerCase()) && /-[0-9a-f]{7,}$/.test(name.slice(logical.length));
}
