/** What the operator changes on a CodeStream host so that clients come in by the balancer. */
export interface CodestreamChanges {
    /** File on the host, of which a copy is kept first. */
    readonly file: string;
    /** Keys of that file; all others stay. */
    readonly settings: object;
    /** What to do on the host, in this order. */
    readonly steps: readonly string[];
}

/**
 * @param hostName name by which clients, and containers on the host, call the balancer
 * @param tls whether clients and host speak TLS; then a self-signed certificate on the host is enough, because application
 * load balancers do not check it
 */
export function codestreamChanges(hostName: string, tls: boolean): CodestreamChanges {
    const scheme = tls ? "https" : "http";
    const broadcaster = tls ? { host: hostName, ignoreHttps: false, port: 12443 } : { host: hostName };
    return {
        file: "~/.codestream/codestream-services-config.json",
        settings: {
            apiServer: {
                publicApiUrl: `${scheme}://${hostName}`,
                ...(tls && { ignoreHttps: false, port: 443 }),
            },
            broadcastEngine: { codestreamBroadcaster: broadcaster },
            ...(tls && { ssl: { certfile: "/opt/config/cert.pem", keyfile: "/opt/config/key.pem" } }),
        },
        steps: [
            `getent hosts ${hostName}`,
            "curl -fsS http://localhost/no-auth/status",
            "cp ~/.codestream/codestream-services-config.json ~/.codestream/codestream-services-config.json.before",
            ...(tls ? ["~/.codestream/codestream --make-self-signed-cert"] : []),
            "~/.codestream/codestream --stop",
            "edit the file: set the keys above, leave all others",
            "~/.codestream/codestream --start",
        ],
    };
}
