import type { Subject } from "../subject";

/** Type of a load balancer: what AWS makes when the program names none is one for HTTP. Throws when not known yet. */
export function balancerTypeOf({ props }: Pick<Subject, "props">): string {
    return String(props.loadBalancerType ?? "application");
}

export function isApplicationBalancer(subject: Pick<Subject, "props">): boolean {
    return balancerTypeOf(subject) === "application";
}
