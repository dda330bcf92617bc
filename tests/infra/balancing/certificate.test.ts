import * as assert from "node:assert/strict";
import { Certificate } from "../../../infra/balancing/certificate";
import { tagsOf } from "../../support/config";
import { counts, known, modes, only, run, UNKNOWN } from "../../support/program";

describe("Certificate", () => {
    for (const { mode, preview } of modes) {
        it(`is validated by a DNS record, and known once it is valid (${mode})`, async () => {
            const args = { names: ["stream.example.com"], zoneId: "Z0EXAMPLE", tagsOf };
            const { resources, result } = await run(() => new Certificate("cert", args), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:balancing:Certificate": 1,
                "aws:acm/certificate:Certificate": 1,
                "aws:route53/record:Record": 1,
                "aws:acm/certificateValidation:CertificateValidation": 1,
            });
            const { domainName, validationMethod } = only(resources, "aws:acm/certificate:Certificate").inputs;
            assert.deepEqual([domainName, validationMethod], ["stream.example.com", "DNS"]);
            const { inputs: record, retainOnDelete } = only(resources, "aws:route53/record:Record");
            assert.equal(retainOnDelete, true);
            assert.equal(record.zoneId, "Z0EXAMPLE");
            assert.equal(record.allowOverwrite, true);
            if (preview) assert.equal(record.name, UNKNOWN);
            else assert.match(record.name, /^_[0-9a-f]+\.stream\.example\.com\.$/);
            const validation = only(resources, "aws:acm/certificateValidation:CertificateValidation");
            assert.ok(validation.dependsOn.includes("cert-validation"));
            assert.match(String(await known(result.arn)), preview ? /^undefined$/ : /^arn:aws:acm:us-east-1:/);
        });
    }

    it("is validated for each of its names, and once for a name and the wildcard below it", async () => {
        const names = ["stream.example.com", "edge.example.com", "*.edge.example.com"];
        const { resources } = await run(() => new Certificate("cert", { names, zoneId: "Z0EXAMPLE", tagsOf }), {
            preview: false,
        });

        const { domainName, subjectAlternativeNames } = only(resources, "aws:acm/certificate:Certificate").inputs;
        assert.deepEqual([domainName, subjectAlternativeNames], ["stream.example.com", names.slice(1)]);
        const records = resources.filter(({ type }) => type === "aws:route53/record:Record");
        assert.deepEqual(
            records.map(({ name, inputs }) => [name, String(inputs.name).replace(/^_[0-9a-f]+/, "_")]),
            [
                ["cert-validation", "_.stream.example.com."],
                ["cert-validation-edge.example.com", "_.edge.example.com."],
            ],
        );
        const validation = only(resources, "aws:acm/certificateValidation:CertificateValidation");
        assert.equal(validation.inputs.validationRecordFqdns.length, 2);
        for (const { name } of records) assert.ok(validation.dependsOn.includes(name), name);
    });
});
