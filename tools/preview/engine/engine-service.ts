import {
    GetRootResourceResponse,
    type LogRequest,
    LogSeverity,
    RequirePulumiVersionResponse,
    type SetRootResourceRequest,
    SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Diagnostic } from "../output/report";
import type { Handlers } from "./services";

const severities: Record<number, Diagnostic["severity"]> = {
    [LogSeverity.INFO]: "info",
    [LogSeverity.WARNING]: "warning",
    [LogSeverity.ERROR]: "error",
};

/** The engine's service for messages and for the root of the stack. */
export function engineHandlers(onMessage: (diagnostic: Diagnostic) => void): Handlers {
    let root = "";
    return {
        log: (request: LogRequest) => {
            const severity = severities[request.getSeverity()];
            // Debug messages and those that only show progress are for nobody who reads a report.
            if (severity !== undefined && !request.getEphemeral()) {
                onMessage({ severity, message: request.getMessage().trimEnd(), urn: request.getUrn() });
            }
            return new Empty();
        },
        setRootResource: (request: SetRootResourceRequest) => {
            root = request.getUrn();
            return new SetRootResourceResponse();
        },
        getRootResource: () => new GetRootResourceResponse().setUrn(root),
        requirePulumiVersion: () => new RequirePulumiVersionResponse(),
        startDebugging: () => new Empty(),
    };
}
