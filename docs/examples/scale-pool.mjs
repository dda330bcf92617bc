// Keeps a pool of media nodes neither too full nor too empty. Call scalePool every half minute from one place only.
//
//     import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
//     import { scalePool } from "./scale-pool.mjs";
//
//     await scalePool({ client: new AutoScalingClient(), groupName, usage, cordon, places });
import {
    DescribeAutoScalingGroupsCommand,
    SetDesiredCapacityCommand,
    SetInstanceProtectionCommand,
    TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";

/** Most instances in one call of SetInstanceProtection. */
const instancesPerCall = 50;

/**
 * What to change, decided from what is known.
 *
 * @param {{ desired: number, min: number, max: number, nodes: readonly { instanceId: string, isProtected: boolean }[] }} group
 *   the group with its nodes in service
 * @param {ReadonlyMap<string, number>} usage sessions by instance id; a node whose load nobody knows is left out
 * @param {{ perNode: number, leastFree: number, mostFree: number }} places sessions a node can take, and how many free places
 *   there should be in all
 * @returns {{ desired: number, remove: string[], protect: string[], unprotect: string[] }}
 */
export function planPool({ desired, min, max, nodes }, usage, { perNode, leastFree, mostFree }) {
    const sessionsOf = ({ instanceId }) => usage.get(instanceId);
    const isKnown = (node) => sessionsOf(node) !== undefined;
    const isEmpty = (node) => sessionsOf(node) === 0;
    // Then it is the counting that fails, and the pool is not full.
    const isBlind = nodes.length > 0 && !nodes.some(isKnown);
    // A node of unknown load counts as full: that may start a node too many, but never ends one.
    const free = nodes.reduce((sum, node) => sum + Math.max(0, perNode - (sessionsOf(node) ?? perNode)), 0);
    const onTheirWay = Math.max(0, desired - nodes.length);

    const missing = isBlind ? 0 : Math.ceil((leastFree - free - onTheirWay * perNode) / perNode);
    const wanted = Math.min(max, desired + Math.max(0, missing));

    const isQuiet = missing <= 0 && onTheirWay === 0 && nodes.every(isKnown);
    const spare = Math.min(
        Math.floor((free - leastFree) / perNode),
        Math.ceil((free - mostFree) / perNode),
        desired - min,
    );
    const empty = nodes.filter(isEmpty);
    return {
        desired: Math.max(desired, wanted),
        remove: isQuiet ? empty.slice(0, Math.max(0, spare)).map(({ instanceId }) => instanceId) : [],
        // Whoever lowers the desired capacity must not hit a node that may be busy.
        protect: nodes.filter((node) => !isEmpty(node) && !node.isProtected).map(({ instanceId }) => instanceId),
        unprotect: empty.filter(({ isProtected }) => isProtected).map(({ instanceId }) => instanceId),
    };
}

/**
 * Looks at the group once and changes what planPool says. Rejects when a call fails; the next round starts from what is then.
 *
 * @param {object} options
 * @param {import("@aws-sdk/client-auto-scaling").AutoScalingClient} options.client
 * @param {string} options.groupName the value of the stack's output `groups.<name>`
 * @param {ReadonlyMap<string, number>} options.usage
 * @param {(instanceId: string) => Promise<boolean>} options.cordon takes the node out of your own assignment of sessions, then
 *   tells whether it is still empty. Between reading the usage and ending the node somebody may have joined.
 * @param {{ perNode: number, leastFree: number, mostFree: number }} options.places
 */
export async function scalePool({ client, groupName, usage, cordon, places }) {
    const group = await describeGroup(client, groupName);
    const plan = planPool(group, usage, places);
    await setProtection(client, groupName, plan.protect, true);
    await setProtection(client, groupName, plan.unprotect, false);
    if (plan.desired > group.desired) {
        const change = { AutoScalingGroupName: groupName, DesiredCapacity: plan.desired, HonorCooldown: false };
        await client.send(new SetDesiredCapacityCommand(change));
    }
    const removed = [];
    for (const InstanceId of plan.remove) {
        if (!(await cordon(InstanceId))) continue;
        // By its id, and the desired capacity with it: a lower desired capacity alone lets the group choose the node.
        await client.send(
            new TerminateInstanceInAutoScalingGroupCommand({ InstanceId, ShouldDecrementDesiredCapacity: true }),
        );
        removed.push(InstanceId);
    }
    return { ...plan, removed };
}

async function describeGroup(client, groupName) {
    const { AutoScalingGroups: [group] = [] } = await client.send(
        new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] }),
    );
    if (!group) throw new Error(`There is no Auto Scaling group ${groupName}.`);
    const inService = (group.Instances ?? []).filter(({ LifecycleState }) => LifecycleState === "InService");
    return {
        desired: group.DesiredCapacity,
        min: group.MinSize,
        max: group.MaxSize,
        nodes: inService.map((node) => ({ instanceId: node.InstanceId, isProtected: node.ProtectedFromScaleIn })),
    };
}

async function setProtection(client, AutoScalingGroupName, instanceIds, ProtectedFromScaleIn) {
    for (let start = 0; start < instanceIds.length; start += instancesPerCall) {
        const InstanceIds = instanceIds.slice(start, start + instancesPerCall);
        await client.send(
            new SetInstanceProtectionCommand({ AutoScalingGroupName, InstanceIds, ProtectedFromScaleIn }),
        );
    }
}
