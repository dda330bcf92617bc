import { getZoneOutput } from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";

interface DomainZone {
    readonly zone: string;
    readonly zoneId?: string;
}

/**
 * Id of the hosted zone that all names go into. Of several with one name the configuration says which.
 *
 * @throws pulumi.RunError when the zone with the given id has another name, under which no record would be found
 */
export function parentZoneId({ zone, zoneId }: DomainZone, invoke: pulumi.InvokeOptions): pulumi.Output<string> {
    if (zoneId === undefined) return getZoneOutput({ name: zone, privateZone: false }, invoke).zoneId;
    return getZoneOutput({ zoneId }, invoke).name.apply((name) => {
        const fault = zoneFault(name, zone);
        if (fault !== undefined) throw new pulumi.RunError(`${pulumi.getProject()}:domain.zoneId ${fault}`);
        return zoneId;
    });
}

/** @param found name of the zone with the given id; absent in an offline preview, which cannot know it */
export function zoneFault(found: string | undefined, wanted: string): string | undefined {
    return found === undefined || found.replace(/\.$/, "") === wanted
        ? undefined
        : `is the zone ${found}; it must be that of domain.zone, ${wanted}.`;
}
