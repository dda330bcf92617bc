import * as assert from "node:assert/strict";
import { Group as AutoScalingGroup } from "@pulumi/aws/autoscaling";
import type { Settings } from "../../../infra/config/merge";
import { changeSizes, followLoad, scheduledSizes } from "../../../infra/groups/scaling";
import { configWith } from "../../support/config";
import { modes, only, type Registration, run } from "../../support/program";

const drain = { sessionsUrl: "http://127.0.0.1:8099/sessions" };
const edge = (keys: Settings = {}) => configWith({ groups: { edge: { drain, ...keys } } }).groups.edge ?? assert.fail();

async function built(keys: Settings, preview = false): Promise<readonly Registration[]> {
    const { resources } = await run(
        () => {
            const group = new AutoScalingGroup("edge", { minSize: 1, maxSize: 2 });
            followLoad("edge", group, edge(keys), {});
            changeSizes("edge", group, edge(keys).schedules, {});
        },
        { preview },
    );
    return resources.filter(({ type }) => type !== "aws:autoscaling/group:Group");
}

const metric = { namespace: "MediaCluster/Nodes", name: "Sessions", target: 120 };

describe("followLoad", () => {
    for (const { mode, preview } of modes) {
        it(`aims at the average of a figure that nodes report (${mode})`, async () => {
            const resources = await built({ metric: { ...metric, dimensions: { App: "live" } } }, preview);

            const [cpu, figure] = ["edge-cpu", "edge-metric"].map((name) =>
                only(resources, "aws:autoscaling/policy:Policy", name),
            );
            assert.equal(cpu?.inputs.targetTrackingConfiguration.targetValue, 60);
            const { targetValue, customizedMetricSpecification } = figure?.inputs.targetTrackingConfiguration ?? {};
            const { metricDimensions, ...specification } = customizedMetricSpecification;
            assert.equal(targetValue, 120);
            assert.deepEqual(specification, {
                namespace: "MediaCluster/Nodes",
                metricName: "Sessions",
                statistic: "Average",
            });
            assert.deepEqual(
                metricDimensions.map(({ name }: { name: string }) => name),
                ["AutoScalingGroupName", "App"],
            );
            assert.ok(figure?.dependsOn.includes("edge"));
        });
    }

    it("follows the processors alone where no figure is named", async () => {
        assert.deepEqual(
            (await built({})).map(({ name }) => name),
            ["edge-cpu"],
        );
    });
});

describe("changeSizes", () => {
    it("changes what an entry names, in the operator's time zone, and leaves the rest", async () => {
        const resources = await built({
            schedules: [
                { at: "17:30", timeZone: "Europe/Berlin", min: 6 },
                { at: "08:05", days: ["SUN", "MON", "SAT"], timeZone: "Europe/Berlin", desired: 3, max: 20 },
            ],
        });

        const schedules = resources.filter(({ type }) => type === "aws:autoscaling/schedule:Schedule");
        assert.deepEqual(
            schedules.map(({ name, inputs, deletedWith }) => {
                const { autoscalingGroupName: _, ...own } = inputs;
                return { name, deletedWith, ...own };
            }),
            [
                {
                    name: "edge-size-1730",
                    deletedWith: "edge",
                    scheduledActionName: "size-1730",
                    recurrence: "30 17 * * *",
                    timeZone: "Europe/Berlin",
                    minSize: 6,
                    desiredCapacity: -1,
                    maxSize: -1,
                },
                {
                    name: "edge-size-0805-716",
                    deletedWith: "edge",
                    scheduledActionName: "size-0805-716",
                    recurrence: "5 8 * * 0,1,6",
                    timeZone: "Europe/Berlin",
                    minSize: -1,
                    desiredCapacity: 3,
                    maxSize: 20,
                },
            ],
        );
    });
});

describe("scheduledSizes", () => {
    const at = { at: "08:00", timeZone: "UTC" };

    it("names what deployments must leave to schedules", () => {
        assert.deepEqual(scheduledSizes(edge()), []);
        assert.deepEqual(scheduledSizes(edge({ schedules: [{ ...at, desired: 3 }] })), []);
        assert.deepEqual(scheduledSizes(edge({ schedules: [{ ...at, min: 3 }] })), ["minSize"]);
        assert.deepEqual(scheduledSizes(edge({ schedules: [{ ...at, min: 3, max: 12 }] })), ["minSize", "maxSize"]);
    });
});
