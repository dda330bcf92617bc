import { nodeDomainPattern } from "./zone/names";

/** Which address of an instance its record shows. */
export type AddressKind = "public" | "private";

/** What the registrar is told by its environment. The program sets the variables. */
export interface Settings {
    /** `ZONE_ID`: hosted zone that holds the node names, e.g. `Z0EXAMPLENODES7`. */
    readonly zoneId: string;
    /** `NODE_DOMAIN`: domain the nodes get one label below of, in lower case without a trailing dot. */
    readonly nodeDomain: string;
    /** `RECORD_TTL`: seconds, 1 to 300. Default 60. Applies to new records; a delete uses the TTL that stands in the zone. */
    readonly ttl: number;
    /** `OWNER_ID`: 8 hex digits in every ownership mark, and the value of the tag `media:registrar` on served groups. */
    readonly ownerId: string;
    /** `ADDRESS`: `public` or `private`. */
    readonly address: AddressKind;
    /** `CLUSTER`: name of the cluster in logs, metrics and announcements. */
    readonly cluster: string;
    /** `TABLE_NAME`: DynamoDB table of the lease and of what is remembered about nodes. */
    readonly tableName: string;
    /** `ANNOUNCEMENTS_QUEUE_URL`: queue of the notifier. Without it nobody is told of nodes. */
    readonly announcementsQueueUrl?: string;
    /** `AWS_REGION`: Region of the cluster; the runtime sets it. */
    readonly region: string;
}

/** The environment cannot be used; the message lists every variable that is wrong. */
export class SettingsError extends Error {
    override readonly name = "SettingsError";
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the environment, once at start, so that a wrong value stops the function before it touches a zone.
 *
 * Checked by hand: a schema library would be a tenth of the bundle, and the bundle's size is start-up time.
 */
export function readSettings(environment: Environment): Settings {
    const problems: string[] = [];
    const read = (key: string, allowed: string, accepts: (value: string) => boolean, fallback = ""): string => {
        const given = environment[key]?.trim() ?? "";
        const value = given === "" ? fallback : given;
        if (value === "") problems.push(`${key} is not set; it must be ${allowed}.`);
        else if (!accepts(value)) problems.push(`${key} is "${value}"; it must be ${allowed}.`);
        return value;
    };

    const zoneId = read("ZONE_ID", "the id of a hosted zone, such as Z0EXAMPLENODES7", (id) =>
        /^Z[A-Z0-9]{1,31}$/.test(id),
    );
    const domain = read("NODE_DOMAIN", "a domain name, such as nodes.example.com", (name) =>
        nodeDomainPattern.test(name),
    );
    const ttl = read("RECORD_TTL", "a whole number of seconds from 1 to 300", isTtl, "60");
    const ownerId = read("OWNER_ID", "8 hex digits in lower case", (id) => /^[0-9a-f]{8}$/.test(id));
    const address = read("ADDRESS", 'either "public" or "private"', isAddressKind);
    const cluster = read("CLUSTER", "the name of the cluster", () => true);
    const tableName = read("TABLE_NAME", "the name of a DynamoDB table", (name) =>
        /^[a-zA-Z0-9_.-]{3,255}$/.test(name),
    );
    const region = read("AWS_REGION", "the name of a Region", () => true);
    const queueUrl = environment.ANNOUNCEMENTS_QUEUE_URL?.trim() ?? "";
    if (queueUrl !== "" && !/^https?:\/\/.+\.fifo$/.test(queueUrl)) {
        problems.push(`ANNOUNCEMENTS_QUEUE_URL is "${queueUrl}"; it must be the URL of a FIFO queue, or not set.`);
    }

    if (problems.length > 0 || !isAddressKind(address)) {
        throw new SettingsError(`The DNS registrar cannot start. ${problems.join(" ")}`);
    }
    const nodeDomain = domain.toLowerCase().replace(/\.$/, "");
    return {
        zoneId,
        nodeDomain,
        ttl: Number(ttl),
        ownerId,
        address,
        cluster,
        tableName,
        region,
        ...(queueUrl !== "" && { announcementsQueueUrl: queueUrl }),
    };
}

function isTtl(text: string): boolean {
    return /^[0-9]{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 300;
}

function isAddressKind(text: string): text is AddressKind {
    return text === "public" || text === "private";
}
