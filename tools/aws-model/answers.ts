import { accountOf, type ModelContext, partitionOf } from "./context";
import { findImages, imageId, images } from "./images";
import { type Inputs, isRecord } from "./markers";
import { networks } from "./networks";
import { nameSuffix } from "./physical-name";
import { zonesOf } from "./zones";

export interface Question {
    /** Function token such as `aws:ec2/getAmi:getAmi`. */
    readonly token: string;
    readonly args: Inputs;
}

/** Files that a reader extends to answer another question. */
const files = {
    answers: "tools/aws-model/answers.ts",
    images: "tools/aws-model/images.ts",
    networks: "tools/aws-model/networks.ts",
};

/** Thrown for a provider function without a recorded answer: the preview has no network to ask AWS. */
export class UnansweredQuestionError extends Error {
    override readonly name = "UnansweredQuestionError";

    constructor({ token, args }: Question, detail = "", file = files.answers) {
        const keys = Object.keys(args).sort().join(", ");
        super(
            `The program asks AWS through ${token} with ${keys === "" ? "no arguments" : `the arguments ${keys}`}, ` +
                `and there is no recorded answer${detail}. Add one in ${file}.`,
        );
    }
}

type Answer = (args: Inputs, context: ModelContext, question: Question) => Inputs;

const text = (value: unknown, otherwise: string) => (typeof value === "string" && value !== "" ? value : otherwise);
const texts = (value: unknown) => (Array.isArray(value) ? value.filter((item) => typeof item === "string") : []);

const answers: Record<string, Answer> = {
    "aws:ec2/getAmi:getAmi": newestImage,
    "aws:index/getAvailabilityZones:getAvailabilityZones": (_args, { region }) => {
        const names = zonesOf(region);
        const zoneIds = names.map((_name, index) => `${region.replace(/-(.)[a-z]*-/, "$1")}-az${index + 1}`);
        return { id: region, region, names, zoneIds, groupNames: [region] };
    },
    "aws:index/getCallerIdentity:getCallerIdentity": (_args, context) => {
        const id = accountOf(context);
        return {
            id,
            accountId: id,
            arn: `arn:${partitionOf(context.region)}:iam::${id}:user/preview`,
            userId: "AIDAPREVIEW",
        };
    },
    "aws:index/getRegion:getRegion": ({ region: given }, context) => {
        const region = text(given, context.region);
        return { id: region, name: region, region, description: region, endpoint: `ec2.${region}.amazonaws.com` };
    },
    "aws:index/getPartition:getPartition": (_args, { region }) => {
        const partition = partitionOf(region);
        const dnsSuffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
        return { id: partition, partition, dnsSuffix, reverseDnsPrefix: dnsSuffix.split(".").reverse().join(".") };
    },
    "aws:route53/getZone:getZone": ({ name: given, zoneId: id, privateZone }, context) => {
        const name = text(given, "example.com").replace(/\.$/, "");
        const zoneId = text(id, `Z0${nameSuffix(`zone ${name}`).toUpperCase()}`);
        const nameServers = [1, 2, 3, 4].map((number) => `ns-${number}.awsdns-0${number}.org`);
        const arn = `arn:${partitionOf(context.region)}:route53:::hostedzone/${zoneId}`;
        return { id: zoneId, zoneId, name, arn, nameServers, privateZone: privateZone ?? false, comment: "", tags: {} };
    },
    "aws:ec2/getSubnet:getSubnet": recordedSubnet,
    "aws:ec2/getVpc:getVpc": recordedVpc,
    "aws:ssm/getParameter:getParameter": imageParameter,
    "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": (args, { region }, question) => {
        const types = filtersOf(args).find(({ name }) => name === "instance-type")?.values;
        if (types === undefined) throw new UnansweredQuestionError(question, " without a filter by instance-type");
        const places = args.locationType === "availability-zone" ? zonesOf(region) : [region];
        const pairs = places.flatMap((location) => types.map((instanceType) => ({ location, instanceType })));
        return {
            id: region,
            instanceTypes: pairs.map(({ instanceType }) => instanceType),
            locations: pairs.map(({ location }) => location),
            locationTypes: pairs.map(() => args.locationType ?? "region"),
        };
    },
};

