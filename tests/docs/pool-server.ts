import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { invalid, Refusal } from "../support/aws-servers/fault";
import { element, escaped } from "../support/aws-servers/xml";

export interface PoolNode {
    readonly instanceId: string;
    state: string;
    isProtected: boolean;
}

/** One Auto Scaling group behind the query API of the service, with the checks that the service makes. */
export class PoolServer {
    readonly name = "pool-prod-media";
    desired = 0;
    min = 0;
    max = 10;
    nodes: PoolNode[] = [];
    /** Calls that change something, in order. */
    readonly changes: string[] = [];
    private readonly server = createServer((request, response) => {
        readForm(request)
            .then((form) => this.answer(form))
            .then(
                (xml) => response.writeHead(200, { "content-type": "text/xml" }).end(xml),
                (error: unknown) => {
                    const fault =
                        error instanceof Refusal
                            ? error.fault
                            : { status: 501, code: "Unknown", message: String(error) };
                    const inside = element("Code", fault.code) + element("Message", escaped(fault.message));
                    response.writeHead(fault.status, { "content-type": "text/xml" });
                    response.end(element("ErrorResponse", element("Error", element("Type", "Sender") + inside)));
                },
            );
    });

    async start(): Promise<string> {
        await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    /** Puts so many nodes into service and wants exactly these. Returns their ids. */
    fill(count: number, isProtected = false): string[] {
        this.nodes = Array.from({ length: count }, (_, index) => ({
            instanceId: `i-${(index + 1).toString(16).padStart(17, "0")}`,
            state: "InService",
            isProtected,
        }));
        this.desired = count;
        return this.nodes.map(({ instanceId }) => instanceId);
    }

    private answer(form: URLSearchParams): string {
        const action = form.get("Action") ?? "";
        const answers: Record<string, () => string> = {
            DescribeAutoScalingGroups: () => this.describe(form),
            SetDesiredCapacity: () => this.setDesired(form),
            SetInstanceProtection: () => this.protect(form),
            TerminateInstanceInAutoScalingGroup: () => this.terminate(form),
        };
        const result = answers[action]?.();
        if (result === undefined) throw invalid(`There is no action ${action} here.`);
        return element(`${action}Response`, element(`${action}Result`, result));
    }

    private describe(form: URLSearchParams): string {
        if (form.get("AutoScalingGroupNames.member.1") !== this.name) return element("AutoScalingGroups", "");
        const nodes = this.nodes.map(({ instanceId, state, isProtected }) =>
            element(
                "member",
                element("InstanceId", instanceId) +
                    element("LifecycleState", state) +
                    element("ProtectedFromScaleIn", String(isProtected)),
            ),
        );
        const group = [
            element("AutoScalingGroupName", this.name),
            element("MinSize", this.min),
            element("MaxSize", this.max),
            element("DesiredCapacity", this.desired),
            element("Instances", nodes.join("")),
        ].join("");
        return element("AutoScalingGroups", element("member", group));
    }

    private setDesired(form: URLSearchParams): string {
        this.checkGroup(form);
        const wanted = Number(form.get("DesiredCapacity"));
        if (!(wanted >= this.min && wanted <= this.max))
            throw invalid(`New SetDesiredCapacity value ${wanted} is out of range.`);
        this.changes.push(`desired ${wanted}`);
        this.desired = wanted;
        return "";
    }

    private protect(form: URLSearchParams): string {
        this.checkGroup(form);
        const ids = [...form].filter(([key]) => key.startsWith("InstanceIds.member.")).map(([, id]) => id);
        if (ids.length === 0 || ids.length > 50) throw invalid("From 1 to 50 instances can be given.");
        const isProtected = form.get("ProtectedFromScaleIn") === "true";
        for (const id of ids) this.inService(id).isProtected = isProtected;
        this.changes.push(`${isProtected ? "protect" : "unprotect"} ${ids.length}`);
        return "";
    }

    private terminate(form: URLSearchParams): string {
        if (form.get("ShouldDecrementDesiredCapacity") !== "true") throw invalid("The group would start another one.");
        if (this.desired - 1 < this.min) throw invalid("The group would be smaller than its minimum.");
        const node = this.inService(form.get("InstanceId") ?? "");
        node.state = "Terminating:Wait";
        this.desired -= 1;
        this.changes.push(`terminate ${node.instanceId}`);
        return "";
    }

    private inService(id: string): PoolNode {
        const node = this.nodes.find(({ instanceId, state }) => instanceId === id && state === "InService");
        if (node === undefined) throw invalid(`The instance ${id} is not in service.`);
        return node;
    }

    private checkGroup(form: URLSearchParams): void {
        if (form.get("AutoScalingGroupName") !== this.name) throw invalid("There is no such group.");
    }
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    return new URLSearchParams(Buffer.concat(parts).toString("utf8"));
}
