import { at } from "../properties";
import type { Subject } from "../subject";

/** How a target group asks its servers whether they still answer, in seconds. */
export interface HealthTiming {
    /** Time from one question to the next. */
    readonly interval: number;
    /** Time that an answer may take. */
    readonly timeout: number;
    /** Time until a server that stopped answering is known to be unhealthy. */
    readonly detection: number;
}

/** What holds where a health check does not say. */
const defaults = { interval: 30, unhealthyThreshold: 3 };

/** Target groups whose answers may take 5 seconds unless the health check says otherwise. */
const quickProtocols = ["HTTP", "HTTPS", "GENEVE"];

/** Throws when a part of it is not known yet. */
export function healthTimingOf({ props }: Pick<Subject, "props">): HealthTiming {
    const setting = (name: string) => at(props, "healthCheck", name);
    const interval = Number(setting("interval") ?? defaults.interval);
    const threshold = Number(setting("unhealthyThreshold") ?? defaults.unhealthyThreshold);
    const timeout = Number(setting("timeout") ?? defaultTimeout(props.protocol, setting("protocol")));
    return { interval, timeout, detection: interval * threshold };
}

function defaultTimeout(protocol: unknown, checkProtocol: unknown): number {
    if (quickProtocols.includes(String(protocol))) return 5;
    return (checkProtocol ?? "HTTP") === "HTTP" ? 6 : 10;
}
