import { LaunchTemplate } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { hibernates } from "../config/hibernates";
import type { Group } from "../config/schema";
import { chooseImage } from "../image";
import type { TagsOf } from "../tags";

export interface LaunchTemplateSettings {
    /** Key of the group in the configuration, for messages: `groups.<name>`. */
    readonly key: string;
    readonly settings: Group;
    readonly securityGroupId: pulumi.Input<string>;
    readonly instanceProfileArn: pulumi.Input<string>;
    /** Key of the disks; absent for the one that AWS manages. */
    readonly kmsKeyArn?: string;
    /** Script of the first boot, as plain text. */
    readonly userData: pulumi.Input<string>;
    readonly tagsOf: TagsOf;
}

/** What a node of a group is: image, size, disk, address, permissions, and the script of its first boot. */
export function launchTemplate(
    name: string,
    { key, settings, securityGroupId, instanceProfileArn, kmsKeyArn, userData, tagsOf }: LaunchTemplateSettings,
    parent: pulumi.CustomResourceOptions,
): LaunchTemplate {
    const image = chooseImage(settings.image, `${key}.image`, "imageId", parent);
    const tags = { ...tagsOf(settings.role, name), "media:image-arch": settings.image.architecture };
    return new LaunchTemplate(
        name,
        {
            imageId: image.id,
            instanceType: settings.instanceTypes[0],
            ebsOptimized: "true",
            iamInstanceProfile: { arn: instanceProfileArn },
            metadataOptions: {
                httpEndpoint: "enabled",
                httpTokens: "required",
                httpPutResponseHopLimit: 1,
                instanceMetadataTags: "disabled",
            },
            monitoring: { enabled: true },
            // Cannot be switched on for an instance that runs already.
            ...(hibernates(settings.warmPool) && { hibernationOptions: { configured: true } }),
            blockDeviceMappings: [
                {
                    deviceName: image.rootDevice,
                    ebs: {
                        encrypted: "true",
                        ...(kmsKeyArn !== undefined && { kmsKeyId: kmsKeyArn }),
                        volumeType: "gp3",
                        volumeSize: settings.disk.gib,
                        deleteOnTermination: "true",
                    },
                },
            ],
            networkInterfaces: [
                {
                    deviceIndex: 0,
                    associatePublicIpAddress: String(settings.publicAddress),
                    deleteOnTermination: "true",
                    securityGroups: [securityGroupId],
                },
            ],
            tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
                resourceType,
                tags,
            })),
            userData: pulumi.output(userData).apply((script) => Buffer.from(script).toString("base64")),
            updateDefaultVersion: true,
            tags,
        },
        { ...parent, ignoreChanges: image.ignoreChanges },
    );
}
