import { credentials } from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { type Callback, CallbackInvokeRequest } from "@pulumi/pulumi/proto/callback_pb";
import {
    type RegisterResourceRequest,
    type ResourceInvokeRequest,
    TransformInvokeRequest,
    TransformInvokeResponse,
    TransformRequest,
    TransformResourceOptions,
    TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { PreviewError } from "../errors";
import { MESSAGE_LIMITS } from "./grpc-limits";

/** Runs the program's transforms, which live in a callback server of the program. */
export class Transforms {
    private readonly clients = new Map<string, CallbacksClient>();

    /** Changes the request as the transforms say, one after the other. */
    async apply(request: RegisterResourceRequest, callbacks: readonly Callback[]): Promise<void> {
        for (const callback of callbacks) {
            const question = new TransformRequest()
                .setType(request.getType())
                .setName(request.getName())
                .setCustom(request.getCustom())
                .setParent(request.getParent())
                .setProperties(request.getObject())
                .setOptions(transformOptions(request));
            const answer = TransformResponse.deserializeBinary(await this.call(callback, question.serializeBinary()));
            request.setObject(answer.getProperties() ?? request.getObject());
            const options = answer.getOptions();
            if (options) applyOptions(request, options);
        }
    }

    /** Changes a function call as the transforms say. */
    async applyToInvoke(request: ResourceInvokeRequest, callbacks: readonly Callback[]): Promise<void> {
        for (const callback of callbacks) {
            const question = new TransformInvokeRequest().setToken(request.getTok()).setArgs(request.getArgs());
            const answer = await this.call(callback, question.serializeBinary());
            request.setArgs(TransformInvokeResponse.deserializeBinary(answer).getArgs() ?? request.getArgs());
        }
    }

    close(): void {
        for (const client of this.clients.values()) client.close();
    }

    private call(callback: Callback, request: Uint8Array): Promise<Uint8Array> {
        const target = callback.getTarget();
        const client =
            this.clients.get(target) ?? new CallbacksClient(target, credentials.createInsecure(), MESSAGE_LIMITS);
        this.clients.set(target, client);
        const question = new CallbackInvokeRequest().setToken(callback.getToken()).setRequest(request);
        return new Promise((resolve, reject) => {
            client.invoke(question, (error, answer) => {
                if (error)
                    reject(new PreviewError(`A transform of the program failed: ${error.details}`, { cause: error }));
                else resolve(answer.getResponse_asU8());
            });
        });
    }
}

function transformOptions(request: RegisterResourceRequest): TransformResourceOptions {
    const options = new TransformResourceOptions()
        .setDependsOnList(request.getDependenciesList())
        .setIgnoreChangesList(request.getIgnorechangesList())
        .setReplaceOnChangesList(request.getReplaceonchangesList())
        .setVersion(request.getVersion())
        .setAliasesList(request.getAliasesList())
        .setProvider(request.getProvider())
        .setCustomTimeouts(request.getCustomtimeouts())
        .setDeletedWith(request.getDeletedwith())
        .setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList())
        .setHooks(request.getHooks());
    if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
    if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
    if (request.getDeletebeforereplacedefined()) options.setDeleteBeforeReplace(request.getDeletebeforereplace());
    for (const [name, reference] of request.getProvidersMap().entries()) options.getProvidersMap().set(name, reference);
    return options;
}

function applyOptions(request: RegisterResourceRequest, options: TransformResourceOptions): void {
    request
        .setDependenciesList(options.getDependsOnList())
        .setIgnorechangesList(options.getIgnoreChangesList())
        .setReplaceonchangesList(options.getReplaceOnChangesList())
        .setVersion(options.getVersion())
        .setAliasesList(options.getAliasesList())
        .setProvider(options.getProvider())
        .setCustomtimeouts(options.getCustomTimeouts())
        .setDeletedwith(options.getDeletedWith())
        .setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
    if (options.hasProtect()) request.setProtect(options.getProtect() ?? false);
    if (options.hasRetainOnDelete()) request.setRetainondelete(options.getRetainOnDelete() ?? false);
    request.setDeletebeforereplacedefined(options.hasDeleteBeforeReplace());
    request.setDeletebeforereplace(options.getDeleteBeforeReplace() ?? false);
    request.getProvidersMap().clear();
    for (const [name, reference] of options.getProvidersMap().entries()) request.getProvidersMap().set(name, reference);
}
