import { type PolicyStatement, policyStatements } from "./policy-document";

/** What requests do to the messages of a queue or topic, or to the files of a bucket. */
export const dataActions = {
    queue: ["sqs:SendMessage", "sqs:ReceiveMessage"],
    topic: ["sns:Publish"],
    bucket: ["s3:GetObject", "s3:PutObject"],
} as const;

/**
 * True when the policy of a resource denies everybody these actions over anything but TLS. False for a document that cannot
 * be read.
 *
 * @param resource what a resource of the denial must look like to cover what the actions are about
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
 */
export function isTlsOnly(document: unknown, actions: readonly string[], resource = /^/): boolean {
    const denials = (policyStatements(document) ?? [])
        .filter(deniesPlainRequests)
        // A policy may leave out the one resource that it belongs to.
        .filter(({ resources }) => resources.length === 0 || resources.some((each) => resource.test(each)));
    return actions.every((action) => denials.some((denial) => denial.actions.some((each) => covers(each, action))));
}

/**
 * True when some statement of the policy lets anybody in, whoever and wherever they are. True for a document that cannot be
 * read, because a rule must not pass for being malformed.
 */
export function isOpenToAnybody(document: unknown): boolean {
    const statements = policyStatements(document);
    return statements === undefined || statements.some(admitsAnybody);
}

/** A second condition would let through what it does not meet, so that there has to be this one alone. */
function deniesPlainRequests({ effect, principals, conditions }: PolicyStatement): boolean {
    const [[operator, keys] = ["", {}], ...others] = Object.entries(conditions);
    const [[key, values] = ["", []], ...more] = Object.entries(keys);
    return (
        effect === "Deny" &&
        principals.some(isAnybody) &&
        ["Bool", "BoolIfExists"].includes(operator) &&
        key.toLowerCase() === "aws:securetransport" &&
        values.join() === "false" &&
        others.length + more.length === 0
    );
}

/** A statement without a principal names those that it does not mean. */
function admitsAnybody({ effect, principals, conditions }: PolicyStatement): boolean {
    const isForAnybody = principals.length === 0 || principals.some(isAnybody);
    return effect === "Allow" && isForAnybody && Object.keys(conditions).length === 0;
}

function isAnybody(principal: string): boolean {
    return principal === "*" || principal === "AWS:*";
}

/** Whether a pattern of a statement, in which `*` stands for any text, includes an action. AWS ignores their case. */
function covers(pattern: string, action: string): boolean {
    const [start = "", ...rest] = pattern.toLowerCase().split("*");
    const wanted = action.toLowerCase();
    return rest.length === 0 ? start === wanted : wanted.startsWith(start) && rest.join("") === "";
}
