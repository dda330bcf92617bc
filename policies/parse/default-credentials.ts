import { shellCommands } from "./shell-commands";

/** Logins that vendors ship: the Ant Media account of images, and the first login of dashboards. */
const defaultLogins: readonly RegExp[] = [
    /\bJamesBond\b/i,
    /(?<![\w/.-])admin\/admin(?![\w/-]|\.\w)/i,
    /(?<![\w.-])admin:admin(?![\w-])/i,
    /(?<![a-z])(?:password|passwd|pwd|pass)\\?["']?(?:[ \t]*[:=][ \t]*|[ \t]+)\\?["']?admin(?![\w.@-])/i,
    /[ \t]-u[ \t]*["']?admin["']?[ \t]+-p[ \t]*["']?admin(?!\w)/i,
];

/** Names of passwords and keys, but not of what only tells where one is kept. */
const credentialName =
    /^(?!.*(?:id|arn|name|path)$).*(?:password|passwd|passphrase|secret|token$|(?:jwt|sign|signing|private|api|auth|encryption)[-_.]?key$)|^(?:.*[-_.])?(?:pass|pwd)$/i;

const sum = /\b(?:md5|sha\d+)(?:sum)?\b|\bshasum\b/i;

/**
 * `NAME=value` and `"name": "value"`, options with their value, and `KEY="$(command)"` as one value. A name behind a dollar
 * sign is only read.
 */
const assignment =
    /(?<![$\w.{-])(?<name>[\w.-]+)(?:\\?["']?[ \t]*[:=][ \t]*|[ \t]+(?<=(?<![\w.-])--[\w.-]+[ \t]+))(?<value>\\?"?\$\((?:[^()\n]|\([^()\n]*\))*\)|"?`[^`\n]*`|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\\?["']?[^\s"'`;&|)]*)/g;

/** True for a text with a login in it that everybody knows. */
export function holdsDefaultLogin(text: string): boolean {
    return defaultLogins.some((pattern) => pattern.test(shellCommands(text)));
}

/**
 * True for a script that makes a password or a key of the instance id, which is no secret: it stands in logs, in DNS names and
 * in the console. Follows the id through variables.
 */
export function derivesCredential(script: string): boolean {
    const commands = shellCommands(script);
    const variables = new Set<string>();
    const holdsId = (text: string) =>
        /instance[-_]?id/i.test(text) || [...text.matchAll(/\$\{?(\w+)/g)].some(([, name = ""]) => variables.has(name));
    for (const { groups: { name = "", value = "" } = {} } of commands.matchAll(assignment)) {
        if (!holdsId(value)) continue;
        if (credentialName.test(name) || (/key$/i.test(name) && sum.test(value))) return true;
        variables.add(name);
    }
    return commands.split("\n").some((line) => /\b(?:ch|ht)passwd\b/.test(line) && holdsId(line));
}
