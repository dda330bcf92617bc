import { all } from "../../condition";
import { defineRule } from "../../define-rule";
import { at } from "../../properties";

/** P08. A scaler that runs away stops at the maximum of the group, and nowhere else. */
export const capacityBounds = defineRule<{ ceiling: number }>({
    id: "P08",
    name: "capacity-bounds",
    area: "scaling",
    description: "Groups must have sizes in order, and a maximum that bounds what scaling can cost.",
    severity: "high",
    equivalents: [],
    why: "A metric that goes wrong starts servers until the maximum is reached, each of which costs by the second.",
    remediation: "Order minSize, desiredCapacity and maxSize, and keep maxSize at what the largest event needs.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html",
    messages: { sizes: "The {label} must keep its sizes in order and below the ceiling." },
    parameters: {
        ceiling: {
            type: "integer",
            minimum: 1,
            default: 100,
            description: "Largest maxSize that a group may have.",
        },
    },
    resource: {
        kinds: ["Auto Scaling group"],
        check(group, { ceiling }, findings) {
            const size = (name: string) => Number(at(group.props, name));
            const desired = () => at(group.props, "desiredCapacity");
            findings.require(
                group,
                "sizes",
                all(
                    () => size("minSize") <= size("maxSize"),
                    () => desired() === undefined || size("minSize") <= size("desiredCapacity"),
                    () => desired() === undefined || size("desiredCapacity") <= size("maxSize"),
                    () => size("maxSize") <= ceiling,
                ),
            );
        },
    },
});
