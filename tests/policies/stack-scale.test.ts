import * as assert from "node:assert/strict";
import { type PolicyResource, unknownCheckingProxy } from "@pulumi/policy";
import { rules } from "../../policies/rules";
import { unknown } from "../support/policy-requests";

type Reads = { count: number };

/** Counts every property that a rule reads, so that growth shows without a clock. */
function counting<T extends object>(target: T, reads: Reads): T {
    return new Proxy(target, {
        get(object, key, receiver) {
            reads.count += 1;
            return Reflect.get(object, key, receiver);
        },
    });
}

/** A stack of media groups with templates, hooks, attachments and a database with a rule per group: 6 resources each. */
function stackOf(size: number, reads: Reads): PolicyResource[] {
    const resources: PolicyResource[] = [];
    const add = (type: string, name: string, props: object, relations: Record<string, PolicyResource[]> = {}) => {
        const counted = counting(props, reads);
        const resource = {
            type,
            name,
            urn: `urn:pulumi:test::media-cluster::${type}::${name}`,
            props: unknownCheckingProxy(counted),
            propertyDependencies: relations,
        } as unknown as PolicyResource;
        const added = counting(resource, reads);
        resources.push(added);
        return added;
    };
    const role = { "media:role": "edge", "media:image-arch": "x86_64" };
    const tags = [{ key: "media:role", value: "edge" }];
    const mongo = add("aws:ec2/securityGroup:SecurityGroup", "mongo", { tags: { "media:role": "mongo" } });
    for (let index = 0; index < size; index += 1) {
        const name = `n${index}`;
        const template = add("aws:ec2/launchTemplate:LaunchTemplate", name, { tags: role, instanceType: "c5.large" });
        const overrides = [{ instanceType: "c7g.large" }];
        const mixedInstancesPolicy = {
            launchTemplate: { launchTemplateSpecification: { launchTemplateId: unknown }, overrides },
        };
        const group = add(
            "aws:autoscaling/group:Group",
            name,
            { name, tags, mixedInstancesPolicy },
            { mixedInstancesPolicy: [template] },
        );
        const autoscalingGroupName = [group];
        const hook = { autoscalingGroupName: unknown, lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" };
        add("aws:autoscaling/lifecycleHook:LifecycleHook", name, hook, { autoscalingGroupName });
        add("aws:autoscaling/attachment:Attachment", name, { autoscalingGroupName: name, lbTargetGroupArn: unknown });
        const source = add("aws:ec2/securityGroup:SecurityGroup", name, { tags: { "media:role": "lb" } });
        const rule = {
            ipProtocol: "tcp",
            fromPort: 27017,
            toPort: 27017,
            referencedSecurityGroupId: unknown,
            securityGroupId: unknown,
        };
        const relations = { securityGroupId: [mongo], referencedSecurityGroupId: [source] };
        add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name, rule, relations);
    }
    return resources;
}

/** Number of findings and of reads for a stack of `size` groups. */
async function judge(policy: (typeof rules)[number]["policy"], size: number) {
    const reads = { count: 0 };
    const resources = stackOf(size, reads);
    let findings = 0;
    const notApplicable = (): never => {
        throw new Error("The rule must apply to this stack.");
    };
    assert.ok("validateStack" in policy);
    const args = { resources, stackTags: new Map(), getConfig: <T extends object>() => ({}) as T, notApplicable };
    await policy.validateStack(args, () => {
        findings += 1;
    });
    return { findings, reads: reads.count };
}

describe("stack rules on many resources", () => {
    const stackRules = rules.filter(({ policy }) => "validateStack" in policy);

    it("are these", () => {
        assert.deepEqual(
            stackRules.map(({ id }) => id),
            ["P03", "P05", "P09", "P28", "P29"],
        );
    });

    for (const { id, policy } of stackRules.filter(({ id }) => id !== "P28")) {
        it(`read each resource a bounded number of times: ${id}`, async () => {
            const small = await judge(policy, 40);
            const large = await judge(policy, 160);

            assert.deepEqual([small.findings, large.findings], [40, 160]);
            // Sorting adds a logarithm; comparing each with each would read sixteen times as much.
            assert.ok(large.reads < 6 * small.reads, `${small.reads} reads grew to ${large.reads}.`);
        });
    }

    it("read each resource a bounded number of times: P28, which finds nothing open here", async () => {
        const rule = stackRules.find(({ id }) => id === "P28");
        assert.ok(rule);

        const [small, large] = [await judge(rule.policy, 40), await judge(rule.policy, 160)];

        assert.deepEqual([small.findings, large.findings], [0, 0]);
        assert.ok(large.reads < 6 * small.reads, `${small.reads} reads grew to ${large.reads}.`);
    });
});
