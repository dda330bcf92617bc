import { any, not, of, settle } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, known } from "../../properties";
import { groupOfPart } from "../../relations/group-parts";
import { profileOf } from "../../roles";

/** P59. Servers that refuse sessions stop getting busier, so the load never reaches a target above that limit. */
export const scalingTargetBelowAdmissionLimit = defineRule<{ admissionLimit: number }>({
    id: "P59",
    name: "scaling-target-below-admission-limit",
    area: "scaling",
    description: "Scaling must add servers before the running ones refuse sessions.",
    severity: "high",
    equivalents: [],
    why: "Ant Media refuses new publishers and players above 75 % CPU, so a group that aims higher turns viewers away and never grows.",
    remediation: "Lower targetTrackingConfiguration.targetValue, to 60 for example.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html",
    messages: { target: "The {label} must aim below the load at which servers refuse new media sessions." },
    parameters: {
        admissionLimit: {
            type: "integer",
            minimum: 1,
            maximum: 100,
            default: 75,
            description: "CPU load at which servers refuse sessions, in percent.",
        },
    },
    stack: {
        kinds: ["scaling policy"],
        check:
            (stack, { admissionLimit }, findings) =>
            (policy) => {
                const tracking = (...path: string[]) => at(policy.props, "targetTrackingConfiguration", ...path);
                const tracksCpu = () =>
                    tracking("predefinedMetricSpecification", "predefinedMetricType") === "ASGAverageCPUUtilization";
                const isAntMedia = () =>
                    any(
                        ...stack
                            .referents(policy, groupOfPart)
                            .map((group) => of(group, () => profileOf(group) === "ant-media")),
                    )();
                if (known(tracksCpu) === false || settle(isAntMedia) === false) {
                    return findings.notApplicable("The stack has no policy that follows the CPU of Ant Media servers.");
                }
                const isBelow = () => Number(tracking("targetValue")) < admissionLimit;
                findings.require(policy, "target", any(not(tracksCpu), not(isAntMedia), isBelow));
            },
    },
});
