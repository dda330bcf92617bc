import { publicZoneLogging as rule } from "../../../../policies/rules/tls/public-zone-logging";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const zone = (name: string, props: object = {}): PolicyResource => ({
    type: "aws:route53/zone:Zone",
    name,
    props: { zoneId: `Z${name}`, ...props },
});
const log = (zoneId: unknown, owner?: PolicyResource): PolicyResource => ({
    type: "aws:route53/queryLog:QueryLog",
    name: "log",
    props: { zoneId },
    dependsOn: owner && { zoneId: [owner] },
});
const signing = (hostedZoneId: unknown, props: object = {}, owner?: PolicyResource): PolicyResource => ({
    type: "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
    name: "signing",
    props: { hostedZoneId, ...props },
    dependsOn: owner && { hostedZoneId: [owner] },
});
const privateZone = zone("inside", { vpcs: [{ vpcId: unknown }] });
const parameters = { requireDnssec: true };
const unlogged = 'The public zone "media" must log queries.';
const unsigned = 'The public zone "media" must sign its records with DNSSEC.';
const media = zone("media", { zoneId: unknown });

describeRule(rule, {
    pass: {
        "a zone with a log by dependency": { resources: [media, log(unknown, media)] },
        "a zone with a log by id, beside a private zone": { resources: [privateZone, zone("media"), log("Zmedia")] },
        "an unsigned zone where nobody wants signatures": { resources: [zone("media"), log("Zmedia")] },
        "a signed zone": { resources: [zone("media"), log("Zmedia"), signing("Zmedia")], parameters },
        "a zone that says it is signed, by dependency": {
            resources: [media, log(unknown, media), signing(unknown, { signingStatus: "SIGNING" }, media)],
            parameters,
        },
        "an empty list of networks": { resources: [zone("media", { vpcs: [] }), log("Zmedia")] },
    },
    fail: {
        "a public zone without a log": { resources: [zone("media")], says: [unlogged] },
        "the log of another zone": {
            resources: [zone("media"), zone("other"), log("Zother")],
            says: [unlogged],
        },
        "an empty list of networks": { resources: [zone("media", { vpcs: [] })], says: [unlogged] },
        "an unsigned zone": { resources: [zone("media"), log("Zmedia")], says: [unsigned], parameters },
        "the signature of another zone": {
            resources: [zone("media"), log("Zmedia"), signing("Zother")],
            says: [unsigned],
            parameters,
        },
        "a signature that is turned off": {
            resources: [zone("media"), log("Zmedia"), signing("Zmedia", { signingStatus: "NOT_SIGNING" })],
            says: [unsigned],
            parameters,
        },
        "a signature of a zone that is not known yet, and turned off": {
            resources: [zone("media"), log("Zmedia"), signing(unknown, { signingStatus: "NOT_SIGNING" })],
            says: [unsigned],
            parameters,
        },
        "neither log nor signature": { resources: [zone("media")], says: [unlogged, unsigned], parameters },
    },
    unknown: {
        "a log that may be of any zone": {
            resources: [zone("media"), log(unknown)],
            waitsFor: [['hosted zone "media"', 'zoneId of the query log "log"']],
        },
        "a signature that may be of any zone": {
            resources: [zone("media"), log("Zmedia"), signing(unknown)],
            waitsFor: [['hosted zone "media"', 'hostedZoneId of the DNSSEC signing "signing"']],
            parameters,
        },
        "whether a signature is turned on": {
            resources: [zone("media"), log("Zmedia"), signing("Zmedia", { signingStatus: unknown })],
            waitsFor: [['hosted zone "media"', 'signingStatus of the DNSSEC signing "signing"']],
            parameters,
        },
        "whether a zone is private": {
            resources: [zone("media", { vpcs: unknown })],
            waitsFor: [['hosted zone "media"', "vpcs"]],
            parameters,
        },
    },
    notApplicable: {
        "private zones": { resources: [privateZone], parameters },
        "other resources": { resources: [log("Zmedia")] },
    },
});
