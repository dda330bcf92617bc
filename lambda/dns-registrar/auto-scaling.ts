import {
    type AutoScalingClient,
    type AutoScalingGroup,
    DescribeAutoScalingGroupsCommand,
    DescribeWarmPoolCommand,
    type Instance,
} from "@aws-sdk/client-auto-scaling";
import type { Retry } from "./pace";
import type { GroupState, NodeState } from "./situation";

/** Groups that carry this tag with the owner id as its value are served. */
export const registrarTag = "media:registrar";

const groupsPerPage = 100;
const poolNodesPerPage = 50;
/** More pages than this mean that paging does not advance. */
const mostPages = 200;

/** Auto Scaling, as far as the registrar reads it. */
export class Groups {
    constructor(
        private readonly client: AutoScalingClient,
        private readonly ownerId: string,
    ) {}

    /**
     * All served groups with their nodes and those of their warm pools, page by page.
     *
     * A generator, so that a caller who meets an error still has the groups read before it.
     */
    async *read(retry: Retry): AsyncGenerator<GroupState> {
        const filters = [{ Name: `tag:${registrarTag}`, Values: [this.ownerId] }];
        const pages = eachPage((NextToken) =>
            retry(() =>
                this.client.send(
                    new DescribeAutoScalingGroupsCommand({ Filters: filters, MaxRecords: groupsPerPage, NextToken }),
                ),
            ),
        );
        for await (const page of pages) {
            for (const group of page.AutoScalingGroups ?? []) yield await this.withPool(group, retry);
        }
    }

    private async withPool(group: AutoScalingGroup, retry: Retry): Promise<GroupState> {
        const name = group.AutoScalingGroupName ?? "";
        const nodes = (group.Instances ?? []).map(nodeState);
        if (group.WarmPoolConfiguration !== undefined) {
            const pages = eachPage((NextToken) =>
                retry(() =>
                    this.client.send(
                        new DescribeWarmPoolCommand({
                            AutoScalingGroupName: name,
                            MaxRecords: poolNodesPerPage,
                            NextToken,
                        }),
                    ),
                ),
            );
            for await (const page of pages) nodes.push(...(page.Instances ?? []).map(nodeState));
        }
        // A status is set only while the group is being deleted: it wants no nodes then, whatever its capacity says.
        return { name, desired: group.Status === undefined ? (group.DesiredCapacity ?? 0) : 0, nodes };
    }
}

function nodeState({ InstanceId, LifecycleState }: Instance): NodeState {
    return { instanceId: InstanceId ?? "", lifecycleState: LifecycleState ?? "" };
}

async function* eachPage<T extends { NextToken?: string | undefined }>(
    fetch: (token: string | undefined) => Promise<T>,
): AsyncGenerator<T> {
    let token: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
        const answer = await fetch(token);
        yield answer;
        token = answer.NextToken;
        if (token === undefined || token === "") return;
    }
    throw new Error(`Auto Scaling's answer did not end after ${mostPages} pages.`);
}
