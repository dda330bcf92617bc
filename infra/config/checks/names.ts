import { ingestNameOf } from "../domain-names";
import type { ConfigIssue } from "../issues";
import type { Check } from "./check";

/** Longest first name of a certificate, in characters, and most names of one, as ACM allows without a request. */
const LONGEST_FIRST_NAME = 64;
const MOST_NAMES = 10;

export const namesAreInsideTheZone: Check = ({ domain, certificate }) => {
    if (!domain) return [];
    const { zone, name, aliases, ingestName } = domain;
    const names = [
        { key: "domain.name", value: name },
        ...aliases.map((alias, index) => ({ key: `domain.aliases[${index}]`, value: alias })),
        { key: "domain.ingestName", value: ingestName },
        ...(certificate?.names ?? []).map((one, index) => ({ key: `certificate.names[${index}]`, value: one })),
    ];
    return names.flatMap(({ key, value }) =>
        value !== undefined && value !== zone && !value.endsWith(`.${zone}`)
            ? [{ key, text: `is "${value}"; it must end in ".${zone}", the zone of domain.zone.` }]
            : [],
    );
};

export const namesDiffer: Check = ({ domain }) => {
    if (!domain) return [];
    const { name, aliases, ingestName } = domain;
    const issues: ConfigIssue[] = [];
    if (name !== undefined && ingestName === name) {
        issues.push({
            key: "domain.ingestName",
            text: "must differ from domain.name, because two balancers cannot share a name.",
        });
    }
    for (const [index, alias] of aliases.entries()) {
        const taken = alias === name || alias === ingestName || aliases.indexOf(alias) < index;
        const text = `is "${alias}", which is a name in domain already; leave one of the two out.`;
        if (taken) issues.push({ key: `domain.aliases[${index}]`, text });
    }
    return issues;
};

export const listenersHaveAName: Check = ({ domain, listeners }) => {
    if (!domain || domain.name !== undefined) return [];
    if (listeners.length > 0)
        return [{ key: "domain.name", text: "is missing; it is the name of the balancer, inside domain.zone." }];
    return domain.aliases.length > 0
        ? [{ key: "domain.aliases", text: "need listeners; without them there is no balancer to name." }]
        : [];
};

/** DNS allows no other record beside a CNAME, and the top of a zone has others. */
export const topOfTheZoneIsAnAlias: Check = ({ domain }) => {
    if (domain?.records !== "cname") return [];
    const { zone, name, ingestName, aliases } = domain;
    const names = [
        { key: "domain.name", value: name },
        { key: "domain.ingestName", value: ingestName },
        ...aliases.map((alias, index) => ({ key: `domain.aliases[${index}]`, value: alias })),
    ];
    const text = `is "${zone}", the top of the zone, where DNS allows no CNAME; set domain.records to alias.`;
    return names.flatMap(({ key, value }) => (value === zone ? [{ key, text }] : []));
};

export const tlsHasACertificate: Check = ({ listeners, streams, certificate, domain }) => {
    const speaksTls =
        listeners.some(({ protocol }) => protocol === "HTTPS") || streams.some(({ protocol }) => protocol === "TLS");
    if (!speaksTls || certificate?.arn !== undefined || domain) return [];
    const text =
        "is missing; HTTPS listeners and TLS streams need a certificate: set domain.zone and domain.name, or certificate.arn.";
    return [{ key: "domain", text }];
};

export const certificateIsNewOrGiven: Check = ({ certificate, domain, listeners, streams }) => {
    const { arn, names = [] } = certificate ?? {};
    const key = "certificate.names";
    const isHttps = listeners.some(({ protocol }) => protocol === "HTTPS");
    const isTls = streams.some(({ protocol }) => protocol === "TLS");
    if (names.length > 0) {
        if (arn !== undefined)
            return [{ key, text: "belong to a new certificate; leave them out beside certificate.arn." }];
        if (!domain) return [{ key, text: "need domain.zone, in which the certificate is validated." }];
        if (!isHttps && !isTls) return [{ key, text: "need an HTTPS listener or a TLS stream; there is none." }];
    }
    if (!domain || arn !== undefined) return [];
    const all = new Set([
        ...(isHttps ? [domain.name, ...domain.aliases] : []),
        ...(isTls ? [ingestNameOf(domain)] : []),
        ...names,
    ]).size;
    return all > MOST_NAMES
        ? [
              {
                  key: names.length > 0 ? key : "domain.aliases",
                  text: `make ${all} names with those in domain; ACM allows ${MOST_NAMES} of one certificate.`,
              },
          ]
        : [];
};

export const firstNameFitsTheCertificate: Check = ({ certificate, domain, listeners }) => {
    const name = domain?.name;
    const isNew = certificate?.arn === undefined && listeners.some(({ protocol }) => protocol === "HTTPS");
    return isNew && name !== undefined && name.length > LONGEST_FIRST_NAME
        ? [
              {
                  key: "domain.name",
                  text: `has ${name.length} characters; the first name of a certificate may have ${LONGEST_FIRST_NAME}.`,
              },
          ]
        : [];
};

export const arnsAreOfTheRegion: Check = ({ certificate, kmsKeyArn }, { region }) => {
    if (region === undefined) return [];
    const { arn, moreArns = [] } = certificate ?? {};
    const arns = [
        { key: "certificate.arn", value: arn, what: "the balancer" },
        ...moreArns.map((one, index) => ({ key: `certificate.moreArns[${index}]`, value: one, what: "the balancer" })),
        { key: "kmsKeyArn", value: kmsKeyArn, what: "the cluster" },
    ];
    return arns.flatMap(({ key, value, what }) => {
        const own = value?.split(":")[3];
        return own === undefined || own === region
            ? []
            : [{ key, text: `is of the Region ${own}; it must be of ${region}, where ${what} is.` }];
    });
};

export const certificatesAreNamedOnce: Check = ({ certificate }) =>
    (certificate?.moreArns ?? []).flatMap((arn, index, all) =>
        all.indexOf(arn) < index || arn === certificate?.arn
            ? [{ key: `certificate.moreArns[${index}]`, text: "is there already; leave one of the two out." }]
            : [],
    );

export const registrarHasAZone: Check = ({ registrar, domain }) =>
    registrar.enabled && !domain
        ? [
              {
                  key: "domain",
                  text: "is missing; node names need domain.zone. Without names set registrar.enabled to false.",
              },
          ]
        : [];
