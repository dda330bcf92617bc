import type { IncomingHttpHeaders } from "node:http";
import { route53Action } from "../aws-servers/route53-api";

/** A request of an AWS client, as it came over the wire. */
export interface AwsRequest {
    readonly method: string;
    /** Path and query. */
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: Buffer;
}

/** How a service writes what it answers. */
export type Dialect = "route53" | "autoscaling" | "ec2" | "sqs" | "dynamodb";

const dialects = ["route53", "autoscaling", "ec2", "sqs", "dynamodb"] as const;

/** Action of the request as the services name it, such as `DescribeInstances`. */
export function actionOf({ method, path, headers, body }: AwsRequest): string {
    const rest = route53Action(method, new URL(path, "http://127.0.0.1"));
    if (rest !== undefined) return rest.action;
    const target = headers["x-amz-target"];
    if (typeof target === "string") return target.split(".").at(-1) ?? "";
    return new URLSearchParams(body.toString()).get("Action") ?? `${method} ${path}`;
}

/** Tells the service by the scope of the signature. */
export function dialectOf({ headers }: AwsRequest): Dialect {
    const [, service] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? "") ?? [];
    return dialects.find((dialect) => dialect === service) ?? "dynamodb";
}

/**
 * The request with a smaller page size than it asks for. Each service names it in its own way; others have no pages, or pages
 * by size, and stay as they are.
 */
export function withPageSize(request: AwsRequest, size: number): AwsRequest {
    if (dialectOf(request) === "route53") {
        const url = new URL(request.path, "http://127.0.0.1");
        if (request.method !== "GET" || !url.searchParams.has("maxitems")) return request;
        url.searchParams.set("maxitems", String(Math.min(size, Number(url.searchParams.get("maxitems")))));
        return { ...request, path: `${url.pathname}${url.search}` };
    }
    if (dialectOf(request) === "sqs" || dialectOf(request) === "dynamodb") return request;
    const form = new URLSearchParams(request.body.toString());
    for (const key of ["MaxRecords", "MaxResults"]) {
        if (form.has(key)) form.set(key, String(Math.min(size, Number(form.get(key)))));
    }
    return { ...request, body: Buffer.from(form.toString()) };
}
