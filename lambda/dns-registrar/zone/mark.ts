/** Who owns a name: the TXT value beside every address record. */
export interface Mark {
    /** Owner id of the registrar, 8 hex digits. */
    readonly owner: string;
    /** Group of the node, 8 hex digits. See `groupId`. */
    readonly group: string;
    /** When the name was published, in seconds since 1970. */
    readonly createdAt: number;
}

const pattern = /^"mc1;o=([0-9a-f]{8});g=([0-9a-f]{8});t=([0-9a-f]{8})"$/;

/** The TXT value of a mark with its quotes, always 38 characters: `"mc1;o=3cc518fd;g=74dbec17;t=6acf4e4b"`. */
export function formatMark({ owner, group, createdAt }: Mark): string {
    return `"mc1;o=${owner};g=${group};t=${createdAt.toString(16).padStart(8, "0")}"`;
}

/** Reads a TXT value. Anything but the exact format is no mark, so a name that carries it is left alone. */
export function parseMark(value: string): Mark | undefined {
    const [, owner, group, createdAt] = pattern.exec(value) ?? [];
    if (owner === undefined || group === undefined || createdAt === undefined) return undefined;
    return { owner, group, createdAt: Number.parseInt(createdAt, 16) };
}
