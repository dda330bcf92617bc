import { Server, ServerCredentials, type ServiceError, type sendUnaryData, status } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { messageOf, PreviewError } from "../errors";
import type { Endpoint } from "../processes/endpoint";
import { MESSAGE_LIMITS } from "./grpc-limits";

/** Answers one kind of request. */
export type Handler = (request: never) => unknown;
export type Handlers = Readonly<Record<string, Handler>>;

/**
 * Serves the engine's two services.
 *
 * A request that fails is answered with CANCELLED: after any other code the SDK waits for ever. The failure itself goes
 * to `onError`, because the program then ends as if nothing had happened.
 */
export function serve(
    endpoint: Endpoint,
    monitor: Handlers,
    engine: Handlers,
    onError: (error: unknown) => void,
): Server {
    const server = new Server(MESSAGE_LIMITS);
    const implementation = (service: object, name: string, handlers: Handlers) => {
        const methods = Object.keys(service).map((method) => [
            method,
            unary(`${name}.${method}`, handlers[method], onError),
        ]);
        return Object.fromEntries(methods);
    };
    server.addService(ResourceMonitorService, implementation(ResourceMonitorService, "ResourceMonitor", monitor));
    server.addService(EngineService, implementation(EngineService, "Engine", engine));
    const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
    endpoint.serve((socket) => injector.injectConnection(socket));
    return server;
}

function unary(name: string, handler: Handler | undefined, onError: (error: unknown) => void) {
    return async ({ request }: { request: never }, respond: sendUnaryData<unknown>) => {
        try {
            if (handler === undefined) {
                throw new PreviewError(`The program calls ${name}, which the offline preview does not provide.`);
            }
            respond(null, await handler(request));
        } catch (error) {
            onError(error);
            // A failed function call ends the program whatever the code; CANCELLED would bury it in messages of gRPC.
            const code = name === "ResourceMonitor.invoke" ? status.FAILED_PRECONDITION : status.CANCELLED;
            const refusal: Partial<ServiceError> = { code, details: messageOf(error) };
            respond(refusal);
        }
    };
}
