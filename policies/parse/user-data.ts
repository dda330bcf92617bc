import { gunzipSync } from "node:zlib";
import type { Subject } from "../subject";

/**
 * The script that a launch template, a launch configuration or an instance starts with, decoded; undefined without one.
 *
 * @throws UnknownValueError when it is not known yet
 */
export function userDataOf({ kind, props }: Pick<Subject, "kind" | "props">): string | undefined {
    const encoded = kind === "launch template" ? props.userData : props.userDataBase64;
    if (encoded !== undefined && encoded !== null && encoded !== "") return decoded(String(encoded));
    // Instances and launch configurations take plain text as well.
    const plain = kind === "launch template" ? undefined : props.userData;
    return plain === undefined || plain === null || plain === "" ? undefined : String(plain);
}

/** First bytes of everything that gzip makes. */
const GZIP = Buffer.from([0x1f, 0x8b]);

function decoded(base64: string): string {
    const bytes = Buffer.from(base64, "base64");
    if (!bytes.subarray(0, GZIP.length).equals(GZIP)) return bytes.toString("utf8");
    try {
        return gunzipSync(bytes).toString("utf8");
    } catch {
        // Damaged: nothing in it would run, and what it looks like is all there is to judge.
        return bytes.toString("utf8");
    }
}
