import { NotYetKnown, type Outcome } from "../condition";
import type { Kind } from "../kinds";
import { isUnknown, known, type Reader } from "../properties";
import type { Relation, Stack } from "../stack";
import type { Subject } from "../subject";

const zones: readonly Kind[] = ["hosted zone"];

const zoneOfRecord: Relation = { property: "zoneId", kinds: zones, identity: "zoneId" };

/** Hosted zones that another zone of the stack hands a part of its domain to. */
export class DelegatedZones {
    private readonly urns = new Set<string>();

    constructor(private readonly stack: Stack) {
        for (const record of stack.ofKind("DNS record")) {
            const { props } = record;
            if (known(() => props.type) !== "NS") continue;
            const parents = known(() => stack.referents(record, zoneOfRecord)) ?? [];
            const named = stack.identified(
                zones,
                "name",
                known(() => props.name),
            );
            for (const zone of [...named, ...stack.dependencies(record, "records", zones)]) {
                // Each zone has such a record of itself, too.
                if (!parents.includes(zone)) this.urns.add(zone.urn);
            }
        }
    }

    /**
     * Whether an id inside a property is that of a delegated zone. Where the stack delegates none, any zone may be one.
     *
     * @throws UnknownValueError when the id is not known yet and the property depends on no zone
     */
    include(from: Subject, property: string, id: Reader): Outcome {
        if (this.urns.size === 0) return true;
        const candidates = isUnknown(id)
            ? this.stack.dependencies(from, property, zones)
            : this.stack.identified(zones, "zoneId", id());
        const answers = new Set(candidates.map(({ urn }) => this.urns.has(urn)));
        // The property may depend on several zones: which of them the id is of shows when they have ids.
        if (answers.size > 1) return new NotYetKnown([property]);
        if (answers.size === 0) id();
        return answers.has(true);
    }
}
