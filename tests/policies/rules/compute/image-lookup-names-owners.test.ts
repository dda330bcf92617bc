import { imageLookupNamesOwners as rule } from "../../../../policies/rules/compute/image-lookup-names-owners";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const type = "aws:ec2/getAmi:getAmi";
const named = (...values: unknown[]) => ({ name: "name", values });
const lookUp = (props: object) => ({
    resources: [{ type, props: { owners: ["amazon"], mostRecent: true, filters: [named("al2023-ami-*")], ...props } }],
});
const owners = "The image look-up must name the owners it trusts.";
const name = "The image look-up must filter the newest image by the beginning of its name.";

describeRule(rule, {
    pass: {
        "owners and the beginning of a name": lookUp({}),
        "several names": lookUp({ filters: [named("a-*", "b-?")] }),
        "a name among other filters": lookUp({
            filters: [{ name: "state", values: ["available"] }, named("a-*"), named("*-arm64")],
        }),
        "an expression for the beginning of the name": lookUp({ filters: [], nameRegex: "^al2023-ami" }),
        "any name of an image that is not the newest": lookUp({ mostRecent: false, filters: [] }),
        "no filters where the newest is not asked for": lookUp({ mostRecent: null, filters: null }),
        "a look-up of all images": {
            resources: [{ type: "aws:ec2/getAmiIds:getAmiIds", props: { owners: ["self"] } }],
        },
        "images by their ids, whoever published them": lookUp({
            owners: null,
            mostRecent: null,
            filters: [{ name: "image-id", values: ["ami-0123456789abcdef0", "ami-01234567"] }],
        }),
        "an owner that is not known yet": lookUp({ owners: [unknown] }),
    },
    fail: {
        "no owners": { ...lookUp({ owners: null }), says: [owners] },
        "an empty list of owners": { ...lookUp({ owners: [] }), says: [owners] },
        "no owners of all images": {
            resources: [{ type: "aws:ec2/getAmiIds:getAmiIds", props: {} }],
            says: [owners],
        },
        "any image whose id begins in some way": {
            ...lookUp({
                owners: null,
                mostRecent: null,
                filters: [{ name: "image-id", values: ["ami-0123", "ami-*"] }],
            }),
            says: [owners],
        },
        "an image id without values": {
            ...lookUp({ owners: null, mostRecent: null, filters: [{ name: "image-id", values: [] }] }),
            says: [owners],
        },
        "an id of something else": {
            ...lookUp({ owners: null, mostRecent: null, filters: [{ name: "kernel-id", values: ["ami-0123"] }] }),
            says: [owners],
        },
        "the newest of all images": { ...lookUp({ filters: null }), says: [name] },
        "a name that begins with a star": { ...lookUp({ filters: [named("*-ami")] }), says: [name] },
        "a name that begins with a question mark": { ...lookUp({ filters: [named("?l2023-ami")] }), says: [name] },
        "a star among several names": { ...lookUp({ filters: [named("a-*", "*-b")] }), says: [name] },
        "an empty name": { ...lookUp({ filters: [named("")] }), says: [name] },
        "a filter without values": { ...lookUp({ filters: [named(), { name: "name" }] }), says: [name] },
        "a filter with a text for values": { ...lookUp({ filters: [{ name: "name", values: "ab" }] }), says: [name] },
        "filters for other things": {
            ...lookUp({ filters: [{ name: "architecture", values: ["arm64"] }] }),
            says: [name],
        },
        "an expression for any part of the name": { ...lookUp({ filters: [], nameRegex: "al2023" }), says: [name] },
        "an expression with an alternative": { ...lookUp({ filters: [], nameRegex: "a|^b" }), says: [name] },
        "an expression that begins with anything": { ...lookUp({ filters: [], nameRegex: "^.*al2023" }), says: [name] },
        "neither owners nor a name": {
            ...lookUp({ owners: null, filters: null }),
            says: [owners, name],
        },
    },
    unknown: {
        "owners and filters": {
            ...lookUp({ owners: unknown, filters: unknown }),
            waitsFor: [['image look-up "main"', "filters", "owners"]],
        },
        "a name": {
            ...lookUp({ filters: [named(unknown)] }),
            waitsFor: [['image look-up "main"', "filters.0.values.0"]],
        },
    },
    notApplicable: { "other resources": { resources: [{ type: "aws:ebs/volume:Volume" }] } },
});
