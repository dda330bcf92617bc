import { at, elements, hasEntries, isSet, type Reader } from "../properties";
import type { Subject } from "../subject";

/** A network interface that a server starts with. */
export interface DeclaredInterface {
    /** Whether it gets a public address, where the program says so: a boolean or its text. */
    readonly associatesPublicAddress: Reader;
    /** An interface that exists already keeps the addresses that it has. */
    readonly exists: boolean;
    readonly subnetId: Reader;
}

/**
 * Network interfaces of a launch template or an instance. One that is not declared is there all the same, and all about it is
 * left to others.
 */
export function declaredInterfaces({ kind, props }: Pick<Subject, "kind" | "props">): DeclaredInterface[] {
    if (kind === "instance") {
        const exists = isSet(() => props.primaryNetworkInterface) || isSet(() => props.networkInterfaces);
        return [fromObject(() => props, exists)];
    }
    const declared = elements(() => props.networkInterfaces);
    if (!hasEntries(declared)) return [fromObject(() => ({}), false)];
    return declared.map((read) => fromObject(read, isSet(() => at(read(), "networkInterfaceId"))));
}

function fromObject(read: Reader, exists: boolean): DeclaredInterface {
    return {
        associatesPublicAddress: () => at(read(), "associatePublicIpAddress"),
        exists,
        subnetId: () => at(read(), "subnetId"),
    };
}
