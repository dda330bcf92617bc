import {
    AutoScalingClient,
    CreateAutoScalingGroupCommand,
    CreateLaunchConfigurationCommand,
    paginateDescribeAutoScalingGroups,
    SetDesiredCapacityCommand,
    TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client, paginateDescribeInstances } from "@aws-sdk/client-ec2";
import {
    ChangeResourceRecordSetsCommand,
    CreateHostedZoneCommand,
    ListResourceRecordSetsCommand,
    type ListResourceRecordSetsCommandInput,
    type ListResourceRecordSetsCommandOutput,
    type ResourceRecordSet,
    Route53Client,
} from "@aws-sdk/client-route-53";
import {
    CreateQueueCommand,
    DeleteMessageBatchCommand,
    type Message,
    ReceiveMessageCommand,
    SQSClient,
} from "@aws-sdk/client-sqs";

/** Credentials that moto does not look at. */
export const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" };

/** How the functions' resources are named in the account. */
export interface AccountNames {
    readonly group: string;
    /** Value of the tag `media:registrar`. */
    readonly owner: string;
    readonly zone: string;
    readonly table: string;
    /** Ends in `.fifo`. */
    readonly queue: string;
}

/**
 * An account of a moto server with one Auto Scaling group, a zone, a table and a queue. It talks to moto directly, past every
 * limit and fault: it is the side of the account that the functions do not see.
 */
export class Account {
    private readonly groups: AutoScalingClient;
    private readonly instances: EC2Client;
    private readonly zones: Route53Client;
    private readonly queues: SQSClient;
    private readonly tables: DynamoDBClient;
    /** moto's id of the zone. */
    zoneId = "";
    private queueUrl = "";
    private desired = 0;

    constructor(
        endpoint: string,
        private readonly names: AccountNames,
    ) {
        const options = { endpoint, region: "eu-west-1", credentials, maxAttempts: 1 };
        this.groups = new AutoScalingClient(options);
        this.instances = new EC2Client(options);
        this.zones = new Route53Client(options);
        this.queues = new SQSClient(options);
        this.tables = new DynamoDBClient(options);
    }

