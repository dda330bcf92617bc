import * as assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { withoutCloudConfig } from "../../../policies/parse/cloud-config";
import { clusterJoins } from "../../../policies/parse/cluster-join";
import { derivesCredential, holdsDefaultLogin } from "../../../policies/parse/default-credentials";
import { mongoSettings } from "../../../policies/parse/mongo-settings";
import { assignsSecret, holdsCredential } from "../../../policies/parse/secret-patterns";

/** A document with one file of this content. */
function fileOf(content: string, encoding?: string): string {
    return `#cloud-config\nwrite_files:\n- path: /x\n  content: ${JSON.stringify(content)}\n${encoding ? `  encoding: ${encoding}\n` : ""}`;
}

const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");
const script = "#!/bin/bash\n# note\n./change_server_mode.sh cluster localhost\n";

describe("withoutCloudConfig", () => {
    it("leaves a script as it is, whatever it says about documents", () => {
        for (const text of [script, `#!/bin/bash\n#cloud-config\nwrite_files: []\n`, "#cloud-configuration\nx: 1\n"]) {
            assert.equal(withoutCloudConfig(text), text);
        }
    });

    for (const [encoding, content] of [
        [undefined, script],
        ["text/plain", script],
        ["b64", base64(script)],
        ["base64", base64(script)],
        ["gz+b64", base64(gzipSync(script))],
        ["gzip+base64", base64(gzipSync(script))],
        ["GZ+B64", base64(gzipSync(script))],
    ] as const) {
        it(`shows the content of a file in the encoding ${encoding}`, () => {
            assert.ok(withoutCloudConfig(fileOf(content, encoding)).includes(script));
        });
    }

    it("shows the content that YAML itself encodes", () => {
        const document = `#cloud-config\nwrite_files:\n- path: /x\n  content: !!binary ${base64(script)}\n`;

        assert.ok(withoutCloudConfig(document).includes(script));
    });

    it("shows a block without its indentation", () => {
        const block = script.replace(/^(?=.)/gm, "    ");
        const document = `#cloud-config\nwrite_files:\n- path: /x\n  content: |\n${block}`;

        assert.ok(withoutCloudConfig(document).includes(`\n${script}`));
    });

    it("shows a damaged archive as it looks", () => {
        assert.match(withoutCloudConfig(fileOf(base64("AKIA"), "gz+b64")), /AKIA/);
    });

    it("shows commands line by line, words of a list as no shell would change them", () => {
        const document =
            '#cloud-config\nbootcmd:\n- echo "$a"\nruncmd:\n- [x.sh, cluster, "$uri"]\n- |\n  one\n  two\n';

        assert.match(withoutCloudConfig(document), /\necho "\$a"\nx\.sh cluster "\$uri"\none\ntwo\n$/);
    });

    it("keeps what else the document says", () => {
        assert.match(withoutCloudConfig("#cloud-config\npassword: hunter2\nruncmd: []\n"), /^password: hunter2$/m);
        assert.match(withoutCloudConfig(fileOf("").replace("content", "source")), /source: ""/);
    });

    it("reads a document that is a template", () => {
        assert.ok(withoutCloudConfig(`## template: jinja\n${fileOf(base64(script), "b64")}`).includes(script));
    });

    for (const broken of [
        "#cloud-config\na: [",
        "#cloud-config\n- a\n",
        "#cloud-config\n",
        "#cloud-config\nwrite_files: x\n",
    ]) {
        it(`takes ${JSON.stringify(broken)} for what it looks like`, () => {
            assert.equal(withoutCloudConfig(broken).trim(), broken.trim());
        });
    }
});

describe("Parsers of scripts", () => {
    /** The same lines as a script, in a file of a document, and packed in one. */
    const forms = (lines: string) =>
        [lines, fileOf(lines), fileOf(base64(gzipSync(lines)), "gz+b64")].map(withoutCloudConfig);

    it("find how a server joins its cluster in a document as in a script", () => {
        for (const text of forms(script)) assert.deepEqual(clusterJoins(text), [false]);
        for (const text of forms('./change_server_mode.sh cluster "$uri"\n'))
            assert.deepEqual(clusterJoins(text), [true]);
        for (const text of forms(`# ${script.split("\n")[2]}\n`)) assert.deepEqual(clusterJoins(text), []);
        const listed = (uri: string) => `#cloud-config\nruncmd:\n- [/ams/change_server_mode.sh, cluster, "${uri}"]\n`;
        assert.deepEqual(clusterJoins(withoutCloudConfig(listed("mongodb://mongo-1:27017"))), [true]);
        assert.deepEqual(clusterJoins(withoutCloudConfig(listed("10.0.0.7"))), [false]);
    });

    it("find logins that everybody knows", () => {
        for (const text of forms("curl -u admin:admin http://x\n")) assert.ok(holdsDefaultLogin(text));
        for (const text of forms("# admin:admin\n")) assert.equal(holdsDefaultLogin(text), false);
    });

    it("find passwords that are made of the instance id", () => {
        for (const text of forms("id=$(metadata instance-id)\npassword=$id\n")) assert.ok(derivesCredential(text));
    });

    it("find secrets", () => {
        for (const text of forms("DB_PASSWORD=swordfish\n")) assert.ok(assignsSecret(text));
        for (const text of forms("mongodb://media:swordfish@mongo-1\n")) assert.ok(holdsCredential(text));
        for (const text of forms("DB_PASSWORD=$(read_secret)\n")) assert.equal(assignsSecret(text), false);
    });

    it("find what a database demands", () => {
        const settings = "net:\n  tls:\n    mode: requireTLS\nsecurity:\n  authorization: enabled\n";
        for (const text of forms(settings)) {
            assert.deepEqual(mongoSettings(text), { requiresLogins: true, requiresTls: true });
        }
        for (const text of forms(settings.replaceAll("  ", "  # "))) {
            assert.deepEqual(mongoSettings(text), { requiresLogins: false, requiresTls: false });
        }
    });
});
