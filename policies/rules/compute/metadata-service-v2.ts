import { all } from "../../condition";
import { defineRule } from "../../define-rule";
import { at } from "../../properties";

/** P18. Version 1 of the metadata service answers any request from the server, also one that a visitor made it send. */
export const metadataServiceV2 = defineRule<{ maxHops: number; allowTags: boolean }>({
    id: "P18",
    name: "metadata-service-v2",
    area: "compute",
    description:
        "Servers must take requests to their metadata service with a session token only, from themselves only.",
    severity: "high",
    equivalents: ["CKV_AWS_79", "CKV_AWS_341", "AWS-0130", "AWS-0028", "NIST:EC2IMDSv2Enabled"],
    why: "A media server fetches addresses that users give it; with version 1 such a request can read the server's credentials.",
    remediation:
        "Set metadataOptions to httpTokens required, httpPutResponseHopLimit 1 and instanceMetadataTags disabled.",
    link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    messages: { tokens: "The {label} must require version 2 of the instance metadata service." },
    parameters: {
        maxHops: {
            type: "integer",
            minimum: 1,
            maximum: 64,
            default: 1,
            description: "Network hops that an answer may travel. 2 lets containers ask.",
        },
        allowTags: { type: "boolean", default: false, description: "Whether servers may read their own tags." },
    },
    resource: {
        kinds: ["launch template", "instance"],
        check(subject, { maxHops, allowTags }, findings) {
            const option = (name: string) => at(subject.props, "metadataOptions", name);
            findings.require(
                subject,
                "tokens",
                all(
                    () => option("httpTokens") === "required",
                    () => Number(option("httpPutResponseHopLimit") ?? 1) <= maxHops,
                    () => allowTags || option("instanceMetadataTags") !== "enabled",
                ),
            );
        },
        fix({ props }, { maxHops, allowTags }, changes) {
            const options = changes.within(props, "metadataOptions");
            if (options === undefined) return;
            const isWithin = (hops: unknown) => typeof hops === "number" && hops <= maxHops;
            changes.set(options, "httpTokens", "required");
            changes.set(options, "httpPutResponseHopLimit", maxHops, isWithin);
            changes.set(options, "instanceMetadataTags", "disabled", () => allowTags);
        },
    },
});
