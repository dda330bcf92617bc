import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { shapeOf } from "../../../tools/aws-model";
import { sdkFileOf } from "../../../tools/aws-model/sdk-shape";

describe("shapeOf", () => {
    it("finds the file of every resource class of the installed AWS SDK", () => {
        const root = dirname(require.resolve("@pulumi/aws/package.json"));
        const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
        const classes = files.flatMap((file) => {
            const source = readFileSync(join(root, file), "utf8");
            const type = /static __pulumiType = '(aws:[^']+)'/.exec(source)?.[1];
            return type === undefined
                ? []
                : [{ type, file: join(root, file), tagged: /"tagsAll"\] = undefined/.test(source) }];
        });

        assert.equal(classes.length, 1738);
        assert.deepEqual(
            classes.filter(({ type, file }) => sdkFileOf(type) !== file),
            [],
        );
        const tagged = classes.filter(({ type }) => shapeOf(type)?.computed.includes("tagsAll"));
        assert.equal(tagged.length, 858);
        assert.deepEqual(
            tagged.filter((one) => !one.tagged),
            [],
        );
    });

    it("tells inputs, computed and required properties apart", () => {
        const shape = shapeOf("aws:route53/record:Record");

        assert.deepEqual(shape?.computed, ["fqdn"]);
        assert.deepEqual(shape?.required, ["name", "type", "zoneId"]);
        assert.equal(shape?.inputs.includes("aliases"), true);
    });

    it("knows nothing about components and foreign packages", () => {
        assert.equal(shapeOf("media-cluster:network:Network"), undefined);
        assert.equal(shapeOf("nowhere:index/thing:Thing"), undefined);
        assert.equal(shapeOf("aws:ec2/nothing:Nothing"), undefined);
    });
});
