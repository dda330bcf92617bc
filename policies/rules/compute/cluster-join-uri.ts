import { defineRule } from "../../define-rule";
import { clusterJoins } from "../../parse/cluster-join";
import { userDataOf } from "../../parse/user-data";
import { mediaRoles, profileOf, roleOf } from "../../roles";

/** P60. The mode script asks a question about any other address, and nobody is there to answer. */
export const clusterJoinUri = defineRule({
    id: "P60",
    name: "cluster-join-uri",
    area: "compute",
    description: "Nodes must join the cluster with a complete database URI between double quotes.",
    severity: "high",
    equivalents: [],
    why: "For a bare address or host name the script waits for an answer; the node starts alone and shows no stream of the others.",
    remediation: 'Read the URI from the secret store into a variable, and call change_server_mode.sh cluster "$uri".',
    link: "https://github.com/ant-media/Ant-Media-Server/issues/7838",
    messages: {
        uri: "The user data of the {label} must join the cluster with a quoted, complete database URI.",
    },
    parameters: {},
    resource: {
        kinds: ["launch template", "launch configuration", "instance", "spot instance request"],
        check(subject, _parameters, findings) {
            const role = roleOf(subject);
            const isOther = role !== undefined && !mediaRoles.includes(role);
            if (profileOf(subject) !== "ant-media" || isOther) {
                return findings.notApplicable("The server is no Ant Media node.");
            }
            const joins = clusterJoins(userDataOf(subject) ?? "");
            if (joins.length === 0) return findings.notApplicable("The user data joins no cluster.");
            findings.require(subject, "uri", () => joins.every(Boolean));
        },
    },
});
