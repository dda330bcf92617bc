import { defineRule } from "../../define-rule";
import type { Kind } from "../../kinds";
import { profiles as allProfiles, roles as allRoles, roleOf, tagOf } from "../../roles";

interface Vocabulary {
    roles: string[];
    profiles: string[];
}

/** The same lists, in which a tag is looked for that may be absent. */
type Listed = Readonly<Record<keyof Vocabulary, readonly (string | undefined)[]>>;

/** Kinds whose rules depend on the kind of cluster as well. */
const profiledKinds: readonly Kind[] = [
    "Auto Scaling group",
    "load balancer",
    "classic load balancer",
    "security group",
    "default security group",
];

/** P70. Rules ask for the role; what names none would slip through them. */
export const roleTagPresent = defineRule<Vocabulary>({
    id: "P70",
    name: "role-tag-present",
    area: "pack",
    description: "Resources must name the role that they play in the cluster, and its profile, in their tags.",
    severity: "high",
    equivalents: [],
    why: "Rules treat an edge server and a database differently, and leave alone what they cannot tell apart.",
    remediation: "Set the tag media:role, and media:profile on groups and balancers, to one of the listed values.",
    link: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
    messages: {
        role: "The {label} must say which role it plays in the cluster.",
        profile: "The {label} must say which profile of cluster it belongs to.",
    },
    parameters: {
        roles: {
            type: "array",
            items: { type: "string", minLength: 1 },
            minItems: 1,
            default: [...allRoles],
            description: "Values of the tag media:role.",
        },
        profiles: {
            type: "array",
            items: { type: "string", minLength: 1 },
            minItems: 1,
            default: [...allProfiles],
            description: "Values of the tag media:profile.",
        },
    },
    resource: {
        kinds: [
            ...profiledKinds,
            "launch template",
            "instance",
            "target group",
            "subnet",
            "function",
            "topic",
            "queue",
            "bucket",
        ],
        check(subject, vocabulary, findings) {
            const { roles, profiles }: Listed = vocabulary;
            findings.require(subject, "role", () => roles.includes(roleOf(subject)));
            if (!profiledKinds.includes(subject.kind)) return;
            findings.require(subject, "profile", () => profiles.includes(tagOf(subject, "media:profile")));
        },
    },
});
