/** What happened to which node, whoever told it. The event only wakes a run; it decides nothing about a record. */
export interface NodeEvent {
    readonly kind: "launch" | "terminate";
    readonly group: string;
    readonly instanceId: string;
    /** `EC2`, `AutoScalingGroup` or `WarmPool`; often absent. */
    readonly origin?: string;
    readonly destination?: string;
    /** Set when a lifecycle hook waits. */
    readonly hook?: { readonly name: string; readonly token?: string };
    readonly activityId?: string;
    /** As sent, ISO 8601. */
    readonly at?: string;
}

/** A launch or a termination that failed. It changes no record. */
export interface FailureEvent {
    readonly kind: "launchError" | "terminateError";
    readonly group: string;
    readonly instanceId?: string;
    readonly activityId?: string;
    readonly at?: string;
}

/** Sent by Auto Scaling when a topic or a hook target is attached. */
export interface TestEvent {
    readonly kind: "test";
    readonly group?: string;
    readonly at?: string;
}

/**
 * A direct run.
 *
 * - `reconcile` compares everything and changes what differs
 * - `report` compares everything and changes nothing
 * - `drain-all` withdraws every name that no serving node needs, before the cluster is removed
 */
export interface DirectRun {
    readonly kind: "reconcile" | "report" | "drain-all";
    /** Who or what asked, for the logs. */
    readonly reason: string;
    /** Lets this run delete more than the guard against mass deletes would. */
    readonly massDeleteAllowed?: { readonly reason: string; readonly owner: string };
}

/** The call that a deployment makes so that there is one to make at its end: nothing is done. */
export interface StandbyCall {
    readonly kind: "standby";
}

/** Not understood; trying again cannot help. */
export interface UnknownEvent {
    readonly kind: "unknown";
    /** Full sentence without the payload. */
    readonly why: string;
}

export type RegistrarEvent = NodeEvent | FailureEvent | TestEvent | UnknownEvent;

type Fields = Readonly<Record<string, unknown>>;
type Occasion = NodeEvent["kind"] | FailureEvent["kind"];

/** Names of the same four occasions in classic notifications, hook messages and EventBridge detail types. */
const occasions = new Map<string, Occasion>([
    ["autoscaling:EC2_INSTANCE_LAUNCH", "launch"],
    ["autoscaling:EC2_INSTANCE_LAUNCHING", "launch"],
    ["EC2 Instance-launch Lifecycle Action", "launch"],
    ["EC2 Instance Launch Successful", "launch"],
    ["autoscaling:EC2_INSTANCE_TERMINATE", "terminate"],
    ["autoscaling:EC2_INSTANCE_TERMINATING", "terminate"],
    ["EC2 Instance-terminate Lifecycle Action", "terminate"],
    ["EC2 Instance Terminate Successful", "terminate"],
    ["autoscaling:EC2_INSTANCE_LAUNCH_ERROR", "launchError"],
    ["EC2 Instance Launch Unsuccessful", "launchError"],
    ["autoscaling:EC2_INSTANCE_TERMINATE_ERROR", "terminateError"],
    ["EC2 Instance Terminate Unsuccessful", "terminateError"],
]);
const directModes = ["reconcile", "report", "drain-all"] as const;
const testNotification = "autoscaling:TEST_NOTIFICATION";
const instanceIdPattern = /^i-([0-9a-f]{8}|[0-9a-f]{17})$/;

/** Reads a queue message: a classic notification, a hook message or an EventBridge event, raw or in an SNS envelope. */
export function parseMessage(body: string): RegistrarEvent {
    const outer = parseJson(body);
    if (outer === undefined) return unknown("The message is not a JSON object.");
    if (outer.Type !== "Notification") return parseNotice(outer);
    const inner = parseJson(text(outer.Message) ?? "");
    return inner === undefined ? unknown("The SNS envelope holds no JSON object.") : parseNotice(inner);
}

