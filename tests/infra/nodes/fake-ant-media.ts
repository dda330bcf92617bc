import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The pages of the server, and the metadata service, on one port of 127.0.0.1. */
export class FakeAntMedia {
    /** Logins of the cluster's database. */
    readonly users: { readonly email: string; readonly password: string }[] = [];
    /** Whether the server runs. */
    isUp: () => boolean = () => true;
    /** Called before the first user is made. */
    beforeFirstUser: () => void = () => undefined;
    /** Command lines of all processes when the first user was made. */
    commandLines = "";
    firstUserRequests = 0;
    private readonly server: Server = createServer((request, response) => void this.answer(request, response));

    async start(): Promise<void> {
        await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part as Buffer);
        const text = (body: string, status = 200) => void response.writeHead(status).end(body);
        if (request.url === "/latest/api/token") return text(request.method === "PUT" ? "token" : "");
        if (request.url === "/latest/meta-data/local-ipv4") {
            return request.headers["x-aws-ec2-metadata-token"] === "token" ? text("10.0.1.5") : text("", 401);
        }
        if (!this.isUp()) return text("", 503);
        if (request.url === "/rest/v2/first-login-status") return text(`{"success":${this.users.length === 0}}`);
        if (request.url === "/rest/v2/users/initial" && request.method === "POST") {
            this.firstUserRequests += 1;
            this.commandLines = commandLines();
            this.beforeFirstUser();
            const isFirst = this.users.length === 0;
            if (isFirst) this.users.push(JSON.parse(Buffer.concat(parts).toString("utf8")));
            return text(`{"success":${isFirst},"errorId":-1}`);
        }
        text("", 404);
    }
}

/** What anybody on the machine can see of its processes. */
function commandLines(): string {
    const lines = readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .map((name) => {
            try {
                return readFileSync(`/proc/${name}/cmdline`, "utf8");
            } catch {
                return ""; // it has ended
            }
        });
    return lines.join("\n");
}
