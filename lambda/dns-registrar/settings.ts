import { type Environment, EnvironmentReader } from "../environment";
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

/** Reads and checks the environment, once at start, so that a wrong value stops the function before it touches a zone. */
export function readSettings(environment: Environment): Settings {
    const reader = new EnvironmentReader(environment);
    const zoneId = reader.read("ZONE_ID", "the id of a hosted zone, such as Z0EXAMPLENODES7", (id) =>
        /^Z[A-Z0-9]{1,31}$/.test(id),
    );
    const domain = reader.read("NODE_DOMAIN", "a domain name, such as nodes.example.com", (name) =>
        nodeDomainPattern.test(name),
    );
    const ttl = reader.read("RECORD_TTL", "a whole number of seconds from 1 to 300", isTtl, "60");
    const ownerId = reader.read("OWNER_ID", "8 hex digits in lower case", (id) => /^[0-9a-f]{8}$/.test(id));
    const address = reader.read("ADDRESS", 'either "public" or "private"', isAddressKind);
    const cluster = reader.read("CLUSTER", "the name of the cluster", () => true);
    const tableName = reader.read("TABLE_NAME", "the name of a DynamoDB table", (name) =>
        /^[a-zA-Z0-9_.-]{3,255}$/.test(name),
    );
    const region = reader.read("AWS_REGION", "the name of a Region", () => true);
    const announcementsQueueUrl = reader.readOptional("ANNOUNCEMENTS_QUEUE_URL", "the URL of a FIFO queue", (url) =>
        /^https?:\/\/.+\.fifo$/.test(url),
    );
    reader.check("The DNS registrar");
    if (!isAddressKind(address)) throw new Error("The environment was accepted with an address of no kind.");
    return {
        zoneId,
        nodeDomain: domain.toLowerCase().replace(/\.$/, ""),
        ttl: Number(ttl),
        ownerId,
        address,
        cluster,
        tableName,
        region,
        ...(announcementsQueueUrl !== undefined && { announcementsQueueUrl }),
    };
}

function isTtl(text: string): boolean {
    return /^[0-9]{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 300;
}

function isAddressKind(text: string): text is AddressKind {
    return text === "public" || text === "private";
}
