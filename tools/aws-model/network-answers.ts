import { accountOf, partitionOf } from "./context";
import { imageId, images } from "./images";
import { instances } from "./instances";
import { networks } from "./networks";
import { type Answer, files, UnansweredQuestionError } from "./question";
import { zonesOf } from "./zones";

/** Answers about existing networks and what lies in them, all by id. What a resource does not have is empty, as in AWS. */

export const recordedVpc: Answer = ({ id }, _context, question) => {
    const vpc = typeof id === "string" ? networks[id] : undefined;
    if (vpc === undefined) {
        throw new UnansweredQuestionError(question, ", because no such VPC is recorded", files.networks);
    }
    const { cidrBlock, moreCidrBlocks = [], ipv6CidrBlock = "" } = vpc;
    const cidrBlockAssociations = [cidrBlock, ...moreCidrBlocks].map((range, index) => ({
        associationId: `vpc-cidr-assoc-${index}`,
        cidrBlock: range,
        state: "associated",
    }));
    return {
        id,
        cidrBlock,
        cidrBlockAssociations,
        ipv6CidrBlock,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        state: "available",
    };
};

export const recordedSubnet: Answer = ({ id }, { region }, question) => {
    const found = subnetOf(id);
    if (found === undefined) {
        throw new UnansweredQuestionError(question, ", because no such subnet is recorded", files.networks);
    }
    const { vpcId, cidrBlock, ipv6CidrBlock = "", zone } = found;
    return { id, cidrBlock, ipv6CidrBlock, availabilityZone: zonesOf(region)[zone], vpcId, state: "available" };
};

export const recordedSecurityGroup: Answer = ({ id, vpcId: wanted }, context, question) => {
    for (const [vpcId, { securityGroups }] of Object.entries(networks)) {
        const name = typeof id === "string" ? securityGroups[id] : undefined;
        // AWS finds nothing when the group lies elsewhere.
        if (name === undefined || (wanted !== undefined && wanted !== vpcId)) continue;
        const arn = `arn:${partitionOf(context.region)}:ec2:${context.region}:${accountOf(context)}:security-group/${id}`;
        return { id, vpcId, name, description: name, arn };
    }
    throw new UnansweredQuestionError(question, ", because no such security group is recorded", files.networks);
};

/** AWS tells no architecture here: the image that `ami` names has one. */
export const recordedInstance: Answer = ({ instanceId, filters, instanceTags }, context, question) => {
    const instance = typeof instanceId === "string" ? instances[instanceId] : undefined;
    const subnet = subnetOf(instance?.subnetId);
    if (instance === undefined || subnet === undefined || filters !== undefined || instanceTags !== undefined) {
        const detail = ", because only instances that are asked for by id alone are recorded, and not this one";
        throw new UnansweredQuestionError(question, detail, files.instances);
    }
    const { region } = context;
    const { image, state, subnetId, privateIp, publicIp = "", instanceType, vpcSecurityGroupIds } = instance;
    const recorded = images.find(({ name }) => name === image);
    return {
        id: instanceId,
        instanceId,
        arn: `arn:${partitionOf(region)}:ec2:${region}:${accountOf(context)}:instance/${instanceId}`,
        ami: recorded ? imageId(recorded, region) : image,
        instanceState: state,
        instanceType,
        availabilityZone: zonesOf(region)[subnet.zone],
        subnetId,
        privateIp,
        publicIp,
        associatePublicIpAddress: publicIp !== "",
        ipv6Addresses: [],
        vpcSecurityGroupIds,
    };
};

function subnetOf(id: unknown) {
    for (const [vpcId, { subnets }] of Object.entries(networks)) {
        const subnet = typeof id === "string" ? subnets[id] : undefined;
        if (subnet !== undefined) return { ...subnet, vpcId };
    }
    return undefined;
}
