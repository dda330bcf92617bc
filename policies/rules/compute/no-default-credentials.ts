import { any, type Condition } from "../../condition";
import { defineRule } from "../../define-rule";
import { derivesCredential, holdsDefaultLogin } from "../../parse/default-credentials";
import { userDataOf } from "../../parse/user-data";
import { at, elements, isProperties, type Reader } from "../../properties";
import type { Subject } from "../../subject";

/** P67. The first login decides who owns a server, and bots try those that everybody knows. */
export const noDefaultCredentials = defineRule<{ forbiddenTags: string[] }>({
    id: "P67",
    name: "no-default-credentials",
    area: "compute",
    description: "Servers must not start with a login that others know or can work out.",
    severity: "critical",
    equivalents: [],
    why: "Vendor logins, instance ids and tags are known to many; whoever logs in first owns the server's streams.",
    remediation: "Make the first login from a random secret that the server reads by its role at boot.",
    link: "https://antmedia.io/docs/guides/clustering-and-scaling/aws/clustering-with-aws/",
    messages: { credentials: "The {label} must not rely on default or derived credentials." },
    parameters: {
        forbiddenTags: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: ["web-panel-login-email", "web-panel-login-password"],
            description: "Tags by which images take a login.",
        },
    },
    resource: {
        kinds: ["launch template", "launch configuration", "instance", "spot instance request", "Auto Scaling group"],
        check(subject, { forbiddenTags }, findings) {
            const script = () => userDataOf(subject) ?? "";
            findings.forbid(
                subject,
                "credentials",
                any(
                    () => holdsDefaultLogin(script()) || derivesCredential(script()),
                    ...tagMaps(subject).map((read) => holdsLogin(read, forbiddenTags)),
                    ...groupTags(subject).map((read) => isLogin(read, forbiddenTags)),
                ),
            );
        },
    },
});

/** Tags of the resource itself, and in launch templates of what the servers consist of. */
function tagMaps({ kind, props }: Subject): Reader[] {
    if (kind === "Auto Scaling group") return [];
    const specified = elements(() => props.tagSpecifications).map((read) => () => at(read(), "tags"));
    return [() => props.tags, () => props.tagsAll, ...specified];
}

function groupTags({ kind, props }: Subject): Reader[] {
    return kind === "Auto Scaling group" ? elements(() => props.tags) : [];
}

function holdsLogin(tags: Reader, forbiddenTags: readonly string[]): Condition {
    return () => {
        const map = tags();
        if (!isProperties(map)) return false;
        const keys = Object.keys(map).filter((key) => !key.startsWith("__"));
        return any(
            () => keys.some((key) => forbiddenTags.includes(key)),
            ...keys.map((key) => () => holdsDefaultLogin(String(map[key]))),
        )();
    };
}

function isLogin(tag: Reader, forbiddenTags: readonly string[]): Condition {
    return any(
        () => forbiddenTags.includes(String(at(tag(), "key"))),
        () => holdsDefaultLogin(String(at(tag(), "value"))),
    );
}
