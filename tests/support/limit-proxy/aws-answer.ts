import type { Fault } from "../aws-servers/fault";
import { element, escaped } from "../aws-servers/xml";
import type { Dialect } from "./aws-request";

/** An answer to an AWS client. */
export interface AwsAnswer {
    readonly status: number;
    readonly type: string;
    readonly body: Buffer | string;
}

const namespaces = {
    route53: "https://route53.amazonaws.com/doc/2013-04-01/",
    autoscaling: "http://autoscaling.amazonaws.com/doc/2011-01-01/",
};
const requestId = "3b06e5d2-9c47-4f1a-a2d8-51e07fb96c14";

export function xmlAnswer(body: string): AwsAnswer {
    return { status: 200, type: "text/xml", body };
}

/** A fault in the words of the service. */
export function faultAnswer(dialect: Dialect, { status, code, message }: Fault): AwsAnswer {
    if (dialect === "sqs" || dialect === "dynamodb") {
        const body = JSON.stringify({ __type: code, message });
        return { status, type: "application/x-amz-json-1.0", body };
    }
    const facts = element("Code", code) + element("Message", escaped(message));
    if (dialect === "ec2") {
        const body = element("Response", element("Errors", element("Error", facts)) + element("RequestID", requestId));
        return { status, type: "text/xml", body };
    }
    const error = element("Error", element("Type", status < 500 ? "Sender" : "Receiver") + facts);
    const content = error + element("RequestId", requestId);
    const body = `<ErrorResponse xmlns="${namespaces[dialect]}">${content}</ErrorResponse>`;
    return { status, type: "text/xml", body };
}

/** What the services answer to too many calls, each in its own words. */
export function throttled(dialect: Dialect): Fault {
    return {
        route53: { status: 400, code: "Throttling", message: "Rate exceeded" },
        autoscaling: { status: 400, code: "Throttling", message: "Rate exceeded" },
        ec2: { status: 503, code: "RequestLimitExceeded", message: "Request limit exceeded." },
        sqs: { status: 400, code: "RequestThrottled", message: "Request is throttled." },
        dynamodb: {
            status: 400,
            code: "ThrottlingException",
            message: "Rate of requests exceeds the allowed throughput.",
        },
    }[dialect];
}

/** What the services answer when they fail themselves. */
export function broken(dialect: Dialect): Fault {
    const code = {
        route53: "InternalFailure",
        autoscaling: "InternalFailure",
        ec2: "InternalError",
        sqs: "InternalError",
        dynamodb: "InternalServerError",
    }[dialect];
    return { status: 500, code, message: "An internal error has occurred" };
}
