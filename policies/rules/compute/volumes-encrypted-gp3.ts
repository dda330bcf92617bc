import { all, any, type Condition } from "../../condition";
import { defineRule } from "../../define-rule";
import { type DeclaredVolume, declaredVolumes } from "../../parse/volumes";
import { isSet, isTrue, known, type Properties } from "../../properties";
import { profileOf, roleOf } from "../../roles";
import type { Subject } from "../../subject";

/** P19. Volumes that a program does not declare are those of the image: often not encrypted, and slower at the same price. */
export const volumesEncryptedGp3 = defineRule<{ minRootGib: Record<string, number> }>({
    id: "P19",
    name: "volumes-encrypted-gp3",
    area: "compute",
    description: "Volumes must be declared, encrypted and of type gp3, and the root volume must be large enough.",
    severity: "high",
    equivalents: [
        "CKV_AWS_3",
        "CKV_AWS_8",
        "CKV_AWS_189",
        "CKV2_AWS_2",
        "AWS-0131",
        "AWS-0026",
        "AWS-0008",
        "EC26",
        "AG:encrypted-volumes",
        "CP:launch-template",
    ],
    why: "Recordings, keys and logs end up on volumes; a full root volume stops a media server.",
    remediation:
        "Declare each volume with encrypted true and type gp3 (io2 for the database), and a size for the root volume.",
    link: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    messages: {
        volumes: "The {label} must declare encrypted gp3 volumes.",
        volume: "The {label} must be an encrypted gp3 volume.",
        root: "The {label} must give its root volume at least {gib} GiB.",
    },
    parameters: {
        minRootGib: {
            type: "object",
            additionalProperties: { type: "integer", minimum: 1 },
            default: { "ant-media": 16, "media-pool": 40, others: 8 },
            description: "Smallest root volume by profile, in GiB; `others` is for every profile that is not named.",
        },
    },
    resource: {
        kinds: ["launch template", "instance", "volume"],
        check(subject, { minRootGib }, findings) {
            const { kind, props } = subject;
            const { volumes, root } = declaredVolumes(subject);
            const isDeclaredElsewhere = kind === "volume" || (kind === "instance" && isSet(() => props.launchTemplate));
            findings.require(
                subject,
                kind === "volume" ? "volume" : "volumes",
                all(
                    () => root !== undefined || isDeclaredElsewhere,
                    ...volumes.map((volume) => isGood(volume, subject)),
                ),
            );
            if (root === undefined) return;
            const smallest = () => Number(minRootGib[profileOf(subject)] ?? minRootGib.others);
            // While the profile is not known yet nothing is said.
            const gib = Number(known(smallest));
            findings.require(subject, "root", () => Number(root.sizeGib()) >= smallest(), { gib });
        },
        fix(subject, _parameters, changes) {
            const { kind, props } = subject;
            const set = (volume: Properties, type: string, encrypted: boolean | string) => {
                changes.set(volume, "encrypted", encrypted, isTrue);
                changes.set(volume, type, "gp3", (present) => present === "io2" && roleOf(subject) === "mongo");
            };
            if (kind === "volume") set(props, "type", true);
            if (kind === "launch template") {
                for (const ebs of changes.each(props, "blockDeviceMappings", "ebs")) set(ebs, "volumeType", "true");
            }
            if (kind === "instance") {
                const root = isSet(() => props.rootBlockDevice) ? changes.within(props, "rootBlockDevice") : undefined;
                for (const device of [...(root ? [root] : []), ...changes.each(props, "ebsBlockDevices")]) {
                    set(device, "volumeType", true);
                }
            }
        },
    },
});

function isGood(volume: DeclaredVolume, subject: Subject): Condition {
    return all(
        () => isTrue(volume.encrypted()),
        any(
            () => volume.type() === "gp3",
            all(
                () => volume.type() === "io2",
                () => roleOf(subject) === "mongo",
            ),
        ),
    );
}
