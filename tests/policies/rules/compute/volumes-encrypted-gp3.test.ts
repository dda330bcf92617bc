import * as assert from "node:assert/strict";
import { volumesEncryptedGp3 as rule } from "../../../../policies/rules/compute/volumes-encrypted-gp3";
import { fixResource, judgeResource, unknown } from "../../../support/policy-requests";

const good = { encrypted: "true", volumeType: "gp3", volumeSize: 16 };
const antMedia = { "media:profile": "ant-media", "media:role": "origin" };
const mapping = (ebs: unknown, deviceName = "/dev/sda1") => ({ deviceName, ebs });
const template = (...blockDeviceMappings: unknown[]) => ({
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    props: { tags: antMedia, blockDeviceMappings },
});
const instance = (props: object) => ({ type: "aws:ec2/instance:Instance", props });
const volume = (props: object) => ({ type: "aws:ebs/volume:Volume", props });
const text = 'The launch template "main" must declare encrypted gp3 volumes.';
const sizeText = (gib: number) => `The launch template "main" must give its root volume at least ${gib} GiB.`;

describe("P19 volumes-encrypted-gp3", () => {
    const passing = {
        "a launch template": template(mapping(good)),
        "a second volume of any size": template(mapping({ ...good, volumeSize: 1 }, "/dev/sdf"), mapping(good)),
        "an instance store beside the root": template(
            { deviceName: "/dev/sdb", virtualName: "ephemeral0" },
            mapping(good),
        ),
        "an instance": instance({ rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: 8 } }),
        "an instance whose template declares the volumes": instance({ launchTemplate: { id: unknown } }),
        "a volume": volume({ encrypted: true, type: "gp3", size: 1 }),
        "an io2 volume of the database": volume({ encrypted: true, type: "io2", tags: { "media:role": "mongo" } }),
    };
    for (const [name, resource] of Object.entries(passing)) {
        it(`accepts ${name}`, async () => {
            assert.equal((await judgeResource(rule, resource)).verdict, "pass");
        });
    }

    const failing = {
        "volumes that are not encrypted": mapping({ ...good, encrypted: "false" }),
        "volumes that do not say so": mapping({ volumeType: "gp3", volumeSize: 16 }),
        "another type": mapping({ ...good, volumeType: "gp2" }),
        "no type": mapping({ encrypted: "true", volumeSize: 16 }),
        "io2 of another role": mapping({ ...good, volumeType: "io2" }),
    };
    for (const [name, bad] of Object.entries(failing)) {
        it(`refuses ${name}, and fixes it`, async () => {
            const fixed = await fixResource(rule, template(bad));

            assert.deepEqual((await judgeResource(rule, template(bad))).texts, [text]);
            assert.deepEqual(fixed, template(mapping(good)).props);
            assert.equal((await judgeResource(rule, { ...template(), props: fixed ?? {} })).verdict, "pass");
        });
    }

    it("refuses templates and instances whose image decides about the root volume", async () => {
        assert.deepEqual((await judgeResource(rule, template())).texts, [text]);
        assert.deepEqual((await judgeResource(rule, template({ virtualName: "ephemeral0" }))).texts, [text]);
        const { texts } = await judgeResource(rule, instance({}));
        assert.deepEqual(texts, ['The instance "main" must declare encrypted gp3 volumes.']);
    });

    it("refuses a root volume that is smaller than its profile needs, or of the image's size", async () => {
        const small = template(mapping({ ...good, volumeSize: 15 }));

        assert.deepEqual((await judgeResource(rule, small)).texts, [sizeText(16)]);
        const unsized = template(mapping({ encrypted: "true", volumeType: "gp3" }));
        assert.deepEqual((await judgeResource(rule, unsized)).texts, [sizeText(16)]);
        const pool = { ...small, props: { ...small.props, tags: { "media:profile": "media-pool" } } };
        assert.deepEqual((await judgeResource(rule, pool)).texts, [sizeText(40)]);
        const other = { ...small, props: { ...small.props, tags: {} } };
        assert.equal((await judgeResource(rule, other)).verdict, "pass");
    });

    it("takes sizes of its configuration, and keeps the others", async () => {
        const parameters = { minRootGib: { "ant-media": 20 } };
        const other = {
            ...template(mapping({ ...good, volumeSize: 7 })),
            props: { blockDeviceMappings: [mapping({ ...good, volumeSize: 7 })] },
        };

        assert.deepEqual((await judgeResource(rule, template(mapping(good)), { parameters })).texts, [sizeText(20)]);
        assert.deepEqual((await judgeResource(rule, other, { parameters })).texts, [sizeText(8)]);
    });

    it("allows the database no other type than gp3 and io2", async () => {
        const mongo = volume({ encrypted: true, type: "gp2", tags: { "media:role": "mongo" } });

        assert.equal((await judgeResource(rule, mongo)).verdict, "violation");
    });

    it("calls a volume a volume", async () => {
        const { texts } = await judgeResource(rule, volume({ encrypted: false, type: "gp3" }));

        assert.deepEqual(texts, ['The volume "main" must be an encrypted gp3 volume.']);
    });

    it("fixes instances and volumes with booleans, and leaves io2 of the database alone", async () => {
        const fixedInstance = await fixResource(
            rule,
            instance({ rootBlockDevice: { volumeSize: 8 }, ebsBlockDevices: [unknown, { volumeType: "gp2" }] }),
        );
        assert.deepEqual(fixedInstance, {
            rootBlockDevice: { volumeSize: 8, encrypted: true, volumeType: "gp3" },
            ebsBlockDevices: [unknown, { volumeType: "gp3", encrypted: true }],
        });
        const mongo = { type: "io2", tags: { "media:role": "mongo" } };
        assert.deepEqual(await fixResource(rule, volume(mongo)), { ...mongo, encrypted: true });
        assert.equal(await fixResource(rule, template(mapping(good))), undefined);
        assert.equal(await fixResource(rule, instance({})), undefined);
    });

    it("waits for values, and reports what is known to be wrong meanwhile", async () => {
        const waiting = await judgeResource(rule, template(mapping({ ...good, encrypted: unknown })));
        const wrong = await judgeResource(rule, template(unknown, mapping({ ...good, volumeType: "gp2" })));

        const cause = "blockDeviceMappings.0.ebs.encrypted has a value";
        assert.deepEqual(waiting.texts, [`Not yet known: the launch template "main" can be judged once ${cause}.`]);
        assert.deepEqual(wrong.texts, [text]);
    });

    it("does not apply to other resources", async () => {
        assert.equal((await judgeResource(rule, { type: "aws:ec2/vpc:Vpc" })).verdict, "not applicable");
    });
});
