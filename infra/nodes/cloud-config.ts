import { Document, Scalar, YAMLMap, YAMLSeq } from "yaml";

/** A file that a server has before its set-up runs. Folders above it are made. It belongs to root. */
export interface ServerFile {
    readonly path: string;
    /** Four octal digits. Default: `0644`. */
    readonly permissions?: string;
    readonly content: string;
}

export interface CloudConfig {
    readonly files: readonly ServerFile[];
    /** The one program that runs at the end of the first boot: of several, cloud-init would start the next after a failure. */
    readonly command: string;
}

/**
 * What EC2 takes as user data, in bytes before its base64 encoding.
 *
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
export const USER_DATA_LIMIT = 16_384;

/**
 * User data for cloud-init: files, then one command, at the first boot of an instance only.
 *
 * The text is plain: packed, it would hide from whoever reviews a change, and differ between versions of Node.js, each of
 * which would replace every server.
 *
 * Source: https://cloudinit.readthedocs.io/en/latest/reference/modules.html (write_files, runcmd)
 *
 * @throws Error for more than EC2 takes
 */
export function cloudConfig({ files, command }: CloudConfig): string {
    // PyYAML reads version 1.1, where words such as `yes` need quotes.
    const document = new Document({}, { version: "1.1" });
    const entries = new YAMLSeq();
    for (const file of files) entries.add(entryOf(file));
    document.set("write_files", entries);
    document.set("runcmd", document.createNode([[command]]));
    // Long lines stay as they are, and indentation counts against the limit.
    const text = document.toString({ directives: false, lineWidth: 0, indentSeq: false });
    const userData = `#cloud-config\n${text}`;
    const bytes = Buffer.byteLength(userData);
    if (bytes > USER_DATA_LIMIT) {
        throw new Error(`The user data has ${bytes} bytes; EC2 takes ${USER_DATA_LIMIT}. Shorten the group's setup.`);
    }
    return userData;
}

function entryOf({ path, permissions = "0644", content }: ServerFile): YAMLMap {
    const text = new Scalar(content);
    // A block takes its indentation from its first line.
    text.type = /^\S/.test(content) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
    const mode = new Scalar(permissions);
    // Without quotes it would be a number.
    mode.type = Scalar.QUOTE_SINGLE;
    const entry = new YAMLMap();
    entry.set("path", path);
    entry.set("permissions", mode);
    entry.set("content", text);
    return entry;
}
