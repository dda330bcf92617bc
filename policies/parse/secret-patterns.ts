/** What credentials look like wherever they stand. */
const credentials: readonly RegExp[] = [
    // Access-key ids of users and of sessions.
    /(?<![A-Z0-9])A(KI|SI)A[A-Z0-9]{16}(?![A-Z0-9])/,
    /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----/,
    // A URI with a password that stands in it, and is not filled in by a variable at run time.
    /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:(?!\$)[^\s/@"']+@/i,
];

const secretName = /password|secret|token/i;

/** `NAME=value` of scripts, `name: value` of YAML and `"name":"value"` of JSON. A name behind a dollar sign is only read. */
const assignment =
    /(?<![$\w.-])(?<name>[\w.-]+)(?:["']?[ \t]*:?=[ \t]*|["']?[ \t]*:[ \t]+|["'][ \t]*:)["']?(?<value>[^\s"';,=]+)/g;

/** How values begin that a script or a template reads at run time. */
const readLater = /^(?:[$<{[(`]|process\.env\b|os\.environ\b)/;

/** True for a text with a credential in it: an access-key id, a private key, or a URI with a password. */
export function holdsCredential(text: string): boolean {
    return credentials.some((pattern) => pattern.test(text));
}

/** True for a text that assigns a literal to a name that says secret. */
export function assignsSecret(text: string): boolean {
    return [...text.matchAll(assignment)].some(
        ({ groups: { name = "", value = "" } = {} }) => !readLater.test(value) && isSecretLiteral(name, value),
    );
}

/**
 * True for a value under a name that says secret, unless the value only tells where the secret is kept (an ARN or the path of
 * a parameter), is a switch, or counts seconds.
 */
export function isSecretLiteral(name: string, value: string): boolean {
    if (!secretName.test(name) || value === "") return false;
    const isReference = /^arn:aws[a-z-]*:/.test(value) || /^(\/[\w.-]+)+$/.test(value);
    const isSwitch = /^(true|false)$/i.test(value);
    const isTime = /seconds$/i.test(name) && /^\d+$/.test(value);
    return !isReference && !isSwitch && !isTime;
}
