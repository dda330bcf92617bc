import { gunzipSync } from "node:zlib";
import type { Subject } from "../subject";
import { withoutCloudConfig } from "./cloud-config";

/**
 * What a launch template, a launch configuration or an instance starts with, decoded: a script, or what a cloud-init document
 * makes it read and run; undefined without user data.
 *
 * @throws UnknownValueError when it is not known yet
 */
export function userDataOf({ kind, props }: Pick<Subject, "kind" | "props">): string | undefined {
    const encoded = kind === "launch template" ? props.userData : props.userDataBase64;
    if (isGiven(encoded)) return withoutCloudConfig(decoded(encoded));
    // Instances and launch configurations take plain text as well; that of a launch template is empty here.
    return isGiven(props.userData) ? withoutCloudConfig(props.userData) : undefined;
}

function isGiven(text: unknown): text is string {
    return typeof text === "string" && text !== "";
}

/** What is not packed with gzip, or is damaged, is judged by what it looks like. */
function decoded(base64: string): string {
    const bytes = Buffer.from(base64, "base64");
    try {
        return gunzipSync(bytes).toString("utf8");
    } catch {
        return bytes.toString("utf8");
    }
}
