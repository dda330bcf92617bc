import type { ConfigIssue } from "../issues";
import type { Check } from "./check";

export const namesAreInsideTheZone: Check = ({ domain }) => {
    if (!domain) return [];
    const { zone, name, ingestName } = domain;
    const issues: ConfigIssue[] = [];
    for (const [key, value] of Object.entries({ name, ingestName })) {
        if (value !== undefined && value !== zone && !value.endsWith(`.${zone}`)) {
            issues.push({
                key: `domain.${key}`,
                text: `is "${value}"; it must end in ".${zone}", the zone of domain.zone.`,
            });
        }
    }
    if (ingestName === name) {
        issues.push({
            key: "domain.ingestName",
            text: "must differ from domain.name, because two balancers cannot share a name.",
        });
    }
    return issues;
};

export const tlsHasACertificate: Check = ({ listeners, certificate, domain }) => {
    const tls = listeners.findIndex(({ protocol }) => protocol === "HTTPS");
    if (tls < 0 || certificate || domain) return [];
    const text = "is missing; HTTPS listeners need a certificate: set domain.zone and domain.name, or certificate.arn.";
    return [{ key: "domain", text }];
};

export const registrarHasAZone: Check = ({ registrar, domain }) =>
    registrar?.enabled && !domain
        ? [
              {
                  key: "domain",
                  text: "is missing; node names need domain.zone. Without names set registrar.enabled to false.",
              },
          ]
        : [];
