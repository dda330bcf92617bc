import { accountOf, type ModelContext, partitionOf } from "./context";
import { findImages, imageId, images } from "./images";
import { type Inputs, isRecord } from "./markers";
import { recordedInstance, recordedSecurityGroup, recordedSubnet, recordedVpc } from "./network-answers";
import { nameSuffix } from "./physical-name";
import { type Answer, files, type Question, UnansweredQuestionError } from "./question";
import { zonesOf } from "./zones";

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
        // A zone that is asked for by its id exists as far as anybody knows here, and nobody knows what it is called.
        const name = id === undefined ? text(given, "example.com").replace(/\.$/, "") : undefined;
        const zoneId = text(id, `Z0${nameSuffix(`zone ${name}`).toUpperCase()}`);
        const nameServers = [1, 2, 3, 4].map((number) => `ns-${number}.awsdns-0${number}.org`);
        const arn = `arn:${partitionOf(context.region)}:route53:::hostedzone/${zoneId}`;
        const zone = { id: zoneId, zoneId, arn, nameServers, privateZone: privateZone ?? false, comment: "", tags: {} };
        return name === undefined ? zone : { ...zone, name };
    },
    "aws:ec2/getInstance:getInstance": recordedInstance,
    "aws:ec2/getSecurityGroup:getSecurityGroup": recordedSecurityGroup,
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
    const arnOf = (id: string) => `arn:${partitionOf(region)}:ec2:${region}::image/${id}`;
    const pinned = unrecordedImage(args, region);
    // An image that the program names exists as far as anybody knows here, and nothing else is known of it.
    if (pinned !== undefined) return { id: pinned, imageId: pinned, arn: arnOf(pinned) };
    const [image] = findImages({ owners: texts(args.owners), filters: filtersOf(args), nameRegex }, region);
    if (image === undefined)
        throw new UnansweredQuestionError(question, ", because no recorded image matches them", files.images);
    const id = imageId(image, region);
    const { name, architecture, creationDate, owner: ownerId } = image;
    const hardware = {
        virtualizationType: "hvm",
        rootDeviceType: "ebs",
        rootDeviceName: image.ownerAlias === "amazon" ? "/dev/xvda" : "/dev/sda1",
        state: "available",
    };
    return { id, imageId: id, arn: arnOf(id), name, architecture, creationDate, ownerId, ...hardware };
}

/** The id of an image that is not recorded, where the program filters by one whole id and by nothing else. */
function unrecordedImage(args: Inputs, region: string): string | undefined {
    const [filter, ...others] = filtersOf(args);
    const [id = "", ...alternatives] = filter?.name === "image-id" ? filter.values : [];
    const isLiteral = /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id);
    const isAlone = others.length + alternatives.length === 0 && args.nameRegex === undefined;
    const isRecorded = images.some((image) => imageId(image, region) === id);
    return isLiteral && isAlone && !isRecorded ? id : undefined;
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
