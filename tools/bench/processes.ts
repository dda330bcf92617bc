import { readdirSync, readFileSync } from "node:fs";

/** Peak memory of one process, by what it is. */
export type Peaks = Map<string, number>;

/** Whether the system tells about processes the way that Linux does. */
export function canMeasureMemory(): boolean {
    return process.platform === "linux";
}

/** Records the peak resident memory, in MB, of a process and all below it. Call it often: a process that ended tells nothing. */
export function recordPeaks(root: number, peaks: Peaks): void {
    for (const pid of familyOf(root)) {
        const name = nameOf(pid);
        const peak = peakOf(pid);
        if (name !== undefined && peak !== undefined) peaks.set(name, Math.max(peak, peaks.get(name) ?? 0));
    }
}

function familyOf(root: number): number[] {
    const parents = new Map<number, number>();
    for (const entry of readdirSync("/proc")) {
        const pid = Number(entry);
        const stat = Number.isInteger(pid) ? read(`/proc/${pid}/stat`) : undefined;
        // The name of the program stands in parentheses and may hold spaces; the parent is the second field after it.
        const parent = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
        if (parent !== undefined) parents.set(pid, Number(parent));
    }
    const family = [root];
    for (const member of family) {
        for (const [pid, parent] of parents) if (parent === member) family.push(pid);
    }
    return family;
}

function nameOf(pid: number): string | undefined {
    const command = read(`/proc/${pid}/cmdline`);
    if (command === undefined) return undefined;
    if (command.includes("run-policy-pack")) return "policy pack";
    if (/pulumi\/cmd\/run/.test(command)) return "program";
    return command.includes("run.mjs") ? "tool" : undefined;
}

function peakOf(pid: number): number | undefined {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? "")?.[1];
    return kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / 1e6;
}

/** A process may end between two looks. */
function read(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}
