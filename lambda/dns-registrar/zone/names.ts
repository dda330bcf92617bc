import { createHash } from "node:crypto";

/** A domain of at least two labels, with or without a trailing dot. */
export const nodeDomainPattern =
    /^(?=.{3,240}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.?$/i;

const labelPattern = /^m-[0-9a-f]{12}$/;

/** Lowest label the registrar can give: where a listing of its names starts. */
export const firstLabel = "m-000000000000";

/** How the labels of all nodes start. */
export const labelPrefix = "m-";

/**
 * Label of a node: `m-` and 12 hex digits of the hash of its instance id.
 *
 * The id itself is not published, because some media servers use it as their first password.
 */
export function nodeLabel(instanceId: string): string {
    return `${labelPrefix}${sha256(instanceId).slice(0, 12)}`;
}

/** The 8 hex digits by which an ownership mark names an Auto Scaling group. */
export function groupId(groupName: string): string {
    return sha256(groupName).slice(0, 8);
}

/** The label of a node's name, or undefined for names that are not one label of our shape below the domain. */
export function labelOf(name: string, domain: string): string | undefined {
    const child = childLabel(name, domain);
    return child !== undefined && labelPattern.test(child) && normaliseName(name) === `${child}.${domain}`
        ? child
        : undefined;
}

/** The label directly below the domain on the way to the name, or undefined for the domain itself and names outside. */
export function childLabel(name: string, domain: string): string | undefined {
    const normal = normaliseName(name);
    return normal.endsWith(`.${domain}`)
        ? normal
              .slice(0, -domain.length - 1)
              .split(".")
              .at(-1)
        : undefined;
}

/**
 * A name as it is compared: lower case, no trailing dot, octal escapes decoded (Route 53 lists `*` as `\052`).
 *
 * An escaped dot or backslash stays escaped: decoded it would turn one label into two.
 */
export function normaliseName(name: string): string {
    const decoded = name.replace(/\\([0-3][0-7]{2})/g, (escaped, digits: string) => {
        const character = String.fromCharCode(Number.parseInt(digits, 8));
        return character === "." || character === "\\" ? escaped : character;
    });
    return decoded.toLowerCase().replace(/\.$/, "");
}

function sha256(text: string): string {
    return createHash("sha256").update(text).digest("hex");
}
