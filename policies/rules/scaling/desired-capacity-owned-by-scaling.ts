import { defineRule } from "../../define-rule";
import { isSet } from "../../properties";

/** P16. After the first deployment only scaling knows how many servers there should be. */
export const desiredCapacityOwnedByScaling = defineRule<object>({
    id: "P16",
    name: "desired-capacity-owned-by-scaling",
    area: "scaling",
    description: "Deployments must leave the number of running servers to scaling.",
    severity: "medium",
    equivalents: [],
    why: "A deployment at the peak would set the group back to the size that the program was written with, and end busy servers.",
    remediation: "Add desiredCapacity to ignoreChanges in the group's resource options, or leave the property out.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html",
    messages: { reset: "The {label} must not reset its desired capacity on every deployment." },
    parameters: {},
    resource: {
        kinds: ["Auto Scaling group"],
        check(subject, _, findings) {
            const { options, props } = subject;
            if (!isSet(() => props.desiredCapacity)) {
                return findings.notApplicable("The group has no desired capacity of its own.");
            }
            // The star stands for every property.
            const isIgnored = options.ignoreChanges.some((path) => path === "desiredCapacity" || path === "*");
            findings.require(subject, "reset", () => isIgnored);
        },
    },
});
