import { any, type Condition, NotYetKnown, not, type Outcome } from "../../condition";
import { defineRule } from "../../define-rule";
import { hasSecretWord } from "../../parse/secret-words";
import { isTrue, known } from "../../properties";
import { roleOf } from "../../roles";
import { Referrers, type Relation } from "../../stack";
import type { Subject } from "../../subject";

interface Demands {
    secretWords: readonly string[];
    secretConfigKeys: readonly string[];
    requireRotation: boolean;
}

const secretOfRotation: Relation = { property: "secretId", kinds: ["secret"], identity: "arn" };

/** P57. A secret in a plain place is read by everybody who may look at the account, the state or the screen. */
export const secretsInSecretStores = defineRule<Demands>({
    id: "P57",
    name: "secrets-in-secret-stores",
    area: "data",
    description: "Secrets must be kept in secret stores, change from time to time, and be shown to nobody.",
    severity: "critical",
    equivalents: ["CKV_AWS_149", "CKV_AWS_337", "CKV2_AWS_34", "CKV2_AWS_57", "AWS-0098", "SMG4"],
    why: "Whoever reads the connection string of the database owns every stream, token and user of the cluster.",
    remediation:
        "Make parameters with secrets a SecureString, give secrets a rotation, set secret configuration with `pulumi config set --secret`, and wrap outputs in pulumi.secret.",
    link: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
    messages: {
        parameter: "The {label} must be a SecureString.",
        rotation: "The {label} must be rotated.",
        output: "The {label} must be marked secret.",
        configuration: "The {label} must be set as a secret.",
    },
    parameters: {
        secretWords: {
            type: "array",
            items: { type: "string", pattern: "^[a-z0-9]+$" },
            default: ["password", "secret", "token", "licence", "uri"],
            description: "Words, in lower case, that tell of a parameter's name or role that it holds a secret.",
        },
        secretConfigKeys: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: ["database.uri", "licenceKey"],
            description: "Configuration keys, without the namespace of the project, whose values are secrets.",
        },
        requireRotation: {
            type: "boolean",
            default: false,
            description: "Whether every secret of Secrets Manager needs a rotation.",
        },
    },
    resource: {
        kinds: ["parameter", "configuration value", "stack output"],
        check(subject, { secretWords, secretConfigKeys }, findings) {
            const { kind, name, props } = subject;
            const isSecret = () => isTrue(props.secret);
            switch (kind) {
                case "parameter": {
                    const isSecure = () => props.type === "SecureString";
                    return findings.require(
                        subject,
                        "parameter",
                        any(isSecure, not(holdsSecret(subject, secretWords))),
                    );
                }
                case "configuration value":
                    return findings.require(
                        subject,
                        "configuration",
                        any(isSecret, () => !secretConfigKeys.includes(name)),
                    );
                default:
                    return findings.require(
                        subject,
                        "output",
                        any(isSecret, () => !isTrue(props.holdsSecret)),
                    );
            }
        },
    },
    stack: {
        kinds: ["secret"],
        check(stack, { requireRotation }, findings) {
            const rotations = new Referrers(stack, stack.ofKind("secret rotation"), secretOfRotation);
            const mayBeRotated = anyOf(rotations.unresolved);
            return (secret) => {
                if (!requireRotation) return findings.notApplicable("The configuration asks for no rotation.");
                const isRotated = any(
                    () => rotations.of(secret).some(isOn),
                    () => mayBeRotated,
                );
                findings.require(secret, "rotation", isRotated);
            };
        },
    },
});

/** Whether a parameter's name, logical or in AWS, or its role says that it holds a secret. */
function holdsSecret(parameter: Subject, words: readonly string[]): Condition {
    return any(
        () => hasSecretWord(parameter.name, words),
        () => hasSecretWord(String(parameter.props.name ?? ""), words),
        () => hasSecretWord(roleOf(parameter) ?? "", words),
    );
}

/** A rotation is on unless the program says otherwise. */
function isOn({ props }: Subject): boolean {
    return known(() => props.rotationEnabled) !== false;
}

/** Whether one of these rotations is of a secret, when it is not known yet of which. */
function anyOf(unresolved: readonly Subject[]): Outcome {
    return unresolved.length > 0 && new NotYetKnown(unresolved.map(({ label }) => `secretId of the ${label}`));
}
