import * as assert from "node:assert/strict";
import { metadataServiceV2 as rule } from "../../../../policies/rules/compute/metadata-service-v2";
import { fixResource, judgeResource, unknown } from "../../../support/policy-requests";

const type = "aws:ec2/launchTemplate:LaunchTemplate";
const metadataOptions = { httpTokens: "required", httpPutResponseHopLimit: 1, instanceMetadataTags: "disabled" };
const template = (options: unknown) => ({ type, props: { imageId: unknown, metadataOptions: options } });
const text = 'The launch template "main" must require version 2 of the instance metadata service.';

describe("P18 metadata-service-v2", () => {
    it("accepts tokens with one hop, which is what AWS takes when none is given", async () => {
        assert.equal((await judgeResource(rule, template(metadataOptions))).verdict, "pass");
        assert.equal((await judgeResource(rule, template({ httpTokens: "required" }))).verdict, "pass");
    });

    const failing = {
        "no options": undefined,
        "optional tokens": { ...metadataOptions, httpTokens: "optional" },
        "no tokens": { httpPutResponseHopLimit: 1 },
        "two hops": { ...metadataOptions, httpPutResponseHopLimit: 2 },
        "tags that servers can read": { ...metadataOptions, instanceMetadataTags: "enabled" },
    };
    for (const [name, options] of Object.entries(failing)) {
        it(`refuses ${name}, and fixes it`, async () => {
            const props = options ? { metadataOptions: options } : {};
            const fixed = await fixResource(rule, { type, props });

            assert.deepEqual((await judgeResource(rule, { type, props })).texts, [text]);
            assert.deepEqual(fixed, { metadataOptions });
            assert.equal((await judgeResource(rule, { type, props: fixed ?? {} })).verdict, "pass");
        });
    }

    it("judges instances by the same measure", async () => {
        const { texts } = await judgeResource(rule, { type: "aws:ec2/instance:Instance", props: {} });

        assert.deepEqual(texts, ['The instance "main" must require version 2 of the instance metadata service.']);
    });

    it("allows hops and tags that the configuration allows, also when it fixes", async () => {
        const settings = { parameters: { maxHops: 2, allowTags: true } };
        const options = { httpTokens: "optional", httpPutResponseHopLimit: 2, instanceMetadataTags: "enabled" };

        const fixed = await fixResource(rule, template(options), settings);

        assert.deepEqual(fixed?.metadataOptions, { ...options, httpTokens: "required" });
        assert.equal((await judgeResource(rule, template(fixed?.metadataOptions), settings)).verdict, "pass");
    });

    it("waits for values and leaves them alone", async () => {
        const { texts } = await judgeResource(rule, template({ httpTokens: unknown }));

        assert.deepEqual(texts, [
            'Not yet known: the launch template "main" can be judged once metadataOptions.httpTokens has a value.',
        ]);
        assert.equal(await fixResource(rule, template(unknown)), undefined);
        const fixed = await fixResource(
            rule,
            template({ ...metadataOptions, httpTokens: unknown, httpPutResponseHopLimit: 9 }),
        );
        assert.deepEqual(fixed?.metadataOptions, { ...metadataOptions, httpTokens: unknown });
    });

    it("does not apply to other resources", async () => {
        assert.equal((await judgeResource(rule, { type: "aws:ebs/volume:Volume" })).verdict, "not applicable");
    });
});
