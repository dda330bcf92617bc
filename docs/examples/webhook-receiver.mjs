// Receives the webhooks of a cluster: checks the signature, drops what it knows already, and keeps the list of nodes.
//
//     WEBHOOK_SECRET=… PORT=8443 TLS_CERT=cert.pem TLS_KEY=key.pem node webhook-receiver.mjs
//
// Without TLS_CERT and TLS_KEY it speaks HTTP, to stand behind a proxy that ends TLS. Set OLD_WEBHOOK_SECRET as well while
// you rotate. It keeps everything in memory; an application keeps keys and nodes in its database.
import { createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { fileURLToPath } from "node:url";

/** A request signed longer ago, or later, than this is refused: somebody may have recorded it. In seconds. */
const tolerance = 300;
/** An announcement has about 1 kB. */
const longestBody = 64 * 1024;
/** Announcements that are remembered. Older repetitions are caught by the generation. */
const mostRemembered = 100_000;

/**
 * Tells whether a body comes from somebody who knows one of the secrets.
 *
 * @param {string} header value of X-MC-Signature: `t=<seconds>,v1=<hex>`, with two values during a rotation
 * @param {Buffer} body the bytes as they came; parsing and printing them again would change them
 * @param {readonly string[]} secrets
 * @param {number} now milliseconds since 1970
 */
export function isGenuine(header, body, secrets, now) {
    const fields = header.split(",").map((field) => field.trim().split("="));
    const time = fields.find(([name]) => name === "t")?.[1] ?? "";
    if (!/^\d+$/.test(time) || Math.abs(now / 1000 - Number(time)) > tolerance) return false;

    const given = fields.filter(([name, value]) => name === "v1" && /^[0-9a-f]{64}$/.test(value ?? ""));
    const signatures = given.map(([, value]) => Buffer.from(value, "hex"));
    return secrets.some((secret) => {
        const expected = createHmac("sha256", secret).update(`${time}.`).update(body).digest();
        // Takes the same time wherever the first wrong byte is, so that nobody can guess byte by byte.
        return signatures.some((signature) => timingSafeEqual(signature, expected));
    });
}

/** Announcements that tell what a node is; the others tell of something that failed. */
const states = new Set(["node.created", "node.updated", "node.draining", "node.deleted"]);

/** The instance id can be missing when a node is withdrawn that nobody remembers; its name is always the same. */
function nameOf({ name, instanceId }) {
    return name ?? instanceId;
}

/** The nodes as the announcements tell them, in whatever order they come. */
export class Nodes {
    #last = new Map();

    /** False for what is about the past, or about no state of a node. */
    isNews({ type, generation, occurredAt, node }) {
        if (!states.has(type)) return false;
        const last = this.#last.get(nameOf(node));
        if (last === undefined || generation !== last.generation) return generation > (last?.generation ?? 0);
        // Nothing comes after the end of a generation, and an older announcement may come late from the dead letters.
        return type === "node.deleted" || (last.type !== "node.deleted" && occurredAt >= last.occurredAt);
    }

    apply(announcement) {
        this.#last.set(nameOf(announcement.node), announcement);
    }

    /** Nodes that may get new sessions. */
    serving() {
        const all = [...this.#last.values()];
        return all.filter(({ type }) => type === "node.created" || type === "node.updated").map(({ node }) => node);
    }
}

/**
 * A listener for Node's HTTP servers. `onChange` is called with each announcement that changes a node; when it rejects, the
 * answer is 500 and the announcement comes again.
 *
 * @param {{ secrets: readonly string[], now?: () => number, onChange?: (announcement: any) => unknown }} options
 */
export function createReceiver({ secrets, now = Date.now, onChange = () => {} }) {
    const nodes = new Nodes();
    const seen = new Set();

    async function receive(request) {
        if (request.method !== "POST") return 405;
        const body = await readBody(request);
        if (body === undefined) return 413;
        if (!isGenuine(request.headers["x-mc-signature"] ?? "", body, secrets, now())) return 401;

        const announcement = JSON.parse(body.toString("utf8"));
        if (announcement.version !== 1) return 400;
        // As good as the header Idempotency-Key, and covered by the signature.
        if (seen.has(announcement.id)) return 409;
        if (nodes.isNews(announcement)) {
            await onChange(announcement);
            nodes.apply(announcement);
        }
        // Only now: what failed on the way has to be taken when it comes again.
        seen.add(announcement.id);
        if (seen.size > mostRemembered) seen.delete(seen.values().next().value);
        return 204;
    }

    const listener = (request, response) =>
        receive(request).then(
            (status) => response.writeHead(status).end(),
            () => response.writeHead(500).end(),
        );
    return { listener, nodes };
}

/** The body, or undefined when it is too long. */
async function readBody(request) {
    const parts = [];
    let length = 0;
    for await (const part of request) {
        length += part.length;
        if (length > longestBody) return undefined;
        parts.push(part);
    }
    return Buffer.concat(parts);
}

function main({ WEBHOOK_SECRET, OLD_WEBHOOK_SECRET, PORT = "8443", TLS_CERT, TLS_KEY }) {
    const secrets = [WEBHOOK_SECRET, OLD_WEBHOOK_SECRET].filter(Boolean);
    if (secrets.length === 0) throw new Error("WEBHOOK_SECRET is not set; it must be the text of the signing secret.");
    const { listener } = createReceiver({
        secrets,
        onChange: ({ type, node }) => console.log(`${type} ${node.name} ${node.publicIp ?? node.privateIp ?? ""}`),
    });
    const server =
        TLS_CERT && TLS_KEY
            ? createHttpsServer({ cert: readFileSync(TLS_CERT), key: readFileSync(TLS_KEY) }, listener)
            : createHttpServer(listener);
    server.listen(Number(PORT), () => console.log(`Listening on port ${server.address().port}.`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.env);
