import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
    DeploymentInfo,
    ResourceMonitorFeature as Feature,
    type ReadResourceRequest,
    ReadResourceResponse,
    type RegisterResourceOutputsRequest,
    type RegisterResourceRequest,
    RegisterResourceResponse,
    type ResourceInvokeRequest,
    ResourceInvokeResponse,
    Result,
    SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Project } from "../input/project";
import { ORGANIZATION } from "../processes/environment";
import type { Deployment } from "./deployment";
import type { Handlers } from "./services";
import { fromStruct, toStruct } from "./values";

/** Output values are left out on purpose: policy packs do not understand them. */
const features = [
    Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
    Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
    Feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
    Feature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
    Feature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
    Feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
    Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
    Feature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
];

/** Names under which older SDKs ask for single features. */
const featureNames = ["secrets", "resourceReferences", "aliasSpecs", "deletedWith", "transforms", "invokeTransforms"];

/** The engine's service for registrations. Hooks are accepted and never run, as in a preview of the engine. */
export function monitorHandlers(project: Project, deployment: Deployment, onFinished: () => void): Handlers {
    return {
        getDeploymentInfo: () =>
            new DeploymentInfo()
                .setProject(project.name)
                .setStack(project.stack)
                .setOrganization(ORGANIZATION)
                .setDryrun(true)
                .setSupportedfeaturesList(features),
        supportsFeature: (request: { getId(): string }) =>
            new SupportsFeatureResponse().setHassupport(featureNames.includes(request.getId())),
        registerResource: async (request: RegisterResourceRequest) => {
            const { urn, outputs, dependencies } = await deployment.register(request);
            const response = new RegisterResourceResponse()
                .setUrn(urn)
                .setId("")
                .setObject(toStruct(outputs))
                .setResult(Result.SUCCESS);
            for (const [property, urns] of Object.entries(dependencies)) {
                const sources = new RegisterResourceResponse.PropertyDependencies().setUrnsList([...urns]);
                response.getPropertydependenciesMap().set(property, sources);
            }
            return response;
        },
        registerResourceOutputs: (request: RegisterResourceOutputsRequest) => {
            deployment.registerOutputs(request.getUrn(), fromStruct(request.getOutputs()));
            return new Empty();
        },
        readResource: async (request: ReadResourceRequest) => {
            const { urn, outputs } = await deployment.read(request);
            return new ReadResourceResponse().setUrn(urn).setProperties(toStruct(outputs)).setResult(Result.SUCCESS);
        },
        invoke: async (request: ResourceInvokeRequest) =>
            new ResourceInvokeResponse().setReturn(toStruct(await deployment.invoke(request))),
        registerStackTransform: (callback: Callback) => {
            deployment.stackTransforms.push(callback);
            return new Empty();
        },
        registerStackInvokeTransform: (callback: Callback) => {
            deployment.invokeTransforms.push(callback);
            return new Empty();
        },
        registerResourceHook: () => new Empty(),
        registerErrorHook: () => new Empty(),
        signalAndWaitForShutdown: () => {
            onFinished();
            return new Empty();
        },
    };
}
