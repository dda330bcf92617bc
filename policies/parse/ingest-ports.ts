/** Ports on which publishers send: RTMP, SRT and RTMPS. */
export const ingestPorts: readonly number[] = [1935, 4200, 8443];