/**
 * What AWS would answer to a provider function: the same in every run, from recorded data.
 *
 * @throws UnansweredQuestionError when nothing is recorded
 */
export function answer(question: Question, context: ModelContext): Inputs {
    const region = text(question.args.region, context.region);
    // Programs with older SDK versions ask without the second half of the module name.
    const token = question.token.replace(/^aws:index:(\w+)$/, "aws:index/$1:$1");
    const found = answers[token]?.(question.args, { ...context, region }, question);
    if (found === undefined) throw new UnansweredQuestionError(question);
    return { ...question.args, ...found };
}

function newestImage(args: Inputs, { region }: ModelContext, question: Question): Inputs {
    const nameRegex = typeof args.nameRegex === "string" ? args.nameRegex : undefined;
    const [image] = findImages({ owners: texts(args.owners), filters: filtersOf(args), nameRegex }, region);
    if (image === undefined)
        throw new UnansweredQuestionError(question, ", because no recorded image matches them", files.images);
    const id = imageId(image, region);
    const arn = `arn:${partitionOf(region)}:ec2:${region}::image/${id}`;
    const { name, architecture, creationDate, owner: ownerId } = image;
    const hardware = {
        virtualizationType: "hvm",
        rootDeviceType: "ebs",
        rootDeviceName: "/dev/sda1",
        state: "available",
    };
    return { id, imageId: id, arn, name, architecture, creationDate, ownerId, ...hardware };
}

function recordedVpc({ id }: Inputs, _context: ModelContext, question: Question): Inputs {
    const vpc = typeof id === "string" ? networks[id] : undefined;
    if (vpc === undefined) {
        throw new UnansweredQuestionError(question, ", because no such VPC is recorded", files.networks);
    }
    const { cidrBlock } = vpc;
    return { id, cidrBlock, enableDnsHostnames: true, enableDnsSupport: true, state: "available" };
}

function recordedSubnet({ id }: Inputs, { region }: ModelContext, question: Question): Inputs {
    for (const [vpcId, { subnets }] of Object.entries(networks)) {
        const subnet = typeof id === "string" ? subnets[id] : undefined;
        if (subnet === undefined) continue;
        const { cidrBlock, zone } = subnet;
        return { id, cidrBlock, availabilityZone: zonesOf(region)[zone], vpcId, state: "available" };
    }
    throw new UnansweredQuestionError(question, ", because no such subnet is recorded", files.networks);
}

/** Public parameters in which Amazon and Canonical publish the id of their newest image. */
function imageParameter({ name: given }: Inputs, { region }: ModelContext, question: Question): Inputs {
    const name = text(given, "");
    const architecture = name.includes("arm64") ? "arm64" : "x86_64";
    const family = [
        { path: "/aws/service/ami-amazon-linux-latest/al2023-ami-", image: "al2023-ami-2023." },
        { path: "/aws/service/canonical/ubuntu/server/22.04/", image: "22.04" },
        { path: "/aws/service/canonical/ubuntu/server/24.04/", image: "24.04" },
    ].find(({ path }) => name.startsWith(path));
    const image = family && images.find((one) => one.name.includes(family.image) && one.architecture === architecture);
    if (image === undefined)
        throw new UnansweredQuestionError(question, ", because only AMI parameters are recorded", files.images);
    const value = imageId(image, region);
    return { id: name, name, type: "String", value, insecureValue: value, version: 1 };
}

function filtersOf(args: Inputs): { name: string; values: string[] }[] {
    const filters = Array.isArray(args.filters) ? args.filters.filter(isRecord) : [];
    return filters.map(({ name, values }) => ({ name: text(name, ""), values: texts(values) }));
}
