import { isIPv4, isIPv6 } from "node:net";
import {
    DescribeInstanceStatusCommand,
    DescribeInstancesCommand,
    type EC2Client,
    type Filter,
    type Instance,
} from "@aws-sdk/client-ec2";
import type { Retry } from "../pace";
import type { AddressKind } from "../settings";
import type { InstanceFacts } from "./situation";

/** Values that one filter of DescribeInstances may have. */
const valuesPerFilter = 200;
/** Ids that DescribeInstanceStatus takes. */
const idsPerStatusCall = 100;
const instancesPerPage = 1000;
/** More pages than this mean that paging does not advance. */
const mostPages = 200;

/** EC2, as far as the registrar reads it. Ids that EC2 does not know are absent from the answers. */
export class Instances {
    constructor(
        private readonly client: EC2Client,
        private readonly address: AddressKind,
    ) {}

    /**
     * State and address of instances, by id.
     *
     * Asked by filter, not by id list: one id that EC2 does not know yet would fail the whole call.
     */
    async *describe(instanceIds: readonly string[], retry: Retry): AsyncGenerator<[string, InstanceFacts]> {
        for (const ids of chunks(instanceIds)) yield* this.search([{ Name: "instance-id", Values: ids }], retry);
    }

    /** Instances of the groups that are shutting down or terminated. EC2 remembers them for about an hour. */
    async *goneFrom(groupNames: readonly string[], retry: Retry): AsyncGenerator<[string, InstanceFacts]> {
        const states = { Name: "instance-state-name", Values: ["shutting-down", "terminated"] };
        for (const names of chunks(groupNames)) {
            yield* this.search([{ Name: "tag:aws:autoscaling:groupName", Values: names }, states], retry);
        }
    }

    private async *search(filters: Filter[], retry: Retry): AsyncGenerator<[string, InstanceFacts]> {
        let NextToken: string | undefined;
        for (let page = 0; page < mostPages; page += 1) {
            const answer = await retry(() =>
                this.client.send(
                    new DescribeInstancesCommand({ Filters: filters, MaxResults: instancesPerPage, NextToken }),
                ),
            );
            for (const { Instances: instances } of answer.Reservations ?? []) {
                for (const instance of instances ?? []) yield [instance.InstanceId ?? "", this.facts(instance)];
            }
            NextToken = answer.NextToken;
            if (NextToken === undefined || NextToken === "") return;
        }
        throw new Error(`EC2's answer did not end after ${mostPages} pages.`);
    }

    /** Ids of those instances that pass both of EC2's status checks. Absent instances are not sound. */
    async sound(instanceIds: readonly string[], retry: Retry): Promise<ReadonlySet<string>> {
        const sound = new Set<string>();
        for (const ids of chunks(instanceIds, idsPerStatusCall)) {
            const answer = await retry(() =>
                this.client.send(
                    new DescribeInstanceStatusCommand({
                        Filters: [
                            { Name: "instance-status.status", Values: ["ok"] },
                            { Name: "system-status.status", Values: ["ok"] },
                        ],
                        InstanceIds: ids,
                    }),
                ),
            );
            for (const { InstanceId } of answer.InstanceStatuses ?? []) if (InstanceId) sound.add(InstanceId);
        }
        return sound;
    }

    private facts({ State, PublicIpAddress, PrivateIpAddress, ...instance }: Instance): InstanceFacts {
        const gone = State?.Name === "shutting-down" || State?.Name === "terminated";
        if (gone) return { gone };
        const address = this.address === "public" ? PublicIpAddress : PrivateIpAddress;
        const { Ipv6Address, Placement, InstanceType } = instance;
        return {
            gone,
            ...(address !== undefined && isIPv4(address) && { address }),
            ...(Ipv6Address !== undefined && isIPv6(Ipv6Address) && { ipv6: Ipv6Address }),
            ...(PublicIpAddress && { publicIp: PublicIpAddress }),
            ...(PrivateIpAddress && { privateIp: PrivateIpAddress }),
            ...(Placement?.AvailabilityZone && { availabilityZone: Placement.AvailabilityZone }),
            ...(InstanceType && { instanceType: InstanceType }),
        };
    }
}

function* chunks(values: readonly string[], size = valuesPerFilter): Generator<string[]> {
    for (let start = 0; start < values.length; start += size) {
        yield values.slice(start, start + size);
    }
}
