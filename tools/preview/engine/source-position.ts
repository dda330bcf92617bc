import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourcePosition, StackTrace } from "@pulumi/pulumi/proto/source_pb";

/** Where a resource is registered. */
export interface Position {
    /** Path relative to the project, with `/`. */
    readonly file: string;
    /** Counted from 1. */
    readonly line: number;
}

/** The first frame in the project's own code: the outermost one may lie inside an SDK. */
export function positionOf(
    position: SourcePosition | undefined,
    trace: StackTrace | undefined,
    root: string,
): Position | undefined {
    const frames = [position, ...(trace?.getFramesList() ?? []).map((frame) => frame.getPc())];
    for (const frame of frames) {
        const found = frame && ownPosition(frame, root);
        if (found) return found;
    }
    return undefined;
}

function ownPosition(frame: SourcePosition, root: string): Position | undefined {
    if (!frame.getUri().startsWith("file:") || frame.getUri().includes("/node_modules/")) return undefined;
    const file = relative(root, fileURLToPath(frame.getUri()));
    if (isAbsolute(file) || file.startsWith("..")) return undefined;
    return { file: file.replaceAll("\\", "/"), line: frame.getLine() };
}
