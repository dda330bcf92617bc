import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { ModelContext } from "../../aws-model/context";
import { type ChildId, expandVpc, isChildId, type VpcChild } from "../../aws-model/expand-vpc";
import { type Inputs, isRecord, reveal, UNKNOWN } from "../../aws-model/markers";
import { zonesOf } from "../../aws-model/zones";
import { messageOf, PreviewError } from "../errors";
import { toStruct } from "./values";

/** What the model says about a component whose children a provider registers. */
export interface Expansion {
    readonly children: readonly VpcChild[];
    readonly outputs: Inputs;
}

/** @throws PreviewError for components without a model and for arguments that the model does not cover */
export function expandRemote(type: string, name: string, args: Inputs, context: ModelContext): Expansion {
    if (type !== "awsx:ec2:Vpc") {
        throw new PreviewError(
            `The component "${name}" (${type}) registers its resources in a provider, which the offline preview cannot run. ` +
                "Add a model of it in tools/aws-model/ and name it in tools/preview/engine/remote-components.ts.",
        );
    }
    try {
        const plain = reveal(args);
        return expandVpc(name, isRecord(plain) ? plain : {}, zonesOf(context.region));
    } catch (cause) {
        throw new PreviewError(messageOf(cause), { cause });
    }
}

/** URNs of the children that a value refers to. */
export function referredUrns(value: unknown, urns: ReadonlyMap<string, string>): string[] {
    if (isChildId(value)) return [urnOfChild(value, urns)];
    if (Array.isArray(value)) return [...new Set(value.flatMap((item) => referredUrns(item, urns)))];
    if (isRecord(value)) return [...new Set(Object.values(value).flatMap((item) => referredUrns(item, urns)))];
    return [];
}

/** Ids of resources that do not exist yet are unknown. */
export function withUnknownIds(value: unknown): unknown {
    if (isChildId(value)) return UNKNOWN;
    if (Array.isArray(value)) return value.map(withUnknownIds);
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withUnknownIds(item)]));
}

/** The request with which the component's provider would register a child. */
export function childRequest(
    child: VpcChild,
    component: RegisterResourceRequest,
    componentUrn: string,
    urns: ReadonlyMap<string, string>,
): RegisterResourceRequest {
    const inputs = Object.fromEntries(Object.entries(child.inputs).map(([key, value]) => [key, withUnknownIds(value)]));
    const parent = child.parent === undefined ? componentUrn : urnOfChild({ idOf: child.parent }, urns);
    const request = new RegisterResourceRequest()
        .setType(child.type)
        .setName(child.name)
        .setCustom(true)
        .setParent(parent)
        .setObject(toStruct(inputs))
        .setProvider(component.getProvidersMap().get("aws") ?? "")
        .setDependenciesList(referredUrns(child.inputs, urns));
    if (component.hasProtect()) request.setProtect(component.getProtect() ?? false);
    for (const [property, value] of Object.entries(child.inputs)) {
        const dependencies = new RegisterResourceRequest.PropertyDependencies().setUrnsList(referredUrns(value, urns));
        request.getPropertydependenciesMap().set(property, dependencies);
    }
    return request;
}

function urnOfChild({ idOf }: ChildId, urns: ReadonlyMap<string, string>): string {
    const urn = urns.get(idOf);
    if (urn === undefined) throw new PreviewError(`The model refers to ${idOf} before it has registered it.`);
    return urn;
}
