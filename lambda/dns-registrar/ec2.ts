import { isIPv4 } from "node:net";
import { DescribeInstancesCommand, type EC2Client, type Filter, type Instance } from "@aws-sdk/client-ec2";
import type { Retry } from "./pace";
import type { AddressKind } from "./settings";
import type { InstanceFacts } from "./situation";

/** Values that one filter of DescribeInstances may have. */
const valuesPerFilter = 200;
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

    private facts({ State, PublicIpAddress, PrivateIpAddress }: Instance): InstanceFacts {
        const gone = State?.Name === "shutting-down" || State?.Name === "terminated";
        const address = this.address === "public" ? PublicIpAddress : PrivateIpAddress;
        return address !== undefined && isIPv4(address) && !gone ? { gone, address } : { gone };
    }
}

function* chunks(values: readonly string[]): Generator<string[]> {
    for (let start = 0; start < values.length; start += valuesPerFilter) {
        yield values.slice(start, start + valuesPerFilter);
    }
}
