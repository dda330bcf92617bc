import { readFileSync } from "node:fs";
import { isMap, LineCounter, parseDocument, type YAMLMap } from "yaml";
import { UsageError } from "../errors";

/**
 * Reads a YAML file whose top level is a mapping; an empty file is an empty mapping.
 *
 * @param shown the path as messages name it
 * @throws UsageError with file, line and column when the text is not YAML or no mapping
 */
export function readYamlMap(file: string, shown: string): YAMLMap | undefined {
    const lines = new LineCounter();
    const document = parseDocument(readFileSync(file, "utf8"), { lineCounter: lines, prettyErrors: false });
    const [error] = document.errors;
    if (error) {
        const { line, col } = lines.linePos(error.pos[0]);
        throw new UsageError(`${shown}:${line}:${col} is not valid YAML: ${error.message}`);
    }
    if (document.contents === null) return undefined;
    if (!isMap(document.contents)) throw new UsageError(`${shown}:1:1 must be a mapping of keys to values.`);
    return document.contents;
}
