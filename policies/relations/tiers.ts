import { any, type Condition, not, of } from "../condition";
import { known } from "../properties";
import { mediaRoles, roleOf } from "../roles";
import type { Subject } from "../subject";

/** Roles of servers. Other roles, such as that of a balancer, say nothing about who answers. */
const tiers: readonly (string | undefined)[] = [...mediaRoles, "web", "mongo"];

/** Whether all subjects that are servers, or lead to some, have the same role. */
export function isOneTier(subjects: readonly Subject[], judged?: Subject): Condition {
    const tier = subjects.map((subject) => known(() => roleOf(subject))).find((role) => tiers.includes(role));
    const isOther = (role: string | undefined) => tiers.includes(role) && role !== tier;
    return not(any(...subjects.map((subject) => roleIs(subject, isOther, judged))));
}

/** Asks about a role. What it waits for is named by resource, except for the one that is being judged. */
export function roleIs(
    subject: Subject,
    condition: (role: string | undefined) => boolean,
    judged?: Subject,
): Condition {
    const ask = () => condition(roleOf(subject));
    return subject === judged ? ask : of(subject, ask);
}
