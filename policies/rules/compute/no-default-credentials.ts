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
                    ...tagsOf(subject).map((read) => holdLogin(read, forbiddenTags)),
                ),
            );
        },
    },
});

/** Tags of the resource itself, and in launch templates of what the servers consist of. */
function tagsOf({ props }: Subject): Reader[] {
    const specified = elements(() => props.tagSpecifications).map((read) => () => at(read(), "tags"));
    return [() => props.tags, () => props.tagsAll, ...specified];
}

function holdLogin(tags: Reader, forbiddenTags: readonly string[]): Condition {
    const isLogin = (key: Reader, value: Reader) =>
        any(
            () => forbiddenTags.includes(String(key())),
            () => holdsDefaultLogin(String(value())),
        );
    return () => {
        const found = tags();
        // Auto Scaling groups have a list of them.
        const parts = Array.isArray(found)
            ? elements(() => found).map((read) =>
                  isLogin(
                      () => at(read(), "key"),
                      () => at(read(), "value"),
                  ),
              )
            : keysOf(found).map((key) =>
                  isLogin(
                      () => key,
                      () => at(found, key),
                  ),
              );
        return any(...parts)();
    };
}

/** The provider keeps notes of its own under `__`. */
function keysOf(tags: unknown): string[] {
    return isProperties(tags) ? Object.keys(tags).filter((key) => !key.startsWith("__")) : [];
}
