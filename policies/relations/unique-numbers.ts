import { all, type Condition, of } from "../condition";
import { at, isUnknown, known } from "../properties";
import type { Subject } from "../subject";

/**
 * For each member of each family whether the number in a property is its own: the port of a listener among those of its
 * balancer, for example. By URN; a number that is absent collides with nothing.
 */
export function uniqueNumbers(
    families: readonly (readonly Subject[])[],
    property: string,
): ReadonlyMap<string, Condition> {
    return new Map(families.flatMap((family) => inFamily(family, property)));
}

function inFamily(family: readonly Subject[], property: string): [string, Condition][] {
    const read = ({ props }: Subject) => at(props, property);
    const counts = new Map<string, number>();
    for (const member of family) {
        const number = String(known(() => read(member)));
        counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    const unread = family.filter((member) => isUnknown(() => read(member)));
    return family.map((member) => {
        const isOnly = () => read(member) === undefined || counts.get(String(read(member))) === 1;
        // One other whose number is not known yet is reason enough to wait.
        const other = unread.find(({ urn }) => urn !== member.urn);
        return [member.urn, all(isOnly, ...(other ? [of(other, () => read(other) === undefined)] : []))];
    });
}
