import type { Rule } from "../../rule";
import { listenerTlsPolicy } from "./listener-tls-policy";

export const tlsRules: readonly Rule[] = [listenerTlsPolicy];
