import { at } from "../properties";
import type { Subject } from "../subject";

/** The zone of a subnet, by name or by id. Throws when that is not known yet; undefined where AWS chooses one. */
export function zoneOf({ props }: Pick<Subject, "props">): unknown {
    return at(props, "availabilityZone") ?? at(props, "availabilityZoneId");
}
