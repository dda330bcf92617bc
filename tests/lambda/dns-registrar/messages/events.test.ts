import * as assert from "node:assert/strict";
import {
    formatNodeEvent,
    type NodeEvent,
    parseDirect,
    parseMessage,
    readNodeEvent,
} from "../../../../lambda/dns-registrar/messages/events";
import { bridged, classic, hook, testNotice, wrapped } from "../notices";

const id = "i-0c4d1f6a92b7e8035";
const group = "pool-prod-media";
const activityId = "3b06e5d2-9c47-4f1a-a2d8-51e07fb96c14";

describe("messages of the events queue", () => {
    it("can be classic notifications without origin and destination", () => {
        assert.deepEqual(parseMessage(classic("EC2_INSTANCE_LAUNCH", id)), {
            kind: "launch",
            group,
            instanceId: id,
            activityId,
            at: "2026-10-14T09:41:27.512Z",
        });
    });

    it("can be hook messages, with the hook that waits", () => {
        const message = hook("TERMINATING", id, { Origin: "AutoScalingGroup", Destination: "WarmPool" });

        assert.deepEqual(parseMessage(message), {
            kind: "terminate",
            group,
            instanceId: id,
            origin: "AutoScalingGroup",
            destination: "WarmPool",
            at: "2026-10-14T18:02:10.447Z",
            hook: { name: "terminate-drain", token: "5e2d90b7-17fa-4c39-8f64-0ab3d6c85e12" },
        });
    });

    it("can be EventBridge lifecycle actions", () => {
        const detail = { LifecycleHookName: "launch-ready", Origin: "EC2", Destination: "WarmPool" };

        assert.deepEqual(parseMessage(bridged("EC2 Instance-launch Lifecycle Action", id, detail)), {
            kind: "launch",
            group,
            instanceId: id,
            origin: "EC2",
            destination: "WarmPool",
            at: "2026-10-14T06:00:38Z",
            hook: { name: "launch-ready" },
        });
    });

    for (const [message, kind] of [
        [classic("EC2_INSTANCE_LAUNCH", id), "launch"],
        [classic("EC2_INSTANCE_TERMINATE", id), "terminate"],
        [classic("EC2_INSTANCE_LAUNCH_ERROR", id), "launchError"],
        [classic("EC2_INSTANCE_TERMINATE_ERROR", id), "terminateError"],
        [hook("LAUNCHING", id), "launch"],
        [hook("TERMINATING", id), "terminate"],
        [bridged("EC2 Instance-launch Lifecycle Action", id), "launch"],
        [bridged("EC2 Instance-terminate Lifecycle Action", id), "terminate"],
        [bridged("EC2 Instance Launch Successful", id), "launch"],
        [bridged("EC2 Instance Terminate Successful", id), "terminate"],
        [bridged("EC2 Instance Launch Unsuccessful", id), "launchError"],
        [bridged("EC2 Instance Terminate Unsuccessful", id), "terminateError"],
        [testNotice(), "test"],
    ] as const) {
        const { Event, LifecycleTransition, "detail-type": type } = JSON.parse(message);
        it(`say ${kind} by ${Event ?? LifecycleTransition ?? type}, raw and wrapped alike`, () => {
            const event = parseMessage(message);

            assert.equal(event.kind, kind);
            assert.deepEqual(parseMessage(wrapped(message)), event);
        });
    }

    for (const statusCode of ["InProgress", "MidTerminatingLifecycleAction", "Successful", "Failed"]) {
        it(`are not judged by the status code ${statusCode}`, () => {
            assert.equal(
                parseMessage(classic("EC2_INSTANCE_TERMINATE", id, { StatusCode: statusCode })).kind,
                "terminate",
            );
        });
    }

    for (const [what, fields] of [
        ["Details as text", { Details: '{"Subnet ID":"subnet-1"}' }],
        ["metadata that is null", { NotificationMetadata: null }],
        ["metadata that is absent", { NotificationMetadata: undefined }],
        ["a token that is null", { LifecycleActionToken: null }],
    ] as const) {
        it(`are read with ${what}`, () =>
            assert.equal(parseMessage(hook("TERMINATING", id, fields)).kind, "terminate"));
    }

    it("may lack the instance of a launch that failed", () => {
        assert.deepEqual(parseMessage(classic("EC2_INSTANCE_LAUNCH_ERROR", "")), {
            kind: "launchError",
            group,
            activityId,
            at: "2026-10-14T09:41:27.512Z",
        });
    });

    for (const [what, body, why] of [
        ["text", "hello", "The message is not a JSON object."],
        ["nothing", "", "The message is not a JSON object."],
        ["a list", "[]", "The message is not a JSON object."],
        ["null", "null", "The message is not a JSON object."],
        ["an envelope around text", wrapped("hello"), "The SNS envelope holds no JSON object."],
        ["an envelope around nothing", '{"Type":"Notification"}', "The SNS envelope holds no JSON object."],
        ["an envelope in an envelope", wrapped(wrapped(testNotice())), "The message names no known transition."],
        ["a subscription request", '{"Type":"SubscriptionConfirmation"}', "The message names no known transition."],
        ["another transition", classic("EC2_INSTANCE_REBOOT", id), "The message names no known transition."],
        ["a property of all objects", classic("constructor", id), "The message names no known transition."],
        ["no group", hook("LAUNCHING", id, { AutoScalingGroupName: "" }), "The message names no Auto Scaling group."],
        ["no instance", hook("LAUNCHING", ""), "The message names no instance."],
        ["an odd instance id", hook("LAUNCHING", "i-0c4d1f6a92b7e8035; rm"), "The message names no instance."],
        ["an id that is a number", hook("LAUNCHING", id, { EC2InstanceId: 7 }), "The message names no instance."],
    ] as const) {
        it(`are not understood when they are ${what}`, () => {
            assert.deepEqual(parseMessage(body), { kind: "unknown", why });
        });
    }
});

