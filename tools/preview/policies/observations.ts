import { isDeepStrictEqual } from "node:util";
import { type Inputs, isRecord, isSecret, isUnknown, someValue } from "../../aws-model/markers";
import { noOptions } from "../engine/registration";
import type { Secrets } from "../engine/secrets";
import type { Position } from "../engine/source-position";
import { urnOf } from "../engine/urn";
import { SECRET_PLACEHOLDER } from "../input/configuration";
import type { Project } from "../input/project";
import type { Judged } from "./pack-client";

/** Something that the engine shows to no policy, in the shape of a resource, so that rules can judge it as one. */
export interface Observation extends Judged {
    readonly position?: Position | undefined;
}

const VALUE_TYPE = "media-cluster:preview:ConfigurationValue";
const OUTPUT_TYPE = "media-cluster:preview:StackOutput";

/** Functions whose calls rules want to see. */
const watchedCalls: readonly string[] = ["aws:ec2/getAmi:getAmi", "aws:ec2/getAmiIds:getAmiIds"];

/** Collects the calls of provider functions that a program makes, each question once. */
export class ObservedCalls {
    readonly all: Observation[] = [];

    constructor(private readonly project: Project) {}

    add(token: string, args: Inputs, position: Position | undefined): void {
        if (!watchedCalls.includes(token)) return;
        const wanted = searchedName(args);
        const same = this.all.filter(({ type, name }) => type === token && name.split("#")[0] === wanted);
        if (same.some(({ inputs }) => isDeepStrictEqual(inputs, args))) return;
        const name = same.length === 0 ? wanted : `${wanted}#${same.length + 1}`;
        this.all.push({ ...observed(this.project, token, name, args), position });
    }
}

/** Each value of the project's own configuration, and whether it is secret: `database.uri`. The value itself stays here. */
export function observedConfiguration(project: Project): Observation[] {
    const { values, secretKeys, unreadable } = project.configuration;
    const own = Object.entries(values).filter(([key]) => key.startsWith(`${project.name}:`));
    return own.flatMap(([key, text]) => {
        // A value that holds something encrypted is secret in that part alone; a declared secret is so as a whole.
        const isDeclared = secretKeys.includes(key) && !unreadable.includes(key);
        return leavesOf(key.slice(project.name.length + 1), parsed(text)).map(([path, value]) =>
            observed(project, VALUE_TYPE, path, { secret: isDeclared || value === SECRET_PLACEHOLDER }),
        );
    });
}

/** Each output of the stack: whether it is marked as secret, and whether it holds something that is. */
export function observedOutputs(project: Project, outputs: Inputs, secrets: Secrets): Observation[] {
    return Object.entries(outputs).map(([name, value]) => {
        const leaks = secrets.showsIn(value);
        const marked = someValue(value, isSecret);
        return observed(project, OUTPUT_TYPE, name, { secret: marked && !leaks, holdsSecret: marked || leaks });
    });
}

/** What a look-up of an image searches for, as its name: calls have none of their own. */
function searchedName({ filters }: Inputs): string {
    const named = (Array.isArray(filters) ? filters : []).find((filter) => isRecord(filter) && filter.name === "name");
    const [value] = Array.isArray(named?.values) ? named.values : [];
    return typeof value === "string" && !isUnknown(value) ? value : "image";
}

function observed(project: Project, type: string, name: string, inputs: Inputs): Observation {
    const urn = urnOf(project.stack, project.name, "", type, name);
    return { type, name, urn, inputs, options: noOptions, parent: "", provider: undefined };
}

function leavesOf(path: string, value: unknown): [string, unknown][] {
    if (!isRecord(value)) return [[path, value]];
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(`${path}.${key}`, inner));
}

/** Objects are JSON text in a configuration. */
function parsed(text: string): unknown {
    if (!text.startsWith("{")) return text;
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}
