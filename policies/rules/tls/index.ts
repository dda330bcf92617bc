import type { Rule } from "../../rule";
import { backendProtocolMatchesListener } from "./backend-protocol-matches-listener";
import { certificateShape } from "./certificate-shape";
import { instanceRecordSettings } from "./instance-record-settings";
import { listenerTlsPolicy } from "./listener-tls-policy";
import { plainListenersRedirect } from "./plain-listeners-redirect";
import { publicZoneLogging } from "./public-zone-logging";
import { wildcardCertificateScope } from "./wildcard-certificate-scope";

export const tlsRules: readonly Rule[] = [
    listenerTlsPolicy,
    plainListenersRedirect,
    backendProtocolMatchesListener,
    certificateShape,
    wildcardCertificateScope,
    instanceRecordSettings,
    publicZoneLogging,
];
