import { type AnalyzeRequest, type AnalyzerResource, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import type { RecordedStack } from "./recorded-stack";

/** Of these there is one, however large a stack is. */
const single = /^pulumi:(pulumi:Stack$|providers:)/;

/**
 * The recorded stack in another size. A larger one holds it several times over, each time with names and URNs of its own and
 * with its relations inside of the copy. A smaller one holds every second resource, or every third: the mix stays.
 */
export function resized({ project, requests, whole }: RecordedStack, size: number): RecordedStack {
    const resources = whole.getResourcesList();
    const several = resources.filter(isMultiplied);
    const copies = Math.max(0, Math.ceil((size - resources.length) / several.length));
    const numbers = Array.from({ length: copies }, (_, index) => index + 2);
    const copied = <T extends AnalyzeRequest | AnalyzerResource>(all: readonly T[]) =>
        numbers.flatMap((number) => all.filter(isMultiplied).map((one) => copyOf(one, project.stack, number)));
    const chosen = [...evenly(resources, size), ...copied(resources)].slice(0, size);
    const urns = new Set(chosen.map((resource) => resource.getUrn()));
    return {
        project,
        requests: [...requests, ...copied(requests)].filter((request) => urns.has(request.getUrn())),
        whole: new AnalyzeStackRequest().setResourcesList(chosen),
    };
}

function isMultiplied(one: AnalyzeRequest | AnalyzerResource): boolean {
    return !single.test(one.getType());
}

function evenly<T>(all: readonly T[], size: number): T[] {
    const step = Math.max(1, all.length / size);
    return all.filter((_, index) => Math.floor(index / step) > Math.floor((index - 1) / step));
}

/** All names of the program's resources, and so all URNs, hold the stack's name; in the copy it has a number. */
function copyOf<T extends AnalyzeRequest | AnalyzerResource>(original: T, stack: string, number: number): T {
    const name = new RegExp(`\\b${stack}\\b`, "g");
    const renamed = (value: unknown): unknown => {
        if (typeof value === "string") return value.replace(name, `${stack}${number}`);
        return Array.isArray(value) ? value.map(renamed) : value;
    };
    // A message is an array of its fields, which its declaration does not say.
    const Message = original.constructor as new (fields: unknown) => T;
    return new Message(renamed(original.toArray()));
}