    async furnish(): Promise<void> {
        const { group, owner, zone, table, queue } = this.names;
        const nodes = { ImageId: "ami-04e9b7c2d1a835f60", InstanceType: "c7g.xlarge" } as const;
        await this.groups.send(new CreateLaunchConfigurationCommand({ LaunchConfigurationName: group, ...nodes }));
        await this.groups.send(
            new CreateAutoScalingGroupCommand({
                AutoScalingGroupName: group,
                LaunchConfigurationName: group,
                MinSize: 0,
                MaxSize: 5000,
                DesiredCapacity: 0,
                AvailabilityZones: ["eu-west-1a"],
                Tags: [{ Key: "media:registrar", Value: owner, PropagateAtLaunch: false }],
            }),
        );
        const made = await this.zones.send(new CreateHostedZoneCommand({ Name: zone, CallerReference: zone }));
        this.zoneId = made.HostedZone?.Id?.replace("/hostedzone/", "") ?? "";
        await this.tables.send(
            new CreateTableCommand({
                TableName: table,
                BillingMode: "PAY_PER_REQUEST",
                KeySchema: [
                    { AttributeName: "kind", KeyType: "HASH" },
                    { AttributeName: "id", KeyType: "RANGE" },
                ],
                AttributeDefinitions: ["kind", "id"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
            }),
        );
        const attributes = { FifoQueue: "true", VisibilityTimeout: "180" };
        const { QueueUrl } = await this.queues.send(
            new CreateQueueCommand({ QueueName: queue, Attributes: attributes }),
        );
        this.queueUrl = QueueUrl ?? "";
    }

    /** Path of the announcements' queue, below the endpoint. */
    get queuePath(): string {
        return new URL(this.queueUrl).pathname;
    }

    /** Raises the group's capacity; returns the ids of the new nodes. */
    async launch(count: number): Promise<string[]> {
        const before = await this.nodes();
        await this.resize(this.desired + count);
        return [...(await this.nodes()).keys()].filter((id) => !before.has(id));
    }

    /** Ends the nodes and lowers the capacity by as many. */
    async terminate(instanceIds: readonly string[]): Promise<void> {
        for (const InstanceId of instanceIds) {
            const ShouldDecrementDesiredCapacity = true;
            const end = { InstanceId, ShouldDecrementDesiredCapacity };
            await this.groups.send(new TerminateInstanceInAutoScalingGroupCommand(end));
            this.desired -= 1;
        }
    }

    /** Lowers the capacity to the number; returns the ids of the nodes that went. */
    async shrink(capacity: number): Promise<string[]> {
        const before = await this.nodes();
        await this.resize(capacity);
        const after = await this.nodes();
        return [...before.keys()].filter((id) => !after.has(id));
    }

    /** Public addresses of the nodes in service, by instance id: the truth. */
    async nodes(): Promise<Map<string, string>> {
        const ids: string[] = [];
        const groups = paginateDescribeAutoScalingGroups(
            { client: this.groups },
            { AutoScalingGroupNames: [this.names.group] },
        );
        for await (const { AutoScalingGroups = [] } of groups) {
            const listed = AutoScalingGroups.flatMap(({ Instances = [] }) => Instances);
            ids.push(...listed.filter(({ LifecycleState }) => LifecycleState === "InService").map(idOf));
        }
        const inService = new Set(ids);
        const nodes = new Map<string, string>();
        const running = { Filters: [{ Name: "instance-state-name", Values: ["running"] }], MaxResults: 1000 };
        for await (const { Reservations = [] } of paginateDescribeInstances({ client: this.instances }, running)) {
            for (const instance of Reservations.flatMap(({ Instances = [] }) => Instances)) {
                if (inService.has(idOf(instance))) nodes.set(idOf(instance), instance.PublicIpAddress ?? "");
            }
        }
        return nodes;
    }

    /** Puts record sets into the zone, as somebody else would. */
    async put(sets: readonly ResourceRecordSet[]): Promise<void> {
        const Changes = sets.map((ResourceRecordSet) => ({ Action: "CREATE" as const, ResourceRecordSet }));
        const change = { HostedZoneId: this.zoneId, ChangeBatch: { Changes } };
        await this.zones.send(new ChangeResourceRecordSetsCommand(change));
    }

    /** Every record set of the zone that is not the zone's own, in listing order. */
    async records(): Promise<ResourceRecordSet[]> {
        const sets: ResourceRecordSet[] = [];
        let from: ListResourceRecordSetsCommandInput | undefined = { HostedZoneId: this.zoneId };
        while (from !== undefined) {
            const page: ListResourceRecordSetsCommandOutput = await this.zones.send(
                new ListResourceRecordSetsCommand(from),
            );
            sets.push(...(page.ResourceRecordSets ?? []));
            const { IsTruncated, NextRecordName, NextRecordType } = page;
            const next = {
                HostedZoneId: this.zoneId,
                StartRecordName: NextRecordName,
                StartRecordType: NextRecordType,
            };
            from = IsTruncated ? next : undefined;
        }
        return sets.filter(({ Type }) => Type !== "NS" && Type !== "SOA");
    }

    /** Takes all messages out of the queue, in the order of their groups. */
    async messages(): Promise<Message[]> {
        const all: Message[] = [];
        for (;;) {
            const wanted = { QueueUrl: this.queueUrl, MaxNumberOfMessages: 10 };
            const { Messages = [] } = await this.queues.send(
                new ReceiveMessageCommand({ ...wanted, MessageSystemAttributeNames: ["All"] }),
            );
            if (Messages.length === 0) return all;
            all.push(...Messages);
            const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
            await this.queues.send(new DeleteMessageBatchCommand({ QueueUrl: this.queueUrl, Entries }));
        }
    }

    close(): void {
        for (const client of [this.groups, this.instances, this.zones, this.queues, this.tables]) client.destroy();
    }

    private async resize(capacity: number): Promise<void> {
        const size = { AutoScalingGroupName: this.names.group, DesiredCapacity: capacity };
        await this.groups.send(new SetDesiredCapacityCommand(size));
        this.desired = capacity;
    }
}

function idOf({ InstanceId }: { InstanceId?: string | undefined }): string {
    return InstanceId ?? "";
}
