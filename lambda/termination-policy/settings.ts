import { type Environment, EnvironmentReader } from "../environment";

/** What the termination policy is told by its environment. The program sets the variable. */
export interface Settings {
    /** `CLUSTER`: name of the cluster in logs and metrics. */
    readonly cluster: string;
}

/** Reads and checks the environment, once at start. */
export function readSettings(environment: Environment): Settings {
    const reader = new EnvironmentReader(environment);
    const cluster = reader.read("CLUSTER", "the name of the cluster", () => true);
    reader.check("The termination policy");
    return { cluster };
}
