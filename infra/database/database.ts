import { Volume } from "@pulumi/aws/ebs";
import { getSubnetOutput, Instance, NetworkInterface, VolumeAttachment } from "@pulumi/aws/ec2";
import { Record, Zone } from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import type { DatabaseMembers } from "../config/resolve";
import { NodeRole } from "../groups/node-role";
import { chooseImage } from "../image";
import { mongoUserData } from "../nodes/mongodb";
import type { TagsOf } from "../tags";
import { APP_USER, DatabaseSecrets } from "./database-secrets";
import { DatabaseTls } from "./database-tls";
import { SnapshotPlan } from "./snapshot-plan";

export interface DatabaseArgs {
    readonly settings: DatabaseMembers;
    readonly region: pulumi.Input<string>;
    readonly vpcId: pulumi.Input<string>;
    /** Private subnets; members are spread over them. */
    readonly subnetIds: pulumi.Output<string[]>;
    readonly securityGroupId: pulumi.Input<string>;
    /** Key of disks and secrets; absent for those that AWS manages. */
    readonly kmsKeyArn?: string;
    /** Whether the data is protected from deletion. */
    readonly protect: boolean;
    readonly tagsOf: TagsOf;
}

const replicaSet = "rs0";

/**
 * MongoDB replica set of one or three members. Each member has a name, a private address and a data volume that stay when
 * its server is replaced.
 */
export class Database extends pulumi.ComponentResource {
    /** DNS names of the members. */
    readonly hosts: readonly string[];
    /** Secret with the connection string for nodes. */
    readonly uriSecretArn: pulumi.Output<string>;
    /** Certificate of the authority that signed those of the members, as PEM. */
    readonly authority: pulumi.Output<string>;

    constructor(
        private readonly name: string,
        private readonly args: DatabaseArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("media-cluster:database:Database", name, args, opts);
        const { settings, vpcId, kmsKeyArn, protect, tagsOf } = args;
        const parent = { parent: this };
        // With the project, so that the dev stacks of two projects can live in one VPC.
        const zoneName = `${name}.${pulumi.getProject()}.internal`;
        const hosts = Array.from({ length: settings.members }, (_, index) => `mongo-${index + 1}.${zoneName}`);
        const certificates = new DatabaseTls(`${name}-tls`, { hosts }, parent);
        const { authority, members } = certificates;
        const secrets = new DatabaseSecrets(
            name,
            { hosts, authority, certificates: members, kmsKeyArn, protect, tagsOf },
            parent,
        );
        const role = new NodeRole(
            `${name}-server`,
            { role: "mongo", secretArns: [secrets.memberSecretArn], kmsKeyArn, tagsOf },
            parent,
        );
        const zone = new Zone(name, { name: zoneName, vpcs: [{ vpcId }], tags: tagsOf("mongo", name) }, parent);
        const target = `${pulumi.getProject()}-${name}`;
        new SnapshotPlan(`${name}-snapshots`, { target, keepDays: settings.backup.keepDays, tagsOf }, parent);
        const shared = { hosts, secrets, role, zone, backupTag: target };
        // One after the other: an update that stops servers must never stop a majority at once.
        let previous: pulumi.Resource[] = [];
        for (const index of hosts.keys()) previous = [this.createMember(index, shared, previous)];
        this.hosts = hosts;
        this.uriSecretArn = secrets.uriSecretArn;
        this.authority = authority;
        this.registerOutputs({ uriSecretArn: this.uriSecretArn });
    }

    /** @returns What the next member waits for. */
    private createMember(
        index: number,
        shared: {
            readonly hosts: readonly string[];
            readonly secrets: DatabaseSecrets;
            readonly role: NodeRole;
            readonly zone: Zone;
            readonly backupTag: string;
        },
        previous: pulumi.Resource[],
    ): pulumi.Resource {
        const { hosts } = shared;
        const { settings, region, subnetIds, securityGroupId, kmsKeyArn, protect, tagsOf } = this.args;
        const key = kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn };
        const name = `${this.name}-${index + 1}`;
        const host = hosts[index] ?? name;
        const parent = { parent: this };
        const tags = tagsOf("mongo", name);
        const subnetId = subnetIds.apply((ids) => ids[index % ids.length] ?? "");
        const address = new NetworkInterface(
            name,
            { subnetId, securityGroups: [securityGroupId], description: `Database server ${host}`, tags },
            parent,
        );
        const record = { zoneId: shared.zone.zoneId, name: host, type: "A", ttl: 60, records: [address.privateIp] };
        new Record(name, record, parent);
        const volume = new Volume(
            name,
            {
                availabilityZone: getSubnetOutput({ id: subnetId }, parent).availabilityZone,
                encrypted: true,
                ...key,
                type: "gp3",
                size: settings.disk.gib,
                // Whoever deletes the volume, on purpose or not, keeps what was on it.
                finalSnapshot: true,
                tags: { ...tags, "media:backup": shared.backupTag },
            },
            { ...parent, protect, retainOnDelete: protect },
        );
        const image = chooseImage(settings.image, "database.image", "ami", parent);
        const userData = pulumi
            .all([region, shared.secrets.memberSecretArn, volume.id])
            .apply(([region, secretArn, volumeId]) =>
                mongoUserData({ region, host, hosts, replicaSet, secretArn, volumeId, appUser: APP_USER }),
            );
        const server = new Instance(
            name,
            {
                ami: image.id,
                instanceType: settings.instanceType,
                iamInstanceProfile: shared.role.profileName,
                primaryNetworkInterface: { networkInterfaceId: address.id },
                metadataOptions: {
                    httpEndpoint: "enabled",
                    httpTokens: "required",
                    httpPutResponseHopLimit: 1,
                    instanceMetadataTags: "disabled",
                },
                monitoring: true,
                ebsOptimized: true,
                rootBlockDevice: { encrypted: true, ...key, volumeType: "gp3", volumeSize: 16, tags },
                userDataBase64: userData.apply((script) => Buffer.from(script).toString("base64")),
                userDataReplaceOnChange: false,
                tags: { ...tags, "media:image-arch": settings.image.architecture },
            },
            // Address and volume can be attached to one server at a time.
            { ...parent, dependsOn: previous, deleteBeforeReplace: true, ignoreChanges: image.ignoreChanges },
        );
        return new VolumeAttachment(
            name,
            { deviceName: "/dev/sdf", instanceId: server.id, volumeId: volume.id, stopInstanceBeforeDetaching: true },
            { ...parent, deleteBeforeReplace: true },
        );
    }
}
