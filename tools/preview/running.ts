import type { PackChoice } from "./input/pack-choice";
import type { Project } from "./input/project";
import type { NodeProcess } from "./processes/child-process";
import type { Endpoint } from "./processes/endpoint";
import type { PackProcess } from "./processes/pack-process";

/** What a started preview consists of. */
export interface Running {
    readonly project: Project;
    readonly endpoint: Endpoint;
    readonly program: NodeProcess;
    readonly programLines: readonly string[];
    readonly pack?: PackProcess;
    readonly packChoice?: PackChoice;
    readonly packLines: readonly string[];
    readonly notes: readonly string[];
}
