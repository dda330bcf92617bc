import type { ConfigIssue } from "../issues";
import { HIDDEN_SECRET } from "../values";
import type { Check } from "./check";

export const databaseIsNewOrGiven: Check = ({ database }) => {
    if (!database) return [];
    const { uri, unencrypted, ...own } = database;
    const issues: ConfigIssue[] = [];
    for (const [key, value] of Object.entries(own)) {
        if (uri !== undefined && value !== undefined)
            issues.push({
                key: `database.${key}`,
                text: "belongs to a new database; leave it out beside database.uri.",
            });
    }
    if (uri === undefined) {
        for (const key of ["members", "instanceType", "image", "disk", "backup"] as const) {
            if (own[key] === undefined)
                issues.push({ key: `database.${key}`, text: "is missing; a new database needs it." });
        }
        if (unencrypted)
            issues.push({
                key: "database.unencrypted",
                text: "is for an existing database, beside database.uri; leave it out.",
            });
    }
    return issues;
};

/** Whoever may read the stack file, or the state of the stack, must not be able to log in. */
export const connectionStringIsSecret: Check = ({ database }, { isSecret }) =>
    database?.uri !== undefined && !isSecret("database")
        ? [
              {
                  key: "database.uri",
                  text: "is plain text; it must be a secret: pulumi config set --secret --path database.uri",
              },
          ]
        : [];

export const connectionIsEncrypted: Check = ({ database }) => {
    const { uri, unencrypted } = database ?? {};
    if (uri === undefined || uri === HIDDEN_SECRET || unencrypted || asksForTls(uri)) return [];
    return [
        {
            key: "database.uri",
            text: "asks for no TLS; add tls=true to it, or set database.unencrypted to true to send logins in the open.",
        },
    ];
};

/** DocumentDB knows no retryable writes, and Ant Media reaches it without TLS only. */
export const documentDbIsReachable: Check = ({ database }) => {
    const { uri } = database ?? {};
    if (uri === undefined || !/\.docdb\.amazonaws\.com/.test(uri)) return [];
    const missing = ["retryWrites=false", "replicaSet=rs0"].filter((option) => !optionsOf(uri).includes(option));
    return missing.length > 0
        ? [{ key: "database.uri", text: `leads to DocumentDB; it must hold ${missing.join(" and ")}.` }]
        : [];
};

/** `mongodb+srv` brings TLS with it; the mode script of Ant Media knows no `rediss`. */
function asksForTls(uri: string): boolean {
    const options = optionsOf(uri);
    if (options.includes("tls=false") || options.includes("ssl=false")) return false;
    return uri.startsWith("mongodb+srv://") || options.includes("tls=true") || options.includes("ssl=true");
}

function optionsOf(uri: string): string[] {
    return (uri.split("?")[1] ?? "").split("&");
}
