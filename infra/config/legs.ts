interface Streams {
    readonly hosts: Readonly<Record<string, unknown>>;
    readonly streams: readonly { readonly protocol: string; readonly to: string }[];
}

/** Names of the hosts that are legs of one stream: UDP streams to different hosts, as main and backup of SRT are. */
export function legsOf({ hosts, streams }: Streams): string[] {
    const names = streams.flatMap(({ protocol, to }) => (protocol === "UDP" && to in hosts ? [to] : []));
    return [...new Set(names)];
}
