import * as assert from "node:assert/strict";
import { metadataServiceV2 as rule } from "../../../../policies/rules/compute/metadata-service-v2";
import { fixResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const type = "aws:ec2/launchTemplate:LaunchTemplate";
const metadataOptions = { httpTokens: "required", httpPutResponseHopLimit: 1, instanceMetadataTags: "disabled" };
const template = (options: unknown) => ({ type, props: { imageId: "ami-1", metadataOptions: options } });
const refused = (options: unknown) => ({
    resources: [template(options)],
    says: ['The launch template "main" must require version 2 of the instance metadata service.'],
    isFixed: true,
});
const lenient = { maxHops: 2, allowTags: true };

describeRule(
    rule,
    {
        pass: {
            "tokens with one hop": { resources: [template(metadataOptions)] },
            "what AWS takes when no hops are given": { resources: [template({ httpTokens: "required" })] },
            "hops and tags that the configuration allows": {
                resources: [
                    template({ ...metadataOptions, httpPutResponseHopLimit: 2, instanceMetadataTags: "enabled" }),
                ],
                parameters: lenient,
            },
        },
        fail: {
            "no options": { ...refused({}), resources: [{ type, props: {} }] },
            "optional tokens": refused({ ...metadataOptions, httpTokens: "optional" }),
            "no tokens": refused({ httpPutResponseHopLimit: 1 }),
            "two hops": refused({ ...metadataOptions, httpPutResponseHopLimit: 2 }),
            "tags that servers can read": refused({ ...metadataOptions, instanceMetadataTags: "enabled" }),
            "three hops where two are allowed": {
                ...refused({ ...metadataOptions, httpPutResponseHopLimit: 3 }),
                parameters: lenient,
            },
            "an instance by the same measure": {
                resources: [{ type: "aws:ec2/instance:Instance", props: {} }],
                says: ['The instance "main" must require version 2 of the instance metadata service.'],
                isFixed: true,
            },
        },
        unknown: {
            "tokens that are not known yet": {
                resources: [template({ httpTokens: unknown })],
                waitsFor: [['launch template "main"', "metadataOptions.httpTokens"]],
            },
        },
        notApplicable: { "other resources": { resources: [{ type: "aws:ebs/volume:Volume" }] } },
    },
    () => {
        it("leaves alone what is not known yet when it fixes", async () => {
            assert.equal(await fixResource(rule, template(unknown)), undefined);
            const fixed = await fixResource(
                rule,
                template({ ...metadataOptions, httpTokens: unknown, httpPutResponseHopLimit: 9 }),
            );
            assert.deepEqual(fixed?.metadataOptions, { ...metadataOptions, httpTokens: unknown });
        });

        it("keeps hops and tags that the configuration allows when it fixes", async () => {
            const options = { httpTokens: "optional", httpPutResponseHopLimit: 2, instanceMetadataTags: "enabled" };

            const fixed = await fixResource(rule, template(options), { parameters: lenient });

            assert.deepEqual(fixed?.metadataOptions, { ...options, httpTokens: "required" });
        });
    },
);
