interface Domain {
    readonly zone: string;
    readonly ingestName?: string;
}

/** Domain that all node names stand under: one label below the zone, so that it can be a zone of its own. */
export function nodeDomainOf({ label }: { readonly label: string }, { zone }: Domain): string {
    return `${label}.${zone}`;
}

/** Name of the stream balancer. */
export function ingestNameOf({ zone, ingestName }: Domain): string {
    return ingestName ?? `ingest.${zone}`;
}
