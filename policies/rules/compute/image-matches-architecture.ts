import { all, any, type Condition, NotYetKnown, not, type Outcome, of } from "../../condition";
import { defineRule } from "../../define-rule";
import { type InstanceChoice, instanceChoices, patternsOf } from "../../parse/instance-choices";
import { architectureOf, architectureOfPattern } from "../../parse/instance-type";
import { at, isSet, known, type Reader } from "../../properties";
import { tagOf } from "../../roles";
import type { Stack } from "../../stack";
import type { Subject } from "../../subject";

const ARCHITECTURE_TAG = "media:image-arch";

/** P03. An image starts only on processors of its own architecture; a wrong pair fails when a server is needed. */
export const imageMatchesArchitecture = defineRule<{ images: Record<string, string> }>({
    id: "P03",
    name: "image-matches-architecture",
    area: "compute",
    description: "Images must be built for the processors of every instance type that may start them.",
    severity: "critical",
    equivalents: [],
    why: "EC2 refuses an image of another architecture only when it starts a server, which may be at the next peak.",
    remediation: `Choose an image or instance types of the same architecture, and tag the template with ${ARCHITECTURE_TAG}.`,
    link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIs.html",
    messages: { architecture: "The {label} must use an image of the same architecture as its instance types." },
    parameters: {
        images: {
            type: "object",
            additionalProperties: { type: "string", enum: ["arm64", "x86_64"] },
            default: {},
            description: `Architecture by image id. Wins over the tag ${ARCHITECTURE_TAG}.`,
        },
    },
    stack: {
        kinds: ["launch template", "instance"],
        check(stack, { images }, findings) {
            const groups = groupsByTemplate(stack);
            return (subject) => {
                const { kind, props } = subject;
                if (kind === "instance" && !isSet(() => props.ami)) {
                    return findings.notApplicable("The image comes from a launch template.");
                }
                const architecture = imageArchitecture(subject, images);
                const own = instanceChoices(subject).map((choice) => fits(choice, architecture));
                const overrides = (groups.get(subject.urn) ?? []).flatMap(({ group, isOnly }) =>
                    instanceChoices(group).map((choice) =>
                        of(group, any(not(isPaired(choice, group, subject, isOnly)), fits(choice, architecture))),
                    ),
                );
                findings.require(subject, "architecture", all(...own, ...overrides));
            };
        },
    },
});

/** Groups that choose instance types by overrides, by the URN of each template that they may start. */
function groupsByTemplate(stack: Stack): ReadonlyMap<string, { group: Subject; isOnly: boolean }[]> {
    const groups = new Map<string, { group: Subject; isOnly: boolean }[]>();
    for (const group of stack.ofKind("Auto Scaling group")) {
        const depended = stack.dependencies(group, "mixedInstancesPolicy", ["launch template"]);
        const named = stack.identified(["launch template"], "id", known(mainTemplate(group)));
        const templates = new Set([...depended, ...named]);
        for (const { urn } of templates) {
            const entry = { group, isOnly: templates.size === 1 };
            const entries = groups.get(urn);
            if (entries) entries.push(entry);
            else groups.set(urn, [entry]);
        }
    }
    return groups;
}

function mainTemplate({ props }: Subject): Reader {
    const path = ["launchTemplate", "launchTemplateSpecification", "launchTemplateId"];
    return () => at(props, "mixedInstancesPolicy", ...path);
}

/** Whether an override starts this template. While templates have no ids, that is certain only if there is just one. */
function isPaired(choice: InstanceChoice, group: Subject, template: Subject, isOnly: boolean): Condition {
    return () => {
        const id = known(() => choice.launchTemplateId() ?? mainTemplate(group)());
        if (id === undefined) return isOnly || new NotYetKnown(["mixedInstancesPolicy"]);
        return id === known(() => template.props.id);
    };
}

function fits(choice: InstanceChoice, architecture: () => string | NotYetKnown): Condition {
    const equals = (wanted: string | undefined): Outcome => {
        const actual = architecture();
        return actual instanceof NotYetKnown ? actual : actual === wanted;
    };
    return all(
        () => {
            const type = choice.instanceType();
            if (type === undefined) return true;
            const wanted = architectureOf(type);
            return wanted === undefined ? new NotYetKnown(["the architecture of instanceType"]) : equals(wanted);
        },
        // EC2 itself chooses by the image among the types of a pattern that covers both architectures.
        ...patternsOf(choice, "allowedInstanceTypes").map((read) => () => {
            const wanted = architectureOfPattern(read());
            return wanted === undefined || equals(wanted);
        }),
    );
}

function imageArchitecture(subject: Subject, images: Readonly<Record<string, string>>): () => string | NotYetKnown {
    const image = subject.kind === "instance" ? "ami" : "imageId";
    return () => {
        const listed = images[String(known(() => subject.props[image]))];
        return listed ?? tagOf(subject, ARCHITECTURE_TAG) ?? new NotYetKnown([`tags.${ARCHITECTURE_TAG}`]);
    };
}
