import type { Kind } from "../kinds";
import { at, elements, isUnknown, type Reader } from "../properties";
import { roleOf } from "../roles";
import { Referrers, type Relation, type Stack } from "../stack";
import type { Subject } from "../subject";

const interfaces: readonly Kind[] = ["network interface"];

/** What Elastic IPs and their associations give an address to. */
export class ElasticIpTargets {
    private readonly byInterface = new Map<string, Subject[]>();

    constructor(private readonly stack: Stack) {}
}
