import { at, elements, isSet, known, type Reader } from "../properties";
import type { Subject } from "../subject";

/** Volume that a resource declares, each part read by itself. */
export interface DeclaredVolume {
    readonly encrypted: Reader;
    readonly type: Reader;
    readonly sizeGib: Reader;
    /** Whether the volume goes with its server; AWS assumes so where a mapping does not say. */
    readonly deleteOnTermination: Reader;
    readonly tags: Reader;
}

export interface DeclaredVolumes {
    /** Every declared volume, the root included. */
    readonly volumes: readonly DeclaredVolume[];
    /** Volume that the operating system starts from. Undefined when the image decides, or the resource has none. */
    readonly root: DeclaredVolume | undefined;
}

/** Device names of the root volume in images that AWS and its partners publish. */
const rootDevices: readonly unknown[] = ["/dev/sda1", "/dev/xvda"];

/** The volumes of a launch template, an instance or a volume. */
export function declaredVolumes({ kind, props }: Pick<Subject, "kind" | "props">): DeclaredVolumes {
    switch (kind) {
        case "launch template": {
            const mappings = elements(() => props.blockDeviceMappings).filter(hasVolume);
            const root =
                mappings.find((read) => rootDevices.includes(known(() => at(read(), "deviceName")))) ?? mappings[0];
            const ofMapping = (read: Reader) => volume(() => at(read(), "ebs"), "volumeType", "volumeSize");
            return { volumes: mappings.map(ofMapping), root: root && ofMapping(root) };
        }
        case "instance": {
            const root = isSet(() => props.rootBlockDevice) ? ofDevice(() => props.rootBlockDevice) : undefined;
            const others = elements(() => props.ebsBlockDevices).map(ofDevice);
            return { volumes: root ? [root, ...others] : others, root };
        }
        case "volume":
            return { volumes: [volume(() => props, "type", "size")], root: undefined };
        default:
            return { volumes: [], root: undefined };
    }
}

/** Instance stores and suppressed devices are mappings without a volume. What is not known yet may be one. */
function hasVolume(read: Reader): boolean {
    return isSet(() => at(read(), "ebs"));
}

function ofDevice(read: Reader): DeclaredVolume {
    return volume(read, "volumeType", "volumeSize");
}

function volume(read: Reader, type: string, size: string): DeclaredVolume {
    return {
        encrypted: () => at(read(), "encrypted"),
        type: () => at(read(), type),
        sizeGib: () => at(read(), size),
        deleteOnTermination: () => at(read(), "deleteOnTermination"),
        tags: () => at(read(), "tags"),
    };
}
