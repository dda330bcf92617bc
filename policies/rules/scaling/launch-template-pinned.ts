import { all, any, type Condition } from "../../condition";
import { at, elements, isSet, isUnknown, type Reader } from "../../properties";
import { defineRule } from "../../rule";

/** P06. A number names one version; $Latest and $Default name whichever it is at the time. */
export const launchTemplatePinned = defineRule({
    id: "P06",
    name: "launch-template-pinned",
    description: "Groups must start a numbered version of a launch template.",
    severity: "high",
    equivalents: ["CKV_AWS_315"],
    why: "With $Latest a new version starts no instance refresh, so old and new servers mix, and there is nothing to roll back to.",
    remediation: "Set launchTemplate.version to the latestVersion output of the launch template.",
    parameters: {},
    resource: {
        kinds: ["Auto Scaling group"],
        check(subject, _parameters, findings) {
            const { label, props } = subject;
            const mixed = () => at(props, "mixedInstancesPolicy", "launchTemplate");
            const overrides = elements(() => at(mixed(), "overrides"));
            findings.require(
                subject,
                `The ${label} must use a numbered version of a launch template.`,
                all(
                    () => !isSet(() => props.launchConfiguration),
                    any(
                        isNumbered(() => props.launchTemplate),
                        isNumbered(() => at(mixed(), "launchTemplateSpecification")),
                    ),
                    ...overrides.map((read) => {
                        const own = () => at(read(), "launchTemplateSpecification");
                        return any(() => own() === undefined, isNumbered(own));
                    }),
                ),
            );
        },
    },
});

/** A version that is not known yet is an output of the template; the forbidden ones are literals and would be known. */
function isNumbered(specification: Reader): Condition {
    return () => {
        const found = specification();
        return isUnknown(() => at(found, "version")) || /^[1-9]\d*$/.test(String(at(found, "version")));
    };
}
