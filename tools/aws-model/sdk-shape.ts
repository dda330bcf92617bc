import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What a resource class of an installed provider SDK tells about its type. */
export interface ResourceShape {
    /** Inputs in the order of the SDK. */
    readonly inputs: readonly string[];
    /** Properties that only the provider fills, `tagsAll` among them. */
    readonly computed: readonly string[];
    /** Inputs without which the constructor throws. */
    readonly required: readonly string[];
}

const shapes = new Map<string, ResourceShape | undefined>();

/**
 * Reads the shape of a resource type from the SDK that is installed, so that it is always the one the program uses.
 * Answers nothing for types whose SDK is not installed and for components.
 *
 * @param type token such as `aws:ec2/vpc:Vpc`
 */
export function shapeOf(type: string): ResourceShape | undefined {
    if (!shapes.has(type)) shapes.set(type, readShape(type));
    return shapes.get(type);
}

/** File of the class that a type token names, or nothing when the SDK has none. */
export function sdkFileOf(type: string): string | undefined {
    const [packageName, module, name] = type.split(":");
    if (!packageName || !module?.includes("/") || !name) return undefined;
    const root = sdkRoot(packageName);
    if (root === undefined) return undefined;
    // `index` is the module's own file, so that classes of this name live in `index_`.
    const path = module.replace(/^index\//, "").replace(/\/index$/, "/index_");
    const exact = join(root, `${path}.js`);
    if (existsSync(exact)) return exact;
    // A few file names differ in case.
    const folder = dirname(exact);
    const wanted = basename(exact).toLowerCase();
    const files = existsSync(folder) ? readdirSync(folder) : [];
    const file = files.find((name) => name.toLowerCase() === wanted);
    return file === undefined ? undefined : join(folder, file);
}

function sdkRoot(packageName: string): string | undefined {
    try {
        return dirname(require.resolve(`@pulumi/${packageName}/package.json`));
    } catch {
        return undefined;
    }
}

function readShape(type: string): ResourceShape | undefined {
    const file = sdkFileOf(type);
    if (file === undefined) return undefined;
    const source = readFileSync(file, "utf8");
    const constructorStart = source.indexOf("const args = argsOrState");
    const body = constructorStart < 0 ? source : source.slice(constructorStart);
    const names = (pattern: RegExp) => [...body.matchAll(pattern)].map(([, name]) => name ?? "");
    return {
        inputs: names(/resourceInputs\["(\w+)"\] = (?!undefined \/\*out\*\/)/g),
        computed: names(/resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g),
        required: names(/if \(args\?\.(\w+) === undefined && !opts\.urn\)/g),
    };
}
