import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Invocation } from "@pulumi/aws/lambda";
import { Schedule } from "@pulumi/aws/scheduler";
import type * as pulumi from "@pulumi/pulumi";
import { policyOf, trustOf } from "../iam";
import type { TagsOf } from "../tags";

/** What the registrar is called with when no event wakes it. */
function run(mode: "reconcile" | "farewell", reason: string): string {
    return JSON.stringify({ source: "mc.registrar", mode, reason });
}

export interface ScheduledRunArgs {
    readonly account: pulumi.Input<string>;
    readonly functionArn: pulumi.Input<string>;
    /** Minutes between two runs, 1 to 60. */
    readonly everyMinutes: number;
    readonly tagsOf: TagsOf;
}

/** Compares all records with all nodes again and again. */
export function scheduleRuns(name: string, args: ScheduledRunArgs, opts: pulumi.CustomResourceOptions): void {
    const { account, functionArn, everyMinutes, tagsOf } = args;
    const assumeRolePolicy = trustOf("scheduler.amazonaws.com", { StringEquals: { "aws:SourceAccount": account } });
    const role = new Role(name, { assumeRolePolicy, tags: tagsOf("dns", name) }, opts);
    const invoke = policyOf({ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: functionArn });
    const allowed = new RolePolicy(name, { role: role.id, policy: invoke }, opts);
    new Schedule(
        name,
        {
            description: "Compares all node records with all nodes, so that a lost event costs minutes at most",
            scheduleExpression: everyMinutes === 1 ? "rate(1 minute)" : `rate(${everyMinutes} minutes)`,
            flexibleTimeWindow: { mode: "OFF" },
            target: {
                arn: functionArn,
                roleArn: role.arn,
                input: run("reconcile", "schedule"),
                retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 300 },
            },
        },
        { ...opts, dependsOn: allowed },
    );
}

/**
 * Removes all names when the cluster is destroyed, so that none outlives its node and leads to a stranger. The run is made
 * before the groups, and therefore deleted after them and before the function. With this scope the provider calls the function
 * at that moment, too, and says so under the key `tf`; until then the call does nothing.
 */
export function farewellRun(
    name: string,
    functionName: pulumi.Input<string>,
    opts: pulumi.CustomResourceOptions,
): Invocation {
    const input = run("farewell", "deployment");
    return new Invocation(name, { functionName, input, lifecycleScope: "CRUD", terraformKey: "tf" }, opts);
}

/**
 * Compares all names once at the end of a deployment: the first nodes of a group start before its notifications exist.
 *
 * @param triggers Values whose change calls for another run.
 */
export function reconcileRun(
    name: string,
    functionName: pulumi.Input<string>,
    triggers: Record<string, pulumi.Input<string>>,
    opts: pulumi.CustomResourceOptions,
): Invocation {
    return new Invocation(name, { functionName, input: run("reconcile", "deployment"), triggers }, opts);
}
