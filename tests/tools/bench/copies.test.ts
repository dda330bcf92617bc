import * as assert from "node:assert/strict";
import {
    AnalyzeRequest,
    AnalyzerPropertyDependencies,
    AnalyzerResource,
    AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { resized } from "../../../tools/bench/copies";
import type { RecordedStack } from "../../../tools/bench/recorded-stack";

const urnOf = (type: string, name: string, stack = "prod") => `urn:pulumi:${stack}::media-cluster::${type}::${name}`;
const types = { stack: "pulumi:pulumi:Stack", group: "aws:autoscaling/group:Group", hook: "aws:autoscaling/hook:Hook" };
const stackUrn = urnOf(types.stack, "media-cluster-prod");
const groupUrn = urnOf(types.group, "prod-edge");
const hookUrn = urnOf(types.hook, "prod-edge-drain");

function resource(type: string, name: string, properties: Record<string, string>, dependencies: string[] = []) {
    const message = new AnalyzerResource()
        .setType(type)
        .setName(name)
        .setUrn(urnOf(type, name))
        .setParent(type === types.stack ? "" : stackUrn)
        .setProperties(Struct.fromJavaScript(properties))
        .setDependenciesList(dependencies);
    const ofGroup = new AnalyzerPropertyDependencies().setUrnsList(dependencies);
    message.getPropertydependenciesMap().set("group", ofGroup);
    return message;
}

const resources = [
    resource(types.stack, "media-cluster-prod", {}),
    resource(types.group, "prod-edge", { name: "prod-edge-7fa5587", product: "production" }),
    resource(types.hook, "prod-edge-drain", { transition: "launch" }, [groupUrn]),
];
const recorded = {
    project: { stack: "prod" },
    requests: resources.map((one) => new AnalyzeRequest().setType(one.getType()).setUrn(one.getUrn())),
    whole: new AnalyzeStackRequest().setResourcesList(resources),
} as unknown as RecordedStack;

const urns = (list: readonly { getUrn(): string }[]) => list.map((one) => one.getUrn());

describe("a recorded stack in another size", () => {
    it("is the same where the size is", () => {
        const same = resized(recorded, 3);

        assert.deepEqual(urns(same.whole.getResourcesList()), [stackUrn, groupUrn, hookUrn]);
        assert.deepEqual(urns(same.requests), [stackUrn, groupUrn, hookUrn]);
    });

    it("has copies with names and relations of their own, and one stack", () => {
        const { requests, whole } = resized(recorded, 6);

        const copied = whole.getResourcesList().slice(3);
        assert.deepEqual(urns(copied), [
            urnOf(types.group, "prod2-edge", "prod2"),
            urnOf(types.hook, "prod2-edge-drain", "prod2"),
            urnOf(types.group, "prod3-edge", "prod3"),
        ]);
        assert.deepEqual(urns(requests).slice(3), urns(copied));
        const [group, hook] = copied;
        assert.equal(group?.getName(), "prod2-edge");
        assert.deepEqual(group.getProperties()?.toJavaScript(), {
            name: "prod2-edge-7fa5587",
            product: "production",
        });
        assert.deepEqual(hook?.getDependenciesList(), [group.getUrn()]);
        assert.deepEqual(hook.getPropertydependenciesMap().get("group")?.getUrnsList(), [group.getUrn()]);
        assert.deepEqual(urns(resources), [stackUrn, groupUrn, hookUrn]);
    });

    it("keeps the mix where it is smaller", () => {
        const { requests, whole } = resized(recorded, 2);

        assert.deepEqual(urns(whole.getResourcesList()), [stackUrn, hookUrn]);
        assert.deepEqual(urns(requests), [stackUrn, hookUrn]);
    });
});
