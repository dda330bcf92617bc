/**
 * Why a stack of this name cannot be deployed; `undefined` when it can. All names begin with it, and those of balancers
 * have the least room: 32 letters, digits and dashes, of which the program needs 12.
 */
export function stackNameFault(name: string): string | undefined {
    const fits = /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,18}[a-zA-Z0-9])?$/.test(name);
    // AWS keeps these beginnings of the names of balancers and security groups for itself.
    if (fits && !/^(internal|sg)-/.test(name)) return undefined;
    return `The stack's name "${name}" must be up to 20 letters, digits and dashes, and not begin with internal- or sg-, because all resource names begin with it.`;
}
