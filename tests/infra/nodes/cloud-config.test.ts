import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { parse } from "yaml";
import { cloudConfig, USER_DATA_LIMIT } from "../../../infra/nodes/cloud-config";

describe("cloudConfig", () => {
    it("writes files as they are, readable, and runs one command after them", () => {
        const files = [
            { path: "/etc/a.conf", content: "a: 1\n  b\n" },
            { path: "/usr/local/sbin/a", permissions: "0700", content: '#!/bin/bash\necho "$1" # \\n\n' },
        ];

        assert.equal(
            cloudConfig({ files, command: "/usr/local/sbin/a" }),
            `#cloud-config
write_files:
- path: /etc/a.conf
  permissions: '0644'
  content: |
    a: 1
      b
- path: /usr/local/sbin/a
  permissions: '0700'
  content: |
    #!/bin/bash
    echo "$1" # \\n
runcmd:
- - /usr/local/sbin/a
`,
        );
    });

    it("says the same as the files, whatever is in them", () => {
        const text = fc.oneof(
            fc.string({ unit: "binary-ascii" }),
            fc.string({ unit: fc.constantFrom(" ", "\n", "\t", "x", ":", "#") }),
        );
        fc.assert(
            fc.property(text, (content) => {
                const document = parse(cloudConfig({ files: [{ path: "/x", content }], command: "/x" }));

                assert.deepEqual(document.write_files, [{ path: "/x", permissions: "0644", content }]);
            }),
            { numRuns: 500 },
        );
    });

    for (const [bytes, taken] of [
        [USER_DATA_LIMIT, true],
        [USER_DATA_LIMIT + 1, false],
    ] as const) {
        it(`${taken ? "takes" : "refuses"} a document of ${bytes} bytes, counted as EC2 does`, () => {
            const make = (content: string) => cloudConfig({ files: [{ path: "/x", content }], command: "/x" });
            const rest = bytes - Buffer.byteLength(make("é"));
            const build = () => make(`é${"x".repeat(rest)}`);

            if (taken) assert.equal(Buffer.byteLength(build()), bytes);
            else assert.throws(build, { message: /has 16385 bytes; EC2 takes 16384/ });
        });
    }
});