/** Reads what the function is called with directly: by the schedule, by a deployment or by hand. */
export function parseDirect(event: unknown): DirectRun | StandbyCall | UnknownEvent {
    if (!isFields(event) || event.source !== "mc.registrar") return unknown("The event is not for the registrar.");
    const { mode, dryRun = false, allowMassDeleteOnce } = event;
    if (mode === "farewell") {
        // Pulumi calls at each end of a resource's life (https://www.pulumi.com/registry/packages/aws/api-docs/lambda/invocation/).
        const isLast = isFields(event.tf) && event.tf.action === "delete";
        return isLast ? { kind: "drain-all", reason: "farewell" } : { kind: "standby" };
    }
    const kind = directModes.find((known) => known === mode);
    if (kind === undefined) {
        return unknown('The mode of a direct run must be "reconcile", "report", "drain-all" or "farewell".');
    }
    if (typeof dryRun !== "boolean") return unknown("dryRun must be true or false.");
    const massDeleteAllowed = allowMassDeleteOnce === undefined ? undefined : parseAllowance(allowMassDeleteOnce);
    if (allowMassDeleteOnce !== undefined && massDeleteAllowed === undefined) {
        return unknown("allowMassDeleteOnce must have a reason and an owner.");
    }
    return {
        kind: dryRun ? "report" : kind,
        reason: text(event.reason) ?? "direct",
        ...(massDeleteAllowed && { massDeleteAllowed }),
    };
}

function parseAllowance(value: unknown): DirectRun["massDeleteAllowed"] {
    if (!isFields(value)) return undefined;
    const [reason, owner] = [text(value.reason), text(value.owner)];
    return reason !== undefined && owner !== undefined ? { reason, owner } : undefined;
}

/** A node event as one line of text, and back. */
export function formatNodeEvent({ kind, group, instanceId, origin, at, hook }: NodeEvent): string {
    return JSON.stringify({
        kind,
        group,
        instanceId,
        ...present({ origin, at }),
        ...(hook && { hook: { name: hook.name } }),
    });
}

/** Reads what `formatNodeEvent` wrote; undefined for anything else. */
export function readNodeEvent(line: string): NodeEvent | undefined {
    const fields = parseJson(line);
    const [group, instanceId] = [text(fields?.group), text(fields?.instanceId)];
    const kind = fields?.kind;
    if ((kind !== "launch" && kind !== "terminate") || group === undefined || instanceId === undefined)
        return undefined;
    const hookName = isFields(fields?.hook) ? text(fields.hook.name) : undefined;
    return {
        kind,
        group,
        instanceId,
        ...present({ origin: text(fields?.origin), at: text(fields?.at) }),
        ...(hookName && { hook: { name: hookName } }),
    };
}

function parseNotice(notice: Fields): RegistrarEvent {
    const bridged = notice.source === "aws.autoscaling" && isFields(notice.detail) ? notice.detail : undefined;
    const what = text(notice["detail-type"]) ?? text(notice.LifecycleTransition) ?? text(notice.Event);
    const fields = bridged ?? notice;
    const at = text(notice.Time) ?? text(notice.time);
    const group = text(fields.AutoScalingGroupName);
    if (what === testNotification) return { kind: "test", ...present({ group, at }) };
    const kind = occasions.get(what ?? "");
    if (kind === undefined) return unknown("The message names no known transition.");
    if (group === undefined) return unknown("The message names no Auto Scaling group.");

    const givenId = text(fields.EC2InstanceId);
    const instanceId = givenId !== undefined && instanceIdPattern.test(givenId) ? givenId : undefined;
    const activityId = text(fields.ActivityId);
    if (kind === "launchError" || kind === "terminateError") {
        return { kind, group, ...present({ instanceId, activityId, at }) };
    }
    if (instanceId === undefined) return unknown("The message names no instance.");
    const hookName = text(fields.LifecycleHookName);
    const hook = hookName && { name: hookName, ...present({ token: text(fields.LifecycleActionToken) }) };
    const origin = text(fields.Origin);
    const destination = text(fields.Destination);
    return { kind, group, instanceId, ...present({ origin, destination, activityId, at }), ...(hook && { hook }) };
}

function parseJson(body: string): Fields | undefined {
    try {
        const value: unknown = JSON.parse(body);
        return isFields(value) ? value : undefined;
    } catch {
        return undefined; // reported by the caller as an unknown event
    }
}

function isFields(value: unknown): value is Fields {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}

/** Without the fields that are undefined, so that equal events are equal objects. */
function present<K extends string>(fields: Record<K, string | undefined>): Partial<Record<K, string>> {
    const entries = Object.entries<string | undefined>(fields).filter(([, value]) => value !== undefined);
    return Object.fromEntries(entries) as Partial<Record<K, string>>;
}

function unknown(why: string): UnknownEvent {
    return { kind: "unknown", why };
}
