import { ingestNameOf, nodeDomainOf } from "../domain-names";
import type { ConfigIssue } from "../issues";
import type { Check } from "./check";

/** Longest DNS name, and what the registrar puts before the domain: `m-`, 12 hex digits and a dot. In characters. */
const LONGEST_NAME = 253;
const NODE_LABEL = 15;

/** What stands in the parent zone below a delegated name is never found. */
export const nodeNamesHaveTheirOwnDomain: Check = ({ registrar, domain, streams }) => {
    if (!registrar.enabled || !domain) return [];
    const nodeDomain = nodeDomainOf(registrar, domain);
    const { name, aliases } = domain;
    const ingestName = streams.length > 0 ? ingestNameOf(domain) : undefined;
    const further = Object.fromEntries(aliases.map((alias, index) => [`aliases[${index}]`, alias]));
    return Object.entries({ name, ingestName, ...further }).flatMap(([key, value]): ConfigIssue[] =>
        value === nodeDomain || value?.endsWith(`.${nodeDomain}`)
            ? [
                  {
                      key: `domain.${key}`,
                      text: `is "${value}"; it must lie outside of ${nodeDomain}, which is the zone of the node names alone: choose another name or registrar.label.`,
                  },
              ]
            : [],
    );
};

export const nodeNamesFit: Check = ({ registrar, domain }) => {
    if (!registrar.enabled || !domain) return [];
    const length = NODE_LABEL + nodeDomainOf(registrar, domain).length;
    const text = `makes node names of ${length} characters, of which DNS allows ${LONGEST_NAME}; choose a shorter one, or a shorter domain.zone.`;
    return length > LONGEST_NAME ? [{ key: "registrar.label", text }] : [];
};

export const privateAddressesAreMeantToBePublic: Check = ({ registrar }) =>
    registrar.enabled && registrar.address === "private" && !registrar.privateInPublicZone
        ? [
              {
                  key: "registrar.address",
                  text: 'is "private", and node names stand in a public zone, where anybody can look these addresses up; set registrar.privateInPublicZone to true to accept that.',
              },
          ]
        : [];

export const webhooksHaveARegistrar: Check = ({ registrar }) =>
    !registrar.enabled && registrar.webhook
        ? [{ key: "registrar.webhook", text: "needs registrar.enabled to be true; without it nobody tells of nodes." }]
        : [];
