import { defineRule } from "../../define-rule";
import { isSet } from "../../properties";
import { roleOf } from "../../roles";

interface Choice {
    images: Record<string, string[]>;
    requireList: boolean;
}

/** P68. A new image is a new server: somebody has to look at it first. */
export const imagePinned = defineRule<Choice>({
    id: "P68",
    name: "image-pinned",
    area: "compute",
    description: "Servers must start from an image that is named by its id and has been reviewed.",
    severity: "medium",
    equivalents: [],
    why: "An image that is looked up at launch changes servers without a change of the program, and nobody can say which one runs where.",
    remediation: "Set the image to a literal id, and list it under the role of the servers in the configuration.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html",
    messages: {
        literal: "The {label} must name its image by its id.",
        listed: "The {label} must use an image that the configuration lists.",
        list: "The configuration must list the images that the {label} may use.",
    },
    parameters: {
        images: {
            type: "object",
            additionalProperties: { type: "array", items: { type: "string", pattern: "^ami-[0-9a-f]+$" } },
            default: {},
            description: "Reviewed image ids by role. Roles that are not listed may use any image.",
        },
        requireList: {
            type: "boolean",
            default: false,
            description: "Whether every role must have at least one reviewed image, as production needs it.",
        },
    },
    resource: {
        kinds: ["launch template", "instance"],
        check(subject, { images, requireList }, findings) {
            const { kind, props } = subject;
            const image = () => (kind === "instance" ? props.ami : props.imageId);
            if (kind === "instance" && !isSet(image) && isSet(() => props.launchTemplate)) {
                return findings.notApplicable("The image comes from a launch template.");
            }
            findings.require(subject, "literal", () => /^ami-[0-9a-f]+$/.test(String(image())));
            const role = roleOf(subject);
            if (role === undefined) return;
            const listed = images[role] ?? [];
            if (listed.length > 0) findings.require(subject, "listed", () => listed.includes(String(image())));
            else if (requireList) findings.forbid(subject, "list", () => true);
        },
    },
});
