import { createServer, type Server, type Socket } from "node:net";

/**
 * The address of the engine's services. It listens at once, so that the program can start with the address while the
 * services are still loading; connections wait until somebody takes them.
 */
export class Endpoint {
    private readonly waiting: Socket[] = [];
    private readonly open = new Set<Socket>();
    private take?: (socket: Socket) => void;

    private constructor(
        private readonly server: Server,
        readonly address: string,
    ) {}

    static listen(): Promise<Endpoint> {
        const server = createServer();
        return new Promise((resolve, reject) => {
            server.once("error", reject);
            server.listen(0, "127.0.0.1", () => {
                const bound = server.address();
                const port = typeof bound === "object" && bound !== null ? bound.port : 0;
                const endpoint = new Endpoint(server, `127.0.0.1:${port}`);
                server.on("connection", (socket) => endpoint.connected(socket));
                resolve(endpoint);
            });
        });
    }

    /** Hands over the connections that wait and all later ones. */
    serve(take: (socket: Socket) => void): void {
        this.take = take;
        for (const socket of this.waiting.splice(0)) take(socket);
    }

    close(): void {
        this.server.close();
        for (const socket of this.open) socket.destroy();
    }

    private connected(socket: Socket): void {
        this.open.add(socket);
        socket.once("close", () => this.open.delete(socket));
        // A program that is stopped resets its connection; the processes' ends tell what happened.
        socket.on("error", () => socket.destroy());
        if (this.take) this.take(socket);
        else this.waiting.push(socket);
    }
}
