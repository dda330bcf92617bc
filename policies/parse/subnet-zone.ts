import { at, known } from "../properties";
import type { Subject } from "../subject";

/** The zone of a subnet, by name or by id. Throws when that is not known yet; undefined where AWS chooses one. */
export function zoneOf({ props }: Pick<Subject, "props">): unknown {
    const name = () => at(props, "availabilityZone");
    const id = () => at(props, "availabilityZoneId");
    // AWS fills in whichever of the two is not given.
    return known(name) ?? known(id) ?? name() ?? id();
}
