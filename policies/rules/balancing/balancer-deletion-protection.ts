import { all, not } from "../../condition";
import { defineRule } from "../../define-rule";
import { isTrue } from "../../properties";

/** P42. A deleted balancer takes the address of the service with it. */
export const balancerDeletionProtection = defineRule<{ expected: boolean }>({
    id: "P42",
    name: "balancer-deletion-protection",
    area: "balancing",
    description: "Load balancers must be protected from deletion in production, and only there.",
    severity: "medium",
    equivalents: ["CKV_AWS_150", "NIST:ELBDeletionProtectionEnabled", "AG:elb-deletion-protection-enabled"],
    why: "One mistaken update can delete the balancer and cut off every client; in development protection blocks clean-up.",
    remediation: "Set enableDeletionProtection to what the stack needs, and the option protect in production only.",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
    messages: {
        protected: "The {label} must be protected from deletion in production stacks.",
        deletable: "The {label} must be deletable in development stacks.",
    },
    parameters: {
        expected: {
            type: "boolean",
            default: true,
            description: "Whether balancers must be protected: true in production, false in development.",
        },
    },
    resource: {
        kinds: ["load balancer"],
        check(subject, { expected }, findings) {
            const isProtected = () => isTrue(subject.props.enableDeletionProtection);
            if (expected) findings.require(subject, "protected", isProtected);
            else
                findings.require(
                    subject,
                    "deletable",
                    all(() => !subject.options.protect, not(isProtected)),
                );
        },
        fix({ props }, { expected }, changes) {
            changes.set(props, "enableDeletionProtection", expected, (present) => isTrue(present) === expected);
        },
    },
});
