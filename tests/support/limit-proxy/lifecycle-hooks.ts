import { invalid } from "../aws-servers/fault";
import { element, escaped } from "../aws-servers/xml";
import { type AwsAnswer, xmlAnswer } from "./aws-answer";
import type { AwsRequest } from "./aws-request";

/** A lifecycle hook of every group. */
export interface Hook {
    readonly name: string;
    readonly transition: "LAUNCHING" | "TERMINATING";
    /** Seconds. */
    readonly heartbeat: number;
    readonly metadata?: string;
}

const attribute = 'xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"';

/**
 * Lifecycle hooks before a server that knows no waiting nodes: it lists as `Terminating:Wait` what a test holds, and takes what
 * completes and extends a hook as Auto Scaling does.
 */
export class LifecycleHooks {
    readonly hooks: Hook[] = [];
    /** Instance ids that were extended, in order. */
    readonly extended: string[] = [];
    /** Instance ids whose hook was completed, in order. */
    readonly completed: string[] = [];
    /** Called when a hook is completed, before that is answered: ends the node behind. */
    onCompleted: (instanceId: string) => Promise<void> = async () => undefined;
    private readonly held = new Set<string>();

    /** Begins to end the nodes: from now on the group wants fewer, and the nodes wait. */
    hold(instanceIds: readonly string[]): void {
        for (const id of instanceIds) this.held.add(id);
    }

    /** The answer of the server behind, with the nodes that wait. */
    withHeld({ body, ...answer }: AwsAnswer): AwsAnswer {
        let held = 0;
        const nodes = body.toString().replaceAll(/<member>(?:(?!<\/?member>)[\s\S])*<\/member>/g, (member) => {
            const [, id = ""] = /<InstanceId>([^<]*)</.exec(member) ?? [];
            if (!this.held.has(id)) return member;
            held += 1;
            return member.replace(/(<LifecycleState>)[^<]*/, "$1Terminating:Wait");
        });
        const capacity = (_: string, tag: string, desired: string) => `${tag}${Number(desired) - held}`;
        return { ...answer, body: Buffer.from(nodes.replace(/(<DesiredCapacity>)(\d+)/, capacity)) };
    }

    async answer(action: string, { body }: AwsRequest): Promise<AwsAnswer> {
        const form = new URLSearchParams(body.toString());
        if (action === "DescribeLifecycleHooks") return response(action, element("LifecycleHooks", this.list()));
        const id = form.get("InstanceId") ?? "";
        const isOurs = this.hooks.some(({ name }) => name === form.get("LifecycleHookName"));
        if (!this.held.has(id) || !isOurs) throw invalid(`No active Lifecycle Action found with instance ID ${id}`);
        if (action === "RecordLifecycleActionHeartbeat") {
            this.extended.push(id);
            return response(action, "");
        }
        this.held.delete(id);
        this.completed.push(id);
        await this.onCompleted(id);
        return response(action, "");
    }

    private list(): string {
        return this.hooks
            .map(({ name, transition, heartbeat, metadata }) =>
                [
                    element("LifecycleHookName", name),
                    element("LifecycleTransition", `autoscaling:EC2_INSTANCE_${transition}`),
                    element("HeartbeatTimeout", heartbeat),
                    element("NotificationMetadata", metadata && escaped(metadata)),
                ].join(""),
            )
            .map((hook) => element("member", hook))
            .join("");
    }
}

function response(action: string, result: string): AwsAnswer {
    return xmlAnswer(`<${action}Response ${attribute}>${element(`${action}Result`, result)}</${action}Response>`);
}
