import { imagePinned as rule } from "../../../../policies/rules/compute/image-pinned";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const type = "aws:ec2/launchTemplate:LaunchTemplate";
const instance = "aws:ec2/instance:Instance";
const id = "ami-0123456789abcdef0";
const tags = { "media:role": "edge" };
const template = (imageId: unknown, more: object = { tags }) => ({
    resources: [{ type, props: { imageId, ...more } }],
});
const literal = 'The launch template "main" must name its image by its id.';
const listed = 'The launch template "main" must use an image that the configuration lists.';
const list = 'The configuration must list the images that the launch template "main" may use.';

describeRule(rule, {
    pass: {
        "a literal id where nothing is listed": template(id),
        "a short id, as old images have": template("ami-1a2b3c4d"),
        "a listed image": { ...template(id), parameters: { images: { edge: ["ami-1", id] }, requireList: true } },
        "any image of a role that is not listed": { ...template(id), parameters: { images: { mongo: ["ami-1"] } } },
        "any image of a role with an empty list": { ...template(id), parameters: { images: { edge: [] } } },
        "a server without a role, which no list is about": {
            ...template(id, {}),
            parameters: { images: { edge: ["ami-1"] }, requireList: true },
        },
        "an instance with a literal id": { resources: [{ type: instance, props: { ami: id } }] },
        "an instance with an id of its own and a template": {
            resources: [{ type: instance, props: { ami: id, launchTemplate: { id: "lt-1" } } }],
        },
    },
    fail: {
        "a parameter that names the image": { ...template("resolve:ssm:/images/edge"), says: [literal] },
        "no image": { ...template(null), says: [literal] },
        "something else": { ...template(`x${id}`), says: [literal] },
        "something more": { ...template(`${id} `), says: [literal] },
        "an image without a role": { ...template("resolve:ssm:/images/edge", {}), says: [literal] },
        "an image that is not listed": { ...template(id), parameters: { images: { edge: ["ami-1"] } }, says: [listed] },
        "an image of another role": {
            ...template(id),
            parameters: { images: { edge: ["ami-1"], origin: [id] } },
            says: [listed],
        },
        "a parameter where images are listed": {
            ...template("resolve:ssm:/images/edge"),
            parameters: { images: { edge: [id] } },
            says: [literal, listed],
        },
        "no list where there must be one": { ...template(id), parameters: { requireList: true }, says: [list] },
        "an empty list where there must be one": {
            ...template(id),
            parameters: { requireList: true, images: { edge: [] } },
            says: [list],
        },
        "an instance by the same measure": {
            resources: [{ type: instance, props: { tags, imageId: id } }],
            parameters: { images: { edge: [id] } },
            says: [
                'The instance "main" must name its image by its id.',
                'The instance "main" must use an image that the configuration lists.',
            ],
        },
        "a template without an image beside another template": {
            ...template(null, { launchTemplate: { id: "lt-1" } }),
            says: [literal],
        },
    },
    unknown: {
        "an image": {
            ...template(unknown),
            parameters: { images: { edge: [id] } },
            waitsFor: [['launch template "main"', "imageId"]],
        },
        "an image of an instance": {
            resources: [{ type: instance, props: { ami: unknown, launchTemplate: { id: "lt-1" } } }],
            waitsFor: [['instance "main"', "ami"]],
        },
        "a role": {
            ...template(id, { tags: { "media:role": unknown } }),
            waitsFor: [['launch template "main"', "tags.media:role"]],
        },
    },
    notApplicable: {
        "instances that take the image of their template": {
            resources: [{ type: instance, props: { tags, launchTemplate: { id: "lt-1" } } }],
        },
        "other resources": { resources: [{ type: "aws:ebs/volume:Volume" }] },
    },
});
