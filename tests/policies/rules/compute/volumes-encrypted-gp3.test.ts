import * as assert from "node:assert/strict";
import { volumesEncryptedGp3 as rule } from "../../../../policies/rules/compute/volumes-encrypted-gp3";
import { fixResource, type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const good = { encrypted: "true", volumeType: "gp3", volumeSize: 16 };
const mapping = (ebs: unknown, deviceName = "/dev/sda1") => ({ deviceName, ebs });
const profile = (name: string) => ({ "media:profile": name });
const antMedia = { ...profile("ant-media"), "media:role": "origin" };
const mongoTags = { "media:role": "mongo" };

const launchTemplate = (tags: unknown, ...blockDeviceMappings: unknown[]): PolicyResource => ({
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    props: { tags, blockDeviceMappings },
});
const template = (...mappings: unknown[]) => ({ resources: [launchTemplate(antMedia, ...mappings)] });
const rootOf = (tags: unknown, volumeSize: unknown) => ({
    resources: [launchTemplate(tags, mapping({ ...good, volumeSize }))],
});
const server = (props: object): PolicyResource => ({ type: "aws:ec2/instance:Instance", props });
const instance = (props: object) => ({ resources: [server(props)] });
const disk = (props: object): PolicyResource => ({ type: "aws:ebs/volume:Volume", props });
const volume = (props: object) => ({ resources: [disk(props)] });

const text = 'The launch template "main" must declare encrypted gp3 volumes.';
const instanceText = 'The instance "main" must declare encrypted gp3 volumes.';
const volumeText = 'The volume "main" must be an encrypted gp3 volume.';
const sizeText = (gib: number) => `The launch template "main" must give its root volume at least ${gib} GiB.`;
const refused = (...mappings: unknown[]) => ({ ...template(...mappings), says: [text], isFixed: true });
const small = (tags: unknown, volumeSize: number, gib: number) => ({
    ...rootOf(tags, volumeSize),
    says: [sizeText(gib)],
});
const parameters = { minRootGib: { "ant-media": 20 } };
const label = 'launch template "main"';

describeRule(
    rule,
    {
        pass: {
            "a launch template": template(mapping(good)),
            "booleans as such": template(mapping({ ...good, encrypted: true })),
            "a second volume of any size": template(mapping({ ...good, volumeSize: 1 }, "/dev/sdf"), mapping(good)),
            "an instance store beside the root": template(
                { deviceName: "/dev/sdb", virtualName: "ephemeral0" },
                mapping(good),
            ),
            "an instance": instance({ rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: 8 } }),
            "an instance whose template declares the volumes": instance({ launchTemplate: { id: unknown } }),
            "a volume": volume({ encrypted: true, type: "gp3", size: 1 }),
            "an io2 volume of the database": volume({ encrypted: true, type: "io2", tags: mongoTags }),
            "an io2 volume of the database's template": {
                resources: [launchTemplate(mongoTags, mapping({ ...good, volumeType: "io2" }))],
            },
            "the smallest root volume of Ant Media": rootOf(profile("ant-media"), 16),
            "the smallest root volume of a media pool": rootOf(profile("media-pool"), 40),
            "the smallest root volume of other profiles": rootOf(profile("web-app"), 8),
            "the smallest root volume without a profile": rootOf({}, 8),
            "the smallest root volume of the configuration": { ...rootOf(antMedia, 20), parameters },
            "the smallest root volume of others in the configuration": {
                ...rootOf({}, 4),
                parameters: { minRootGib: { others: 4 } },
            },
        },
        fail: {
            "volumes that are not encrypted": refused(mapping({ ...good, encrypted: "false" })),
            "volumes that do not say so": refused(mapping({ volumeType: "gp3", volumeSize: 16 })),
            "another type": refused(mapping({ ...good, volumeType: "gp2" })),
            "no type": refused(mapping({ encrypted: "true", volumeSize: 16 })),
            "io2 of another role": refused(mapping({ ...good, volumeType: "io2" })),
            "a second volume that is not encrypted": refused(mapping(good), mapping({ volumeType: "gp3" }, "/dev/sdf")),
            "a template whose image decides about the root volume": { ...template(), says: [text] },
            "a template with an instance store alone": { ...template({ virtualName: "ephemeral0" }), says: [text] },
            "an instance whose image decides about the root volume": { ...instance({}), says: [instanceText] },
            "an instance with a bad root volume": {
                ...instance({ rootBlockDevice: { encrypted: true, volumeType: "gp2", volumeSize: 8 } }),
                says: [instanceText],
                isFixed: true,
            },
            "an instance with a bad second volume": {
                ...instance({
                    rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: 8 },
                    ebsBlockDevices: [{ encrypted: false, volumeType: "gp3" }],
                }),
                says: [instanceText],
                isFixed: true,
            },
            "an instance with a bad volume beside its template's": {
                ...instance({ launchTemplate: { id: unknown }, ebsBlockDevices: [{ volumeType: "gp3" }] }),
                says: [instanceText],
                isFixed: true,
            },
            "a volume that is not encrypted": {
                ...volume({ encrypted: false, type: "gp3" }),
                says: [volumeText],
                isFixed: true,
            },
            "a volume of another type": {
                ...volume({ encrypted: true, type: "io2" }),
                says: [volumeText],
                isFixed: true,
            },
            "a database volume of neither gp3 nor io2": {
                ...volume({ encrypted: true, type: "gp2", tags: mongoTags }),
                says: [volumeText],
                isFixed: true,
            },
            "an io2 volume of the database that is not encrypted": {
                ...volume({ type: "io2", tags: mongoTags }),
                says: [volumeText],
                isFixed: true,
            },
            "a root volume that is too small for Ant Media": small(antMedia, 15, 16),
            "a root volume that is too small for a media pool": small(profile("media-pool"), 39, 40),
            "a root volume that is too small for other profiles": small(profile("web-app"), 7, 8),
            "a root volume that is too small without a profile": small({}, 7, 8),
            "a root volume of the image's size": {
                ...template(mapping({ encrypted: "true", volumeType: "gp3" })),
                says: [sizeText(16)],
            },
            "a root volume that is too small for the configuration": { ...small(antMedia, 19, 20), parameters },
            "a root volume that is too small for a profile beside the configuration": {
                ...small(profile("media-pool"), 39, 40),
                parameters,
            },
            "a root volume that is too small for others in the configuration": {
                ...small({}, 3, 4),
                parameters: { minRootGib: { others: 4 } },
            },
            "a root volume that is bad and too small": {
                ...template(mapping({ volumeType: "gp3", volumeSize: 15 })),
                says: [text, sizeText(16)],
            },
            "an instance with a root volume that is too small": {
                ...instance({ rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: 7 } }),
                says: ['The instance "main" must give its root volume at least 8 GiB.'],
            },
            "the type of a volume behind one that is not known yet": {
                ...template(unknown, mapping({ ...good, volumeType: "gp2" })),
                says: [text],
            },
        },
        unknown: {
            "whether a volume is encrypted": {
                ...template(mapping({ ...good, encrypted: unknown })),
                waitsFor: [[label, "blockDeviceMappings.0.ebs.encrypted"]],
            },
            "the type of a volume": {
                ...template(mapping({ ...good, volumeType: unknown })),
                waitsFor: [[label, "blockDeviceMappings.0.ebs.volumeType"]],
            },
            "the size of the root volume": {
                ...template(mapping({ ...good, volumeSize: unknown })),
                waitsFor: [[label, "blockDeviceMappings.0.ebs.volumeSize"]],
            },
            "the profile of a root volume": {
                resources: [launchTemplate({ ...profile("x"), "media:profile": unknown }, mapping(good))],
                waitsFor: [[label, "tags.media:profile"]],
            },
            "the role of an io2 volume": {
                ...volume({ encrypted: true, type: "io2", tags: unknown }),
                waitsFor: [['volume "main"', "tags"]],
            },
            "volumes of which nothing is known": {
                resources: [{ ...launchTemplate({}), props: { blockDeviceMappings: unknown } }],
                waitsFor: [[label, "blockDeviceMappings"]],
            },
        },
        notApplicable: { "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc" }] } },
    },
    () => {
        it("writes text into launch templates", async () => {
            const fixed = await fixResource(rule, launchTemplate(antMedia, mapping({ volumeSize: 16 })));

            assert.deepEqual(fixed, launchTemplate(antMedia, mapping(good)).props);
        });

        it("writes booleans into instances and volumes", async () => {
            const devices = { rootBlockDevice: { volumeSize: 8 }, ebsBlockDevices: [unknown, { volumeType: "gp2" }] };
            const fixed = await fixResource(rule, server(devices));

            assert.deepEqual(fixed, {
                rootBlockDevice: { volumeSize: 8, encrypted: true, volumeType: "gp3" },
                ebsBlockDevices: [unknown, { volumeType: "gp3", encrypted: true }],
            });
            assert.deepEqual(await fixResource(rule, disk({ size: 4 })), { size: 4, encrypted: true, type: "gp3" });
        });

        it("leaves io2 of the database alone", async () => {
            const mongo = { type: "io2", tags: mongoTags };

            assert.deepEqual(await fixResource(rule, disk(mongo)), { ...mongo, encrypted: true });
        });

        it("leaves alone what is good, what the image decides and what is not known yet", async () => {
            const resources = [
                launchTemplate(antMedia, mapping(good)),
                launchTemplate(antMedia),
                server({}),
                server({ ebsBlockDevices: [] }),
                server({ rootBlockDevice: unknown }),
                disk({ encrypted: unknown, type: unknown }),
            ];
            for (const resource of resources) assert.equal(await fixResource(rule, resource), undefined);
        });
    },
);