describe("direct events", () => {
    const call = { source: "mc.registrar", mode: "reconcile", reason: "schedule" };

    for (const [what, event, expected] of [
        ["a reconciliation", { ...call, dryRun: false }, { kind: "reconcile", reason: "schedule" }],
        ["a report", { ...call, mode: "report", reason: undefined }, { kind: "report", reason: "direct" }],
        ["a report instead of changes", { ...call, dryRun: true }, { kind: "report", reason: "schedule" }],
        ["the end of all names", { ...call, mode: "drain-all" }, { kind: "drain-all", reason: "schedule" }],
        [
            "the end of all names when Pulumi deletes the call",
            { ...call, mode: "farewell", tf: { action: "delete", prev_input: null } },
            { kind: "drain-all", reason: "farewell" },
        ],
        [
            "nothing when Pulumi creates the call",
            { ...call, mode: "farewell", tf: { action: "create" } },
            { kind: "standby" },
        ],
        [
            "nothing when Pulumi updates the call",
            { ...call, mode: "farewell", tf: { action: "update" } },
            { kind: "standby" },
        ],
        ["nothing when somebody else makes the call", { ...call, mode: "farewell" }, { kind: "standby" }],
        [
            "what they say whatever Pulumi does",
            { ...call, mode: "report", tf: { action: "delete" } },
            { kind: "report", reason: "schedule" },
        ],
        [
            "a reconciliation that may delete many",
            { ...call, allowMassDeleteOnce: { reason: "zone moved", owner: "platform-team" } },
            {
                kind: "reconcile",
                reason: "schedule",
                massDeleteAllowed: { reason: "zone moved", owner: "platform-team" },
            },
        ],
    ] as const) {
        it(`ask for ${what}`, () => {
            assert.deepEqual(parseDirect(event), expected);
        });
    }

    const notForUs = "The event is not for the registrar.";
    const noMode = 'The mode of a direct run must be "reconcile", "report", "drain-all" or "farewell".';
    const noAllowance = "allowMassDeleteOnce must have a reason and an owner.";
    for (const [event, why] of [
        [{ source: "aws.events", mode: "reconcile" }, notForUs],
        [null, notForUs],
        ["reconcile", notForUs],
        [{ source: "mc.registrar", mode: "drain" }, noMode],
        [{ source: "mc.registrar" }, noMode],
        [{ ...call, dryRun: "yes" }, "dryRun must be true or false."],
        [{ ...call, allowMassDeleteOnce: true }, noAllowance],
        [{ ...call, allowMassDeleteOnce: { reason: "zone moved" } }, noAllowance],
        [{ ...call, allowMassDeleteOnce: { reason: "", owner: "platform-team" } }, noAllowance],
    ] as const) {
        it(`are not understood as ${JSON.stringify(event)}`, () => {
            assert.deepEqual(parseDirect(event), { kind: "unknown", why });
        });
    }
});

describe("events that are left for another run", () => {
    it("come back as they were, without what decides nothing", () => {
        for (const body of [
            classic("EC2_INSTANCE_LAUNCH", id, { Origin: "WarmPool", Destination: "AutoScalingGroup" }),
            hook("TERMINATING", id, { Origin: "AutoScalingGroup", Destination: "EC2" }),
        ]) {
            const { kind, group, instanceId, origin, at, hook: held } = parseMessage(body) as NodeEvent;

            assert.deepEqual(readNodeEvent(formatNodeEvent(parseMessage(body) as NodeEvent)), {
                kind,
                group,
                instanceId,
                at,
                ...(origin && { origin }),
                ...(held && { hook: { name: held.name } }),
            });
        }
    });

    for (const line of [
        "",
        "7",
        "{}",
        '{"kind":"test","group":"a","instanceId":"i"}',
        '{"kind":"launch","group":"a"}',
    ]) {
        it(`are nothing when the line is ${JSON.stringify(line)}`, () => {
            assert.equal(readNodeEvent(line), undefined);
        });
    }
});
