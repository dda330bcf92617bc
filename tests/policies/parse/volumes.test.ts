import * as assert from "node:assert/strict";
import { type DeclaredVolume, declaredVolumes } from "../../../policies/parse/volumes";
import { isUnknown } from "../../../policies/properties";
import { unknown } from "../../support/policy-requests";
import { subject } from "../../support/subjects";

const volumesOf = (type: string, props: object) => declaredVolumes(subject(type, props));
const ofTemplate = (...blockDeviceMappings: readonly unknown[]) =>
    volumesOf("aws:ec2/launchTemplate:LaunchTemplate", { blockDeviceMappings });

const plain = (volume: DeclaredVolume | undefined) =>
    volume && [volume.type(), volume.sizeGib(), volume.encrypted(), volume.deleteOnTermination()];

describe("declaredVolumes", () => {
    it("reads the mappings of a launch template that hold a volume", () => {
        const { volumes } = ofTemplate(
            { deviceName: "/dev/sdb", virtualName: "ephemeral0" },
            { deviceName: "/dev/sdc", noDevice: "" },
            {
                deviceName: "/dev/sdf",
                ebs: { volumeType: "gp3", volumeSize: 20, encrypted: "true", deleteOnTermination: "false" },
            },
        );

        assert.deepEqual(volumes.map(plain), [["gp3", 20, "true", "false"]]);
    });

    for (const deviceName of ["/dev/sda1", "/dev/xvda"]) {
        it(`takes ${deviceName} for the root of a launch template, wherever it stands`, () => {
            const { root } = ofTemplate(
                { deviceName: "/dev/sdf", ebs: { volumeSize: 1 } },
                { deviceName, ebs: { volumeSize: 2 } },
            );

            assert.equal(root?.sizeGib(), 2);
        });
    }

    it("takes the first volume for the root where none has the usual name", () => {
        const { root } = ofTemplate(
            { deviceName: "/dev/sdb", virtualName: "ephemeral0" },
            { deviceName: unknown, ebs: { volumeSize: 2 } },
            { deviceName: "/dev/sdf", ebs: { volumeSize: 3 } },
        );

        assert.equal(root?.sizeGib(), 2);
        assert.equal(ofTemplate().root, undefined);
    });

    it("reads the devices of an instance, the root first", () => {
        const { root, volumes } = volumesOf("aws:ec2/instance:Instance", {
            rootBlockDevice: { volumeType: "gp3", volumeSize: 8, encrypted: true },
            ebsBlockDevices: [{ volumeType: "gp2", volumeSize: 9, deleteOnTermination: false }],
        });

        assert.deepEqual(plain(root), ["gp3", 8, true, undefined]);
        assert.deepEqual(volumes.map(plain), [
            ["gp3", 8, true, undefined],
            ["gp2", 9, undefined, false],
        ]);
    });

    it("knows no root of an instance that declares none", () => {
        const { root, volumes } = volumesOf("aws:ec2/instance:Instance", { ebsBlockDevices: [{ volumeSize: 9 }] });

        assert.equal(root, undefined);
        assert.deepEqual(
            volumes.map((volume) => volume.sizeGib()),
            [9],
        );
    });

    it("reads a volume of its own, which is no root", () => {
        const { root, volumes } = volumesOf("aws:ebs/volume:Volume", { type: "gp3", size: 8, encrypted: false });

        assert.equal(root, undefined);
        assert.deepEqual(volumes.map(plain), [["gp3", 8, false, undefined]]);
    });

    it("finds none in other resources", () => {
        const props = { blockDeviceMappings: [{ ebs: {} }], rootBlockDevice: {}, type: "gp3" };

        assert.deepEqual(volumesOf("aws:sqs/queue:Queue", props), { volumes: [], root: undefined });
    });

    it("counts what is not known yet as a volume", () => {
        const { volumes } = ofTemplate(unknown, { deviceName: "/dev/sdb", ebs: unknown });

        assert.deepEqual(
            volumes.map(({ type }) => isUnknown(type)),
            [true, true],
        );
    });
});
