import { invalid } from "./fault";
import type { FakeGroup, FakeNode, Fleet, HookCall } from "./fleet";
import { element, escaped } from "./xml";

const namespace = "http://autoscaling.amazonaws.com/doc/2011-01-01/";

/** Answers the calls of the Auto Scaling query API that the registrar makes. `pageSize` lowers what a page may hold. */
export function answerAutoScaling(fleet: Fleet, action: string, form: URLSearchParams, pageSize = Infinity): string {
    if (action === "DescribeAutoScalingGroups") return describeGroups(fleet, form, pageSize);
    if (action === "DescribeWarmPool") return describeWarmPool(fleet, form, pageSize);
    if (action === "DescribeLifecycleHooks") return describeHooks(fleet, form);
    if (action === "CompleteLifecycleAction" || action === "RecordLifecycleActionHeartbeat") {
        return actOnHook(fleet, action, form);
    }
    throw invalid(`Auto Scaling has no action ${action} here.`);
}

function describeGroups(fleet: Fleet, form: URLSearchParams, pageSize: number): string {
    const filter = [form.get("Filters.member.1.Name"), form.get("Filters.member.1.Values.member.1")];
    if (filter[0] !== "tag:media:registrar" || form.has("Filters.member.2.Name")) throw invalid("Unexpected filter.");
    const { page, next } = onePage(
        fleet.groups.filter(({ owner }) => owner === filter[1]),
        form,
        { most: 100, pageSize },
    );
    const groups = page.map((group) => element("member", groupXml(group))).join("");
    return response("DescribeAutoScalingGroups", element("AutoScalingGroups", groups) + element("NextToken", next));
}

function describeWarmPool(fleet: Fleet, form: URLSearchParams, pageSize: number): string {
    const group = fleet.groups.find(({ name }) => name === form.get("AutoScalingGroupName"));
    if (group?.pool === undefined) throw invalid("The group has no warm pool.");
    const { page, next } = onePage(group.pool, form, { most: 50, pageSize });
    return response("DescribeWarmPool", element("Instances", page.map(nodeXml).join("")) + element("NextToken", next));
}

function describeHooks(fleet: Fleet, form: URLSearchParams): string {
    const group = fleet.groups.find(({ name }) => name === form.get("AutoScalingGroupName"));
    const hooks = (group?.hooks ?? []).map(({ name, transition, heartbeat, metadata }) =>
        element(
            "member",
            [
                element("LifecycleHookName", name),
                element("LifecycleTransition", `autoscaling:EC2_INSTANCE_${transition}`),
                element("HeartbeatTimeout", heartbeat),
                element("NotificationMetadata", metadata && escaped(metadata)),
            ].join(""),
        ),
    );
    return response("DescribeLifecycleHooks", element("LifecycleHooks", hooks.join("")));
}

/** Answers as AWS does when the hook holds no such instance. */
function actOnHook(fleet: Fleet, action: HookCall["action"], form: URLSearchParams): string {
    const [hook, instanceId] = [form.get("LifecycleHookName") ?? "", form.get("InstanceId") ?? ""];
    const group = fleet.groups.find(({ name }) => name === form.get("AutoScalingGroupName"));
    const node = [...(group?.nodes ?? []), ...(group?.pool ?? [])].find((node) => node.instanceId === instanceId);
    if (group?.hooks?.some(({ name }) => name === hook) !== true || node?.lifecycleState.endsWith(":Wait") !== true) {
        throw invalid(`No active Lifecycle Action found with instance ID ${instanceId}`);
    }
    const result = form.get("LifecycleActionResult");
    fleet.hookCalls.push({ action, hook, instanceId, ...(result && { result }) });
    if (action === "CompleteLifecycleAction") {
        fleet.move(group, instanceId, node.lifecycleState.replace(":Wait", ":Proceed"));
    }
    return response(action, "");
}

function onePage<T>(all: readonly T[], form: URLSearchParams, { most, pageSize }: { most: number; pageSize: number }) {
    const asked = Number(form.get("MaxRecords") ?? 20);
    if (!(asked >= 1 && asked <= most)) throw invalid(`MaxRecords must be from 1 to ${most}.`);
    const start = Number(form.get("NextToken") ?? 0);
    const end = start + Math.min(asked, pageSize);
    return { page: all.slice(start, end), next: end < all.length ? String(end) : undefined };
}

function groupXml({ name, desired, status, nodes, pool }: FakeGroup): string {
    return [
        element("AutoScalingGroupName", name),
        element("DesiredCapacity", desired),
        element("Status", status),
        element("Instances", nodes.map(nodeXml).join("")),
        element("WarmPoolConfiguration", pool && element("PoolState", "Stopped")),
    ].join("");
}

function nodeXml({ instanceId, lifecycleState }: FakeNode): string {
    return element("member", element("InstanceId", instanceId) + element("LifecycleState", lifecycleState));
}

function response(action: string, result: string): string {
    return `<${action}Response xmlns="${namespace}">${element(`${action}Result`, result)}</${action}Response>`;
}
