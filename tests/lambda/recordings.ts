import type { Log, Meter } from "../../lambda/log";

export interface LogLine {
    readonly level: "info" | "warn" | "error";
    readonly message: string;
    readonly extra: unknown;
}

export function recordingLog(): { log: Log; lines: LogLine[] } {
    const lines: LogLine[] = [];
    const record = (level: LogLine["level"]) => (message: unknown, extra?: unknown) => {
        lines.push({ level, message: String(message), extra });
    };
    return { log: { info: record("info"), warn: record("warn"), error: record("error") } as Log, lines };
}

/** Metrics as sums by name. */
export function recordingMeter(): { meter: Meter; totals: Record<string, number> } {
    const totals: Record<string, number> = {};
    const addMetric = (name: string, _unit: string, value: number) => {
        totals[name] = (totals[name] ?? 0) + value;
    };
    return { meter: { addMetric }, totals };
}
