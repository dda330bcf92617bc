import { Agent, request as httpsRequest } from "node:https";
import type { Delivery } from "./delivery";

/** What counts of an answer. */
export interface Answer {
    readonly status: number;
    /** The header `Retry-After` as it came. */
    readonly retryAfter: string | undefined;
}

/** Bounds of one request. */
export interface PostLimits {
    /** Milliseconds until the TLS connection stands, name resolution included. */
    readonly connect: number;
    /** Milliseconds for everything. */
    readonly total: number;
    /** Bytes of the answer's body that are read, and thrown away. */
    readonly answerBytes: number;
}

export const webhookLimits: PostLimits = { connect: 2000, total: 5000, answerBytes: 64 * 1024 };

/** No answer came. The message says why and shows nothing of the request. */
export class DeliveryFault extends Error {
    override readonly name = "DeliveryFault";
}

/**
 * Connections are not kept: between two invocations the function is frozen, and the next request on an old connection would
 * fail for no fault of the receiver.
 */
const oneRequestEach = new Agent({ keepAlive: false });

/**
 * Posts over HTTPS, once, without following redirects.
 *
 * The status decides as soon as it is there: a body that is too long, too slow or cut off changes nothing, because nobody reads
 * it. `fetch` is not used because it has no limit for connecting.
 *
 * @throws DeliveryFault when there is no status within the limits.
 */
export function post(
    url: URL,
    { headers, body }: Delivery,
    { limits = webhookLimits, agent = oneRequestEach }: { limits?: PostLimits; agent?: Agent } = {},
): Promise<Answer> {
    return new Promise((resolve, reject) => {
        let answer: Answer | undefined;
        let fault: Error = new DeliveryFault("The connection was closed without an answer.");
        const request = httpsRequest(url, {
            method: "POST",
            agent,
            headers: { ...headers, "Content-Length": Buffer.byteLength(body) },
        });
        const stopAfter = (milliseconds: number, what: string) =>
            setTimeout(() => request.destroy(new DeliveryFault(`${what} within ${milliseconds} ms.`)), milliseconds);
        const connecting = stopAfter(limits.connect, "No connection");
        const answering = stopAfter(limits.total, "No answer");

        request.once("socket", (socket) => socket.once("secureConnect", () => clearTimeout(connecting)));
        request.once("response", (response) => {
            answer = { status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] };
            let read = 0;
            response.on("data", (part: Buffer) => {
                read += part.length;
                if (read >= limits.answerBytes) request.destroy();
            });
            // A body that is cut off is reported here as well; the status stands.
            response.on("error", () => request.destroy());
        });
        request.on("error", (error) => {
            fault = error instanceof DeliveryFault ? error : new DeliveryFault(describe(error), { cause: error });
        });
        request.once("close", () => {
            clearTimeout(connecting);
            clearTimeout(answering);
            if (answer) resolve(answer);
            else reject(fault);
        });
        request.end(body);
    });
}

/** Codes such as ECONNREFUSED or CERT_HAS_EXPIRED say it all. */
function describe(error: NodeJS.ErrnoException): string {
    return `The request failed: ${error.code ?? error.message}.`;
}
