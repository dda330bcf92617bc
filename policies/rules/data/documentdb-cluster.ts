import { all, any, type Condition, not, of, settle } from "../../condition";
import type { Findings } from "../../findings";
import { at, elements, isTrue } from "../../properties";
import { profileOf } from "../../roles";
import type { Relation, Stack } from "../../stack";
import type { Subject } from "../../subject";

const groupOfCluster: Relation = {
    property: "dbClusterParameterGroupName",
    kinds: ["DocumentDB parameter group"],
    identity: "name",
};

/** Days that AWS keeps backups when nothing is said. */
const DEFAULT_BACKUP_DAYS = 1;

/** What the rule about the database says of a DocumentDB cluster, which AWS runs instead of servers. */
export const documentDbMessages = {
    encryption: "The {label} must be encrypted.",
    audit: "The {label} must write audit logs.",
    days: "The {label} must keep backups for at least {minBackupDays} days.",
    client: "The {label} must not serve Ant Media, which works with DocumentDB only with TLS off and retryWrites=false.",
};

/** Judges DocumentDB clusters. */
export function documentDbJudge(stack: Stack, minBackupDays: number, findings: Findings): (cluster: Subject) => void {
    const servesGroups = settle(any(...stack.ofKind("Auto Scaling group").map(isAntMedia)));
    return (cluster) => {
        const { props } = cluster;
        findings.require(cluster, "encryption", () => isTrue(props.storageEncrypted));
        const exports = elements(() => props.enabledCloudwatchLogsExports);
        const exportsAudit = any(...exports.map((read) => () => read() === "audit"));
        findings.require(cluster, "audit", all(exportsAudit, audits(stack, cluster)));
        const days = () => Number(props.backupRetentionPeriod ?? DEFAULT_BACKUP_DAYS);
        findings.require(cluster, "days", () => days() >= minBackupDays, { minBackupDays });
        findings.forbid(
            cluster,
            "client",
            any(
                () => profileOf(cluster) === "ant-media",
                () => servesGroups,
            ),
        );
    };
}

function isAntMedia(group: Subject): Condition {
    return of(group, () => profileOf(group) === "ant-media");
}

/** The groups that AWS brings along do not audit; one outside the stack may. */
function audits(stack: Stack, cluster: Subject): Condition {
    return () => {
        const groups = stack.referents(cluster, groupOfCluster);
        if (groups.length > 0) return all(...groups.map((group) => of(group, any(...auditSettings(group)))))();
        return !String(cluster.props.dbClusterParameterGroupName ?? "default.").startsWith("default.");
    };
}

function auditSettings({ props }: Subject): Condition[] {
    return elements(() => props.parameters).map((read) =>
        all(
            () => at(read(), "name") === "audit_logs",
            not(() => ["disabled", "none"].includes(String(at(read(), "value")))),
        ),
    );
}
