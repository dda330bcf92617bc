import * as assert from "node:assert/strict";
import {
    type AutoScalingClient,
    DescribeAutoScalingGroupsCommand,
    DescribeLifecycleHooksCommand,
    DescribeWarmPoolCommand,
} from "@aws-sdk/client-auto-scaling";
import { Groups } from "../../../../lambda/dns-registrar/world/auto-scaling";
import type { GroupState } from "../../../../lambda/dns-registrar/world/situation";
import { groupName, idOf } from "../situations";

type Answer = Record<string, unknown>;

const once = <T>(call: () => Promise<T>) => call();
const draining = { InstanceId: idOf(1), LifecycleState: "Terminating:Wait" };

interface Answers {
    readonly groups?: (token: string | undefined) => Answer;
    readonly pool?: (token: string | undefined) => Answer;
    readonly hooks?: readonly Answer[];
    readonly action?: () => Answer;
}

/** Auto Scaling with one group that holds a draining node, unless stated, and the commands it was sent. */
function autoScaling({ hooks = [], action = () => ({}), pool = () => ({}), ...answers }: Answers = {}) {
    const sent: object[] = [];
    const group = { AutoScalingGroupName: groupName, DesiredCapacity: 2, Instances: [draining] };
    const groups = answers.groups ?? (() => ({ AutoScalingGroups: [group] }));
    const client = {
        send: async (command: { readonly input: { readonly NextToken?: string } }) => {
            sent.push(command);
            if (command instanceof DescribeAutoScalingGroupsCommand) return groups(command.input.NextToken);
            if (command instanceof DescribeWarmPoolCommand) return pool(command.input.NextToken);
            if (command instanceof DescribeLifecycleHooksCommand) return { LifecycleHooks: hooks };
            return action();
        },
    };
    return { groups: new Groups(client as unknown as AutoScalingClient, "3cc518fd"), sent };
}

async function read(answers?: Answers): Promise<{ found: GroupState[]; sent: readonly object[] }> {
    const { groups, sent } = autoScaling(answers);
    const found: GroupState[] = [];
    for await (const group of groups.read(once)) found.push(group);
    return { found, sent };
}

function hook(fields: Answer): Answer {
    return {
        LifecycleHookName: "terminate-drain",
        LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
        HeartbeatTimeout: 900,
        NotificationMetadata: JSON.stringify({ v: 1, maxMinutes: 120 }),
        ...fields,
    };
}

describe("the hooks of a group", () => {
    const allowed = 48 * 3600;

    for (const [what, fields, expected] of [
        [
            "the drain hook",
            {},
            {
                name: "terminate-drain",
                on: "terminate",
                heartbeatSeconds: 900,
                limitSeconds: 7200,
                endsWithSessions: true,
            },
        ],
        [
            "the launch hook",
            { LifecycleHookName: "launch-ready", LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" },
            { name: "launch-ready", on: "launch", heartbeatSeconds: 900, limitSeconds: 7200, endsWithSessions: true },
        ],
        [
            "a hook without a time of its own, as Auto Scaling waits then",
            { HeartbeatTimeout: undefined },
            {
                name: "terminate-drain",
                on: "terminate",
                heartbeatSeconds: 3600,
                limitSeconds: 7200,
                endsWithSessions: true,
            },
        ],
    ] as const) {
        it(`are read with all that matters: ${what}`, async () => {
            const { found } = await read({ hooks: [hook(fields)] });

            assert.deepEqual(found[0]?.hooks, [expected]);
        });
    }

    for (const [endsWithSessions, expected] of [
        [undefined, true],
        [true, true],
        [false, false],
    ] as const) {
        it(`end with the sessions of a node unless they say that nobody counts these (${endsWithSessions})`, async () => {
            const NotificationMetadata = JSON.stringify({ v: 1, maxMinutes: 120, endsWithSessions });
            const { found } = await read({ hooks: [hook({ NotificationMetadata })] });

            assert.equal(found[0]?.hooks[0]?.endsWithSessions, expected);
        });
    }

    for (const maxMinutes of [undefined, null, "120", 0, -5, 2881, 1e9]) {
        it(`allow what Auto Scaling allows when their limit is ${JSON.stringify(maxMinutes)} minutes`, async () => {
            const { found } = await read({
                hooks: [hook({ NotificationMetadata: JSON.stringify({ v: 1, maxMinutes }) })],
            });

            assert.equal(found[0]?.hooks[0]?.limitSeconds, allowed);
        });
    }

    it("are those that this program made", async () => {
        const { found } = await read({
            hooks: [hook({}), hook({ LifecycleHookName: "deploy", NotificationMetadata: "x" })],
        });

        assert.deepEqual(
            found[0]?.hooks.map(({ name }) => name),
            ["terminate-drain"],
        );
    });
});

describe("the pages of Auto Scaling's answer", () => {
    it("are the groups with this registrar's tag", async () => {
        const { sent } = await read();

        const [first] = sent;
        assert.ok(first instanceof DescribeAutoScalingGroupsCommand);
        assert.deepEqual(first.input.Filters, [{ Name: "tag:media:registrar", Values: ["3cc518fd"] }]);
    });

    for (const end of [undefined, ""]) {
        it(`end with a token that is ${JSON.stringify(end)}`, async () => {
            const groups = (token: string | undefined) => ({ NextToken: token === undefined ? "2" : end });

            assert.equal((await read({ groups })).sent.length, 2);
        });
    }

    it("end with a fault when there are too many, of groups or of a pool", async () => {
        const group = { AutoScalingGroupName: groupName, WarmPoolConfiguration: {} };
        const endless = () => ({ NextToken: "again" });

        await assert.rejects(read({ groups: endless }), /did not end after 200 pages/);
        await assert.rejects(
            read({ groups: () => ({ AutoScalingGroups: [group] }), pool: endless }),
            /did not end after 200 pages/,
        );
    });

    it("hold a warm pool only where there is one", async () => {
        const { sent } = await read();

        assert.ok(sent.every((command) => !(command instanceof DescribeWarmPoolCommand)));
    });
});

describe("a call about a hook", () => {
    const action = { group: groupName, hook: "terminate-drain", instanceId: idOf(1) };
    const held = { AutoScalingGroupName: groupName, LifecycleHookName: "terminate-drain", InstanceId: idOf(1) };

    for (const [kind, why, name, fields] of [
        ["complete", "deadline", "CompleteLifecycleActionCommand", { LifecycleActionResult: "CONTINUE" }],
        ["extend", "draining", "RecordLifecycleActionHeartbeatCommand", {}],
    ] as const) {
        it(`to ${kind} it names the instance, not a token`, async () => {
            const { groups, sent } = autoScaling();

            assert.equal(await groups.act({ ...action, kind, why }, once), true);
            assert.deepEqual(
                sent.map((command) => [command.constructor.name, "input" in command && command.input]),
                [[name, { ...held, ...fields }]],
            );
        });
    }

    it("has no effect when somebody was faster", async () => {
        const { groups } = autoScaling({
            action: () => {
                throw new Error("No active Lifecycle Action found with instance ID i-1");
            },
        });

        assert.equal(await groups.act({ ...action, kind: "complete", why: "deadline" }, once), false);
    });

    it("fails for any other fault", async () => {
        const { groups } = autoScaling({
            action: () => {
                throw new Error("User is not authorized");
            },
        });

        await assert.rejects(groups.act({ ...action, kind: "extend", why: "draining" }, once), /not authorized/);
    });
});
