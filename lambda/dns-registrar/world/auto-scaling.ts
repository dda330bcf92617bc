import {
    type AutoScalingClient,
    type AutoScalingGroup,
    CompleteLifecycleActionCommand,
    DescribeAutoScalingGroupsCommand,
    DescribeLifecycleHooksCommand,
    DescribeWarmPoolCommand,
    type Instance,
    type LifecycleHook,
    RecordLifecycleActionHeartbeatCommand,
} from "@aws-sdk/client-auto-scaling";
import type { Retry } from "../pace";
import type { HookAction } from "../plan/hook-actions";
import type { GroupState, Hook, NodeState } from "./situation";

/** Groups that carry this tag with the owner id as its value are served. */
export const registrarTag = "media:registrar";

const groupsPerPage = 100;
const poolNodesPerPage = 50;
/** More pages than this mean that paging does not advance. */
const mostPages = 200;

/** Drain limit of a hook that does not say one: what Auto Scaling allows in all, 48 hours. */
const longestDrainSeconds = 48 * 60 * 60;

/** Auto Scaling, as far as the registrar uses it. */
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

    /** Completes or extends a hook. False when the hook does not hold the instance any more: somebody was faster. */
    async act({ kind, group, hook, instanceId }: HookAction, retry: Retry): Promise<boolean> {
        const held = { AutoScalingGroupName: group, LifecycleHookName: hook, InstanceId: instanceId };
        try {
            await retry<unknown>(() =>
                kind === "complete"
                    ? this.client.send(
                          new CompleteLifecycleActionCommand({ ...held, LifecycleActionResult: "CONTINUE" }),
                      )
                    : this.client.send(new RecordLifecycleActionHeartbeatCommand(held)),
            );
            return true;
        } catch (error) {
            if (error instanceof Error && /no active lifecycle action/i.test(error.message)) return false;
            throw error;
        }
    }

    private async hooks(group: string, retry: Retry): Promise<Hook[]> {
        const answer = await retry(() =>
            this.client.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName: group })),
        );
        return (answer.LifecycleHooks ?? []).flatMap((hook) => readHook(hook) ?? []);
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
        const desired = group.Status === undefined ? (group.DesiredCapacity ?? 0) : 0;
        const isHeld = nodes.some(({ lifecycleState }) => lifecycleState.endsWith(":Wait"));
        return { name, desired, nodes, hooks: isHeld ? await this.hooks(name, retry) : [] };
    }
}

function nodeState({ InstanceId, LifecycleState }: Instance): NodeState {
    return { instanceId: InstanceId ?? "", lifecycleState: LifecycleState ?? "" };
}

/**
 * Reads a hook, if it is of this program: its metadata say so, and how long a node may drain. Hooks of other tools are
 * theirs to complete.
 */
function readHook({
    LifecycleHookName: name,
    LifecycleTransition,
    HeartbeatTimeout,
    NotificationMetadata,
}: LifecycleHook): Hook | undefined {
    const metadata = parseMetadata(NotificationMetadata);
    if (name === undefined || metadata === undefined) return undefined;
    const { maxMinutes } = metadata;
    const limit = typeof maxMinutes === "number" && maxMinutes > 0 ? maxMinutes * 60 : longestDrainSeconds;
    return {
        name,
        on: LifecycleTransition === "autoscaling:EC2_INSTANCE_TERMINATING" ? "terminate" : "launch",
        heartbeatSeconds: HeartbeatTimeout ?? 3600,
        limitSeconds: Math.min(limit, longestDrainSeconds),
        endsWithSessions: metadata.endsWithSessions !== false,
    };
}

function parseMetadata(
    text: string | undefined,
): { readonly maxMinutes?: unknown; readonly endsWithSessions?: unknown } | undefined {
    try {
        const value: unknown = JSON.parse(text ?? "");
        const metadata = (typeof value === "object" ? value : undefined) as Record<string, unknown> | null | undefined;
        return metadata?.v === 1 ? metadata : undefined;
    } catch {
        return undefined; // another tool's metadata
    }
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
