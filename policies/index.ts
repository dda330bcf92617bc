import { PolicyPack } from "@pulumi/policy";
import { deserializeOnce } from "./deserialize-once";
import { rules } from "./rules";

deserializeOnce();

new PolicyPack("media-cluster-policies", {
    displayName: "Media cluster",
    description: "Rules that keep previews and updates of media-server clusters on AWS safe.",
    enforcementLevel: "advisory",
    policies: rules.map(({ policy }) => policy),
});
