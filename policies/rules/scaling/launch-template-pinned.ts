import { all, any, type Condition } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, elements, isSet, isUnknown, type Reader } from "../../properties";

/** P06. A number names one version; $Latest and $Default name whichever it is at the time. */
export const launchTemplatePinned = defineRule({
    id: "P06",
    name: "launch-template-pinned",
    area: "scaling",
    description: "Groups must start a numbered version of a launch template.",
    severity: "high",
    equivalents: ["CKV_AWS_315"],
    why: "With $Latest a new version starts no instance refresh, so old and new servers mix, and there is nothing to roll back to.",
    remediation: "Set launchTemplate.version to the latestVersion output of the launch template.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-templates.html",
    messages: { version: "The {label} must use a numbered version of a launch template." },
    parameters: {},
    resource: {
        kinds: ["Auto Scaling group"],
        check(subject, _parameters, findings) {
            const { props } = subject;
            const mixed = () => at(props, "mixedInstancesPolicy", "launchTemplate");
            const overrides = elements(() => at(mixed(), "overrides"));
            findings.require(
                subject,
                "version",
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
