import {
    AnalyzerPropertyDependencies,
    AnalyzerProviderResource,
    AnalyzerResource,
    AnalyzerResourceOptions,
} from "@pulumi/pulumi/proto/analyzer_pb";
import type { Registration } from "../engine/registration";
import { packStruct } from "../engine/values";

/** Options of a resource; the pack refuses requests without them. */
export function analyzerOptions({
    options,
    parent,
}: Pick<Registration, "options" | "parent">): AnalyzerResourceOptions {
    const { create, update, delete: remove } = options.timeouts;
    const timeouts = new AnalyzerResourceOptions.CustomTimeouts().setCreate(create).setUpdate(update).setDelete(remove);
    return new AnalyzerResourceOptions()
        .setProtect(options.protect)
        .setIgnorechangesList([...options.ignoreChanges])
        .setDeletebeforereplace(options.deleteBeforeReplace ?? false)
        .setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined)
        .setAdditionalsecretoutputsList([...options.additionalSecretOutputs])
        .setCustomtimeouts(timeouts)
        .setParent(parent);
}

export function analyzerProvider({ provider }: Pick<Registration, "provider">): AnalyzerProviderResource | undefined {
    if (provider === undefined) return undefined;
    return new AnalyzerProviderResource()
        .setType(provider.type)
        .setName(provider.name)
        .setUrn(provider.urn)
        .setProperties(packStruct(provider.inputs));
}

/** A resource as rules about the whole stack see it: with its outputs and relations. */
export function analyzerResource(registration: Registration): AnalyzerResource {
    const resource = new AnalyzerResource()
        .setType(registration.type)
        .setName(registration.name)
        .setUrn(registration.urn)
        .setProperties(packStruct(registration.outputs))
        .setOptions(analyzerOptions(registration))
        .setProvider(analyzerProvider(registration))
        .setParent(registration.parent)
        .setDependenciesList([...registration.dependencies]);
    for (const [property, urns] of Object.entries(registration.propertyDependencies)) {
        if (urns.length === 0) continue;
        const dependencies = new AnalyzerPropertyDependencies().setUrnsList([...urns]);
        resource.getPropertydependenciesMap().set(property, dependencies);
    }
    return resource;
}
