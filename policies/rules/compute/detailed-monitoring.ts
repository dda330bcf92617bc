import { any, not } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, isTrue } from "../../properties";
import { GroupParts } from "../../relations/group-parts";
import { launchTemplatesOf } from "../../relations/launch-templates";
import { Users } from "../../relations/users";

/** P25. Scaling that sees figures every five minutes answers a rush of viewers five minutes late. */
export const detailedMonitoring = defineRule({
    id: "P25",
    name: "detailed-monitoring",
    area: "compute",
    description: "Servers of groups with a scaling policy must report their figures every minute.",
    severity: "low",
    equivalents: ["CKV_AWS_126", "EC28", "AG:ec2-instance-detailed-monitoring-enabled"],
    why: "With basic monitoring scaling acts on figures that are up to five minutes old.",
    remediation: "Set monitoring.enabled of the launch template to true.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/enable-as-instance-metrics.html",
    messages: { minute: "The {label} must use detailed monitoring, because scaling reads it every minute." },
    parameters: {},
    resource: {
        kinds: ["launch template"],
        check: (_subject, _parameters, findings) =>
            findings.notApplicable("Only the stack shows whether a scaling policy reads the figures."),
        // A fix sees no groups; servers of a group without a scaling policy get the finer figures as well.
        fix({ props }, _parameters, changes) {
            const monitoring = changes.within(props, "monitoring");
            if (monitoring) changes.set(monitoring, "enabled", true);
        },
    },
    stack: {
        kinds: ["launch template"],
        check(stack, _parameters, findings) {
            const groups = new Users(stack.ofKind("Auto Scaling group"), (group) => launchTemplatesOf(stack, group));
            const policies = new GroupParts(stack, "scaling policy");
            const isScaled = groups.where((group) => policies.have(group, () => () => true));
            return (template) => {
                const isDetailed = () => isTrue(at(template.props, "monitoring", "enabled"));
                findings.require(template, "minute", any(isDetailed, not(isScaled(template))));
            };
        },
    },
});
