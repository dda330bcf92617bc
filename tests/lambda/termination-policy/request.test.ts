import * as assert from "node:assert/strict";
import { parseRequest } from "../../../lambda/termination-policy/request";
import { candidate, capacity, idOf, scaleIn } from "./scale-in";

describe("the request for a termination", () => {
    it("is read from the event that Auto Scaling documents", () => {
        const request = parseRequest(
            scaleIn(
                [capacity(2, "eu-west-1b"), capacity(1, "eu-west-1b", "spot"), capacity(3, "eu-west-1c")],
                [candidate(1, "eu-west-1b"), candidate(2, "eu-west-1c")],
                { Cause: "INSTANCE_REFRESH", HasMoreInstances: true },
            ),
        );

        assert.deepEqual(request, {
            group: "pool-prod-media",
            cause: "INSTANCE_REFRESH",
            wanted: new Map([
                ["eu-west-1b on-demand", 2],
                ["eu-west-1b spot", 1],
                ["eu-west-1c on-demand", 3],
            ]),
            candidates: [
                { instanceId: idOf(1), pool: "eu-west-1b on-demand" },
                { instanceId: idOf(2), pool: "eu-west-1c on-demand" },
            ],
        });
    });

    it("adds up what is asked for twice, takes a node once, and leaves out nodes of other zones", () => {
        const { wanted, candidates } = parseRequest(
            scaleIn(
                [capacity(1), capacity(2), capacity(0, "eu-west-1c")],
                [candidate(1), candidate(1), candidate(2, "eu-west-1b"), candidate(3, "eu-west-1c")],
            ),
        );

        assert.equal(wanted.get("eu-west-1a on-demand"), 3);
        assert.deepEqual(
            candidates.map(({ instanceId }) => instanceId),
            [idOf(1)],
        );
    });

    const good = scaleIn([capacity(1)], [candidate(1)]);
    const { InstanceId: _, ...withoutId } = candidate(1);
    for (const [what, event, message] of [
        ["nothing", null, "The event has no AutoScalingGroupName."],
        ["no group", { ...good, AutoScalingGroupName: "" }, "The event has no AutoScalingGroupName."],
        ["no capacity", { ...good, CapacityToTerminate: undefined }, "The event has no CapacityToTerminate."],
        ["no instances", { ...good, Instances: {} }, "The event has no Instances."],
        [
            "a negative number",
            { ...good, CapacityToTerminate: [capacity(-1)] },
            "CapacityToTerminate asks for -1 nodes.",
        ],
        ["a fraction", { ...good, CapacityToTerminate: [capacity(0.5)] }, "CapacityToTerminate asks for 0.5 nodes."],
        [
            "an empty entry",
            { ...good, Instances: [null] },
            "An entry of the event has no AvailabilityZone or no InstanceMarketOption.",
        ],
        ["an instance without id", { ...good, Instances: [withoutId] }, "An entry of Instances has no InstanceId."],
    ] as const) {
        it(`is refused with ${what}`, () => {
            assert.throws(() => parseRequest(event), { name: "RequestError", message });
        });
    }
});
