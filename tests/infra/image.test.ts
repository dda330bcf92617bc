import * as assert from "node:assert/strict";
import { architectureOf } from "../../infra/config/architecture";
import type { Image } from "../../infra/config/schema";
import { architectureFault, chooseImage, type ImageChoice } from "../../infra/image";
import { imageId, images } from "../../tools/aws-model/images";
import { known, modes, run } from "../support/program";

const linux = images.find(({ name, architecture }) => name.startsWith("al2023") && architecture === "x86_64");
const recorded = imageId(linux ?? assert.fail(), "us-east-1");

describe("chooseImage", () => {
    const choose = async (image: Parameters<typeof chooseImage>[0], preview: boolean): Promise<ImageChoice> => {
        const { result } = await run(() => chooseImage(image, "groups.edge.image", "imageId", {}), { preview });
        return result;
    };

    for (const { mode, preview } of modes) {
        it(`takes a pinned image, and its disk (${mode})`, async () => {
            const { id, rootDevice, ignoreChanges } = await choose({ id: recorded, architecture: "x86_64" }, preview);

            assert.deepEqual([await known(id), await known(rootDevice)], [recorded, "/dev/xvda"]);
            assert.deepEqual(ignoreChanges, []);
        });

        it(`takes a pinned image of which nothing is known (${mode})`, async () => {
            const { id, rootDevice } = await choose({ id: "ami-0123456789abcdef0", architecture: "arm64" }, preview);

            assert.deepEqual([await known(id), await known(rootDevice)], ["ami-0123456789abcdef0", "/dev/sda1"]);
        });

        it(`looks up the newest image once, and leaves it to the operator afterwards (${mode})`, async () => {
            const image: Image = { owners: ["amazon"], name: "al2023-ami-2023.*-x86_64", architecture: "x86_64" };
            const { id, rootDevice, ignoreChanges } = await choose(image, preview);

            assert.deepEqual([await known(id), await known(rootDevice)], [recorded, "/dev/xvda"]);
            assert.deepEqual(ignoreChanges, ["imageId"]);
        });
    }
});

describe("architectureFault", () => {
    it("names the architecture of an image that does not fit", () => {
        assert.equal(architectureFault("arm64", "x86_64"), "an image for arm64; image.architecture says x86_64.");
    });

    it("has nothing to say of what fits, or of what nobody knows", () => {
        for (const own of ["x86_64", undefined, ""]) assert.equal(architectureFault(own, "x86_64"), undefined);
    });
});

describe("architectureOf", () => {
    it("tells Arm types by their names, and graphics processors from Graviton", () => {
        for (const type of [
            "a1.large",
            "c7g.xlarge",
            "m6gd.large",
            "t4g.small",
            "g5g.xlarge",
            "im4gn.large",
            "c8gn.medium",
        ]) {
            assert.equal(architectureOf(type), "arm64", type);
        }
        for (const type of [
            "c5.xlarge",
            "m5a.large",
            "g4dn.xlarge",
            "g5.xlarge",
            "g6.xlarge",
            "c6i.large",
            "m7i-flex.large",
        ]) {
            assert.equal(architectureOf(type), "x86_64", type);
        }
    });
});
