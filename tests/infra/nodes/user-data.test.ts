import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { nodeUserData } from "../../../infra/groups/node-user-data";
import { quoted } from "../../../infra/nodes/shell";
import { assertGolden } from "../../support/golden";
import { documents, filesOf, groupOf, plainServer, server } from "./kinds";

const setups = ["/usr/local/sbin/media-node-setup", "/usr/local/sbin/database-setup"];

describe("User data", () => {
    for (const [name, document] of Object.entries(documents)) {
        it(`is the reviewed document ${name}`, () => assertGolden(join(__dirname, "golden", name), document));

        it(`is a document that cloud-init takes: ${name}`, function () {
            const folder = mkdtempSync(join(tmpdir(), "cloud-config-"));
            try {
                const file = join(folder, name);
                writeFileSync(file, document);
                const checked = spawnSync("cloud-init", ["schema", "--config-file", file], { encoding: "utf8" });
                if (checked.error) {
                    console.log(`      skipped, because cloud-init cannot be run here: ${checked.error.message}`);
                    this.skip();
                }
                assert.equal(checked.status, 0, checked.stdout + checked.stderr);
            } finally {
                rmSync(folder, { recursive: true });
            }
        });

        for (const [path, script] of Object.entries(filesOf(document)).filter(([, text]) => /^#!.*bash\n/.test(text))) {
            it(`writes a script that shellcheck finds no fault with: ${name}, ${path}`, function () {
                const checked = spawnSync("shellcheck", ["--norc", "-"], { input: script, encoding: "utf8" });
                if (checked.error) {
                    console.log(`      skipped, because shellcheck cannot be run here: ${checked.error.message}`);
                    this.skip();
                }
                assert.equal(checked.stdout, "");
                assert.equal(checked.status, 0);
            });
        }

        it(`runs one program, which stops at the first error: ${name}`, () => {
            const { runcmd } = parse(document) as { runcmd: string[][] };

            const [[program = ""] = [], ...others] = runcmd;
            assert.deepEqual(others, []);
            assert.ok(setups.includes(program));
            assert.ok(filesOf(document)[program]?.startsWith("#!/usr/bin/env bash\nset -euo pipefail\n"));
        });
    }

    for (const [software, bytes] of [
        ["ant-media", 500],
        ["image", 4000],
    ] as const) {
        it(`fits into what EC2 takes with long names everywhere and a setup of ${bytes} bytes: ${software}`, () => {
            const label = "x".repeat(63);
            const name = `${label}.${label}.${label}.${"x".repeat(60)}`;
            const member = `mongo-1.${label}.${"x".repeat(30)}.internal`;
            const document = nodeUserData(
                groupOf({
                    software,
                    setup: "#".repeat(bytes),
                    health: { path: `/${"x".repeat(40)}` },
                    drain: { sessionsUrl: "http://127.0.0.1:8099/sessions" },
                }),
                {
                    region: "ap-southeast-99",
                    clusterHosts: ["localhost", `${"x".repeat(32)}-1234567890.ap-southeast-99.elb.amazonaws.com`, name],
                    antMedia: {
                        ...server.antMedia,
                        uriSecretArn: `${server.antMedia.uriSecretArn}${"x".repeat(100)}`,
                        databaseHosts: [member, member, member],
                        // As long as one with a key of the curve P-256.
                        databaseAuthority: `${"x".repeat(64)}\n`.repeat(11),
                        dashboardCidrs: Array.from({ length: 20 }, (_, index) => `203.0.113.${index}/32`),
                    },
                },
            );

            assert.ok(Buffer.byteLength(document) <= 16_384);
        });
    }

    it("is refused when it is too long", () => {
        assert.throws(() => nodeUserData({ ...groupOf(), setup: "#".repeat(16_384) }, server), {
            message: /^The user data has \d+ bytes; EC2 takes 16384\. Shorten the group's setup\.$/,
        });
    });

    it("is refused for Ant Media without its settings", () => {
        assert.throws(() => nodeUserData(groupOf(), plainServer), {
            message: "Nodes with Ant Media need its database and administrator.",
        });
    });

    it("is refused with a name that would be more than one word", () => {
        assert.throws(() => nodeUserData(groupOf({ software: "image" }), { ...plainServer, clusterHosts: ["a b"] }), {
            message: 'The host name "a b" cannot be one.',
        });
    });

    it("joins the cluster with a quoted variable that holds the whole URI", () => {
        const script = filesOf(documents["ant-media.yaml"] ?? "")[setups[0] ?? ""] ?? "";
        const [line] = script.split("\n").filter((text) => text.includes("change_server_mode.sh"));

        assert.equal(line, './change_server_mode.sh cluster "$uri"');
    });

    it("answers the status page at the path of the group's health check", () => {
        const document = nodeUserData(groupOf({ health: { path: "/status" } }), server);

        assert.match(document, /'\/usr\/local\/antmedia\/webapps\/root\/status'/);
        assert.match(document, /CORDON_PATH='\/usr\/local\/antmedia\/webapps\/root\/status'/);
    });

    it("moves no page of a server that the image brings", () => {
        assert.match(documents["image.yaml"] ?? "", /CORDON_PATH=''\n/);
    });
});

describe("quoted", () => {
    for (const text of ["plain", "two words", "it's", '"$HOME"', "`id`", "a\nb", "", "\\"]) {
        it(`stands for exactly ${JSON.stringify(text)} in a shell`, () => {
            const { stdout } = spawnSync("bash", ["-c", `printf %s ${quoted(text)}`], { encoding: "utf8" });

            assert.equal(stdout, text);
        });
    }
});
