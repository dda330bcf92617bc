import type { Part, Sizes } from "../part";
import { times } from "../part";
import { at, listAt, numberAt, type PlannedResource, textAt } from "../plan";

/** What gp3 volumes include: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
const INCLUDED = { iops: 3000, throughput: 125 };

interface Disk {
    readonly type: string | undefined;
    /** Size in GiB. */
    readonly size: number | undefined;
    /** Whether it has more than what is included in the price of its size. */
    readonly isFast: boolean;
}

/** Disks that each node of a launch template gets. */
export function disksOfTemplate({ inputs }: PlannedResource): Disk[] {
    const mappings = listAt(inputs, "blockDeviceMappings").map((mapping) => at(mapping, "ebs"));
    const disks = mappings.filter((ebs) => ebs !== undefined).map((ebs) => diskOf(ebs, "volumeType", "volumeSize"));
    // Without a mapping AWS takes the disk that the image describes.
    return disks.length > 0 ? disks : [diskOf({}, "volumeType", "volumeSize")];
}

/** The root disk of an instance, and those that are declared with it. */
export function disksOfInstance({ inputs }: PlannedResource): Disk[] {
    const all = [at(inputs, "rootBlockDevice"), ...listAt(inputs, "ebsBlockDevices")];
    return all.map((disk) => diskOf(disk, "volumeType", "volumeSize"));
}

/** A volume of its own, such as that of a database. */
export function diskOfVolume({ inputs }: PlannedResource): Disk {
    return diskOf(inputs, "type", "size");
}

/** The parts of some disks, of which each node has all. */
export function diskParts(disks: readonly Disk[], nodes: Sizes, name: string, { region }: { region: string }): Part[] {
    return disks.map(({ type, size, isFast }): Part => {
        if (size === undefined) return { name: "Disks of unknown size", of: name, count: nodes, region };
        const gib = { of: name, count: times(nodes, size), unit: "GiB" as const, region };
        if (type === undefined) return { ...gib, name: "Disks of unknown type" };
        if (type !== "gp3") return { ...gib, name: `${type} disks` };
        return isFast ? { ...gib, name: "Faster gp3 disks" } : { ...gib, name: "gp3 disks", item: "gp3Gib" };
    });
}

function diskOf(inputs: unknown, typeKey: string, sizeKey: string): Disk {
    const more = (key: keyof typeof INCLUDED) => (numberAt(inputs, key) ?? 0) > INCLUDED[key];
    const isFast = more("iops") || more("throughput");
    return { type: textAt(inputs, typeKey), size: numberAt(inputs, sizeKey), isFast };
}
