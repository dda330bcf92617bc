import { gunzipSync } from "node:zlib";
import { isMap, isSeq, parseDocument } from "yaml";

const header = /^(?:## template: *jinja[^\n]*\n)?#cloud-config\b/;

/** Keys whose entries are commands, in the order in which they run. */
const commandKeys = ["bootcmd", "runcmd"] as const;

/**
 * What a cloud-init document makes a server read and run, as a script would have it: the contents of its files, decoded, and its
 * commands, one a line, after the rest of the document. Any other text, and what is no valid YAML, is given back as it is.
 *
 * Sources: https://cloudinit.readthedocs.io/en/latest/explanation/format.html and the modules write_files, runcmd and bootcmd
 */
export function withoutCloudConfig(userData: string): string {
    if (!header.test(userData)) return userData;
    const document = parseDocument(userData);
    if (document.errors.length > 0 || !isMap(document.contents)) return userData;
    const parts: string[] = [];
    const files = document.get("write_files");
    if (isSeq(files)) {
        for (const file of files.toJS(document) as unknown[]) parts.push(contentOf(file));
        document.delete("write_files");
    }
    for (const key of commandKeys) {
        const commands = document.get(key);
        if (!isSeq(commands)) continue;
        for (const command of commands.toJS(document) as unknown[]) parts.push(commandOf(command));
        document.delete(key);
    }
    return [String(document), ...parts].join("\n");
}

function contentOf(file: unknown): string {
    if (typeof file !== "object" || file === null) return String(file ?? "");
    const { content, encoding = "", ...others } = file as Record<string, unknown>;
    const bytes = content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(String(content ?? ""));
    // A key such as `source` says where the content comes from.
    const rest = Object.entries(others).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    return [...rest, decoded(bytes, String(encoding).toLowerCase())].join("\n");
}

/** What cannot be decoded is judged by what it looks like. */
function decoded(bytes: Buffer, encoding: string): string {
    const plain = /\bb(ase)?64$/.test(encoding) ? Buffer.from(bytes.toString("utf8"), "base64") : bytes;
    if (!/^gz(ip)?\b/.test(encoding)) return plain.toString("utf8");
    try {
        return gunzipSync(plain).toString("utf8");
    } catch {
        return plain.toString("utf8");
    }
}

/** A line for a shell, or words of which no shell makes anything else. */
function commandOf(command: unknown): string {
    if (!Array.isArray(command)) return String(command ?? "");
    return command.map((word) => (/^[\w./=-]+$/.test(String(word)) ? String(word) : JSON.stringify(word))).join(" ");
}
