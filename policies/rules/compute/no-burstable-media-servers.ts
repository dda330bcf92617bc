import { all, any, type Condition } from "../../condition";
import { defineRule } from "../../define-rule";
import { type InstanceChoice, instanceChoices } from "../../parse/instance-choices";
import { admitsFamily, namesFamily } from "../../parse/instance-families";
import { at } from "../../properties";
import { mediaRoles, roleOf } from "../../roles";

/** P26. A media server works without a pause, which is what burstable instances are not made for. */
export const noBurstableMediaServers = defineRule<{ families: string[] }>({
    id: "P26",
    name: "no-burstable-media-servers",
    area: "compute",
    description: "Media servers must not run on instances that earn their speed while they are idle.",
    severity: "medium",
    equivalents: [],
    why: "Once its credits are spent a burstable server falls to a fraction of its speed, and its streams stutter.",
    remediation: "Choose an instance type of a family with full speed at all times, such as c7i or c7g.",
    link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html",
    messages: { burstable: "The {label} must not use burstable instances for media." },
    parameters: {
        families: {
            type: "array",
            items: { type: "string", pattern: "^[a-z0-9-]+$" },
            default: ["t2", "t3", "t3a", "t4g"],
            description: "Burstable families, the text before the dot.",
        },
    },
    resource: {
        kinds: [
            "launch template",
            "instance",
            "spot instance request",
            "Auto Scaling group",
            "instance fleet",
            "spot fleet request",
        ],
        check(subject, { families }, findings) {
            if (!mediaRoles.includes(String(roleOf(subject)))) {
                return findings.notApplicable("The servers carry no media.");
            }
            const mayBurst = instanceChoices(subject).flatMap((choice) => [
                namesFamily(choice, families),
                all(asksForBurstable(choice), admitsFamily(choice, families)),
            ]);
            findings.forbid(subject, "burstable", any(...mayBurst));
        },
    },
});

/** Requirements leave burstable types out unless they ask for them. */
function asksForBurstable({ requirements }: InstanceChoice): Condition {
    return () => ["included", "required"].includes(String(at(requirements(), "burstablePerformance")));
}
