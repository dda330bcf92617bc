import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SESSIONS_PAGE, SESSIONS_SCRIPT, sessionsPageFiles } from "../../../infra/nodes/sessions-page";

const key = "k".repeat(48);
const counts = { localLiveStreams: 1, localWebRTCViewers: 20, localHLSViewers: 300, localDASHViewers: 4000 };

describe("The page of sessions", () => {
    const folder = mkdtempSync(join(tmpdir(), "sessions-"));
    const properties = join(folder, "red5.properties");
    let body = "";
    let server: Server;

    before(async function () {
        server = createServer((request, response) => {
            const isRight = request.url === "/rest/v2/system-resources" && isSigned(request.headers.proxyauthorization);
            response.writeHead(isRight ? 200 : 403).end(isRight ? body : "");
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        if ((await run("")).failed) {
            console.log("      skipped, because python3 cannot be run here");
            this.skip();
        }
    });
    after(async () => {
        await new Promise((resolve) => server.close(resolve));
        rmSync(folder, { recursive: true });
    });
    beforeEach(() => {
        body = JSON.stringify({ ...counts, totalLiveStreamSize: 9 });
        writeFileSync(properties, `# a\nserver.name=x\nserver.jwtServerSecretKey=${key}\n`);
    });

    /** As the server checks it: signed with its key, and not over. */
    function isSigned(token: string | string[] | undefined): boolean {
        const [head = "", claims = "", signature] = String(token).split(".");
        const { alg } = JSON.parse(Buffer.from(head, "base64url").toString());
        const { exp } = JSON.parse(Buffer.from(claims, "base64url").toString());
        const expected = createHmac("sha256", key).update(`${head}.${claims}`).digest("base64url");
        return alg === "HS256" && exp > Date.now() / 1000 && signature === expected;
    }

    /** What systemd would do: the request on standard input, the answer on standard output. */
    async function run(request: string): Promise<{ answer: string; log: string; failed: boolean }> {
        const { port } = server.address() as AddressInfo;
        const env = { PATH: process.env.PATH, SERVER: `http://127.0.0.1:${port}`, PROPERTIES: properties };
        const child = spawn("python3", [SESSIONS_SCRIPT], { env });
        let [answer, log, failed] = ["", "", false];
        child.on("error", () => {
            failed = true;
        });
        child.stdin.on("error", () => undefined);
        child.stdout.on("data", (part: Buffer) => {
            answer += part.toString();
        });
        child.stderr.on("data", (part: Buffer) => {
            log += part.toString();
        });
        child.stdin.end(request);
        await new Promise((resolve) => child.once("close", resolve));
        return { answer, log, failed };
    }

    const get = "GET /sessions HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

    it("tells the streams and viewers of this node together, as the agent reads them", async () => {
        const { answer } = await run(get);

        assert.match(answer, /^HTTP\/1\.0 200 OK\r\n/);
        assert.match(answer, /\r\nContent-Length: 18\r\n\r\n\{"sessions": 4321\}$/);
    });

    for (const [what, spoil] of Object.entries({
        "one of the counts is missing": () => {
            body = JSON.stringify({ ...counts, localHLSViewers: undefined });
        },
        "the answer is no JSON": () => {
            body = "<html>";
        },
        "the key is another": () => writeFileSync(properties, "server.jwtServerSecretKey=other\n"),
        "there are no settings": () => writeFileSync(properties, ""),
    })) {
        it(`answers nothing to count when ${what}, and says why without the key`, async () => {
            spoil();

            const { answer, log } = await run(get);

            assert.match(answer, /^HTTP\/1\.0 503 Service Unavailable\r\n[\s\S]*\r\n\r\n$/);
            assert.match(log, /^sessions cannot be counted: /);
            assert.ok(!log.includes(key));
        });
    }

    it("is where its files say", () => {
        const [, socket] = sessionsPageFiles("");

        assert.ok(socket?.content.includes(`ListenStream=${new URL(SESSIONS_PAGE).host}\n`));
    });
});
