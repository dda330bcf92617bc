import { any } from "../../condition";
import { defineRule } from "../../define-rule";
import { instanceChoices } from "../../parse/instance-choices";
import { admitsFamily, namesFamily } from "../../parse/instance-families";

/** Excluded by the fleet standard, whatever the configuration of the rule says. */
const ALWAYS_EXCLUDED = "m5a";

/** P02. The fleet standard excludes a family by name; whether an image fits its processor is P03. */
export const noM5aInstances = defineRule<{ families: string[] }>({
    id: "P02",
    name: "no-m5a-instances",
    area: "fleet",
    description: "Instances must not be of a family that the fleet standard excludes.",
    severity: "high",
    level: "mandatory",
    takesExceptions: false,
    equivalents: [],
    why: "The owner of the fleet does not run m5a; a group that may start one breaks the standard as soon as capacity is short.",
    remediation: "Name another instance type, or exclude the family in the instance requirements (m5a.*).",
    link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-attribute-based-instance-type-selection.html",
    messages: {
        family: "The {label} must not use an instance type of a family that the fleet standard excludes: {families}.",
    },
    parameters: {
        families: {
            type: "array",
            items: { type: "string", pattern: "^[a-z0-9-]+$" },
            default: [ALWAYS_EXCLUDED],
            description: "Excluded families, the text before the dot. m5a is always among them.",
        },
    },
    resource: {
        kinds: [
            "launch template",
            "launch configuration",
            "instance",
            "spot instance request",
            "Auto Scaling group",
            "instance fleet",
            "spot fleet request",
        ],
        check(subject, { families }, findings) {
            const excluded = [...new Set([ALWAYS_EXCLUDED, ...families])];
            const mayUse = instanceChoices(subject).flatMap((choice) => [
                namesFamily(choice, excluded),
                admitsFamily(choice, excluded),
            ]);
            findings.forbid(subject, "family", any(...mayUse), { families: excluded.join(", ") });
        },
    },
});
