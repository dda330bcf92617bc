/**
 * True when a name of a certificate stands for a host name or for every host of a pattern in which the first label may hold
 * `*` and `?`. A star in a certificate stands for exactly one label, the first.
 */
export function coversHost(certificateName: string, host: string): boolean {
    const [name, wanted] = [normal(certificateName), normal(host)];
    const parent = wanted.slice(wanted.indexOf("."));
    return name === wanted || name === `*${parent}`;
}

/** DNS knows no case, and a name may end in the dot of the root. */
function normal(name: string): string {
    return name.trim().toLowerCase().replace(/\.$/, "");
}
