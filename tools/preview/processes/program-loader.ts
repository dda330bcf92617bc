/**
 * Runs inside the program, before everything else: loads TypeScript files from the text that the preview has compiled.
 * Stack traces and the places of registrations stay those of the TypeScript files.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isRecord } from "../../aws-model/markers";
import { COMPILED_PROGRAM } from "./environment";

/** The part of Node's module object that its types leave out. */
interface CompilingModule {
    _compile(text: string, file: string): void;
}

interface SourceMaps {
    install(options: { handleUncaughtExceptions: boolean; retrieveFile(file: string): string | null }): void;
}

interface Log {
    debug(): Promise<void>;
}

const file = process.env[COMPILED_PROGRAM];
// Processes that the program starts are none of our business.
delete process.env[COMPILED_PROGRAM];
if (file !== undefined) loadFrom(JSON.parse(readFileSync(file, "utf8")));

function loadFrom(texts: unknown): void {
    const textOf = (path: string) => (isRecord(texts) && typeof texts[path] === "string" ? texts[path] : undefined);
    require.extensions[".ts"] = (module, path) => {
        const text = textOf(path);
        if (text === undefined) throw new Error(`${path} is not imported by name; preview it with --ts-node.`);
        (module as unknown as CompilingModule)._compile(text, path);
    };
    // The copy that the SDK's runner uses, because every copy keeps its own list of sources.
    const ofRunner = createRequire(process.argv[1] ?? __filename);
    silenceDebugMessages(ofRunner("../../log"));
    const sourceMaps: SourceMaps = ofRunner("source-map-support");
    sourceMaps.install({ handleUncaughtExceptions: false, retrieveFile: (path) => textOf(path) ?? null });
}

/**
 * The SDK sends debug messages to the engine one after the other, several for each resource, and the program does not end
 * before the last has arrived. A preview shows none of them.
 */
function silenceDebugMessages(log: Log): void {
    log.debug = () => Promise.resolve();
}
