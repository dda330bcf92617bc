import { all, any, type Condition, of } from "../../condition";
import { defineRule } from "../../define-rule";
import type { Findings } from "../../findings";
import { mongoSettings } from "../../parse/mongo-settings";
import { userDataOf } from "../../parse/user-data";
import { declaredVolumes } from "../../parse/volumes";
import { at, isTrue, isUnknown, known } from "../../properties";
import { BackupPlans } from "../../relations/backup-plans";
import { ServerVolumes } from "../../relations/server-volumes";
import { roleOf, tagOf } from "../../roles";
import type { Subject } from "../../subject";
import { documentDbJudge, documentDbMessages } from "./documentdb-cluster";

interface Demands {
    members: number;
    minBackupDays: number;
}

/** P56. The database knows which node has which stream; without it every node is alone. */
export const mongoDurableAndPrivate = defineRule<Demands>({
    id: "P56",
    name: "mongo-durable-and-private",
    area: "data",
    description: "The database must survive the loss of a server, and must answer nobody who has not logged in.",
    severity: "critical",
    equivalents: ["CKV_AWS_74", "CKV_AWS_85", "CKV_AWS_182", "CKV_AWS_360", "AWS-0020", "AWS-0021", "AWS-0022"],
    why: "A cluster store that is lost or open takes every stream, token and user of the cluster with it.",
    remediation:
        "Run an odd number of members, each with an encrypted, protected volume of its own under a snapshot plan, and set authorization enabled and TLS mode requireTLS in mongod.conf.",
    link: "https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html",
    messages: {
        members: "The database must have {members} members.",
        odd: "The database must have an odd number of members.",
        volume: 'The database server "{name}" must keep its data on an encrypted volume that survives the server.',
        logins: 'The database server "{name}" must require logins and TLS.',
        tls: 'The database server "{name}" must require TLS.',
        backup: 'The database server "{name}" must be covered by a backup plan.',
        ...documentDbMessages,
    },
    parameters: {
        members: { type: "integer", minimum: 1, default: 1, description: "Fewest members of the database." },
        minBackupDays: {
            type: "integer",
            minimum: 1,
            maximum: 35,
            default: 7,
            description: "Shortest time that backups are kept, in days.",
        },
    },
    stack: {
        kinds: ["stack", "instance", "DocumentDB cluster"],
        check(stack, { members, minBackupDays }, findings) {
            const instances = stack.ofKind("instance");
            const servers = instances.filter((instance) => known(() => roleOf(instance)) === "mongo");
            const veiled = instances.filter((instance) => isUnknown(() => roleOf(instance)));
            const volumes = new ServerVolumes(stack);
            const plans = new BackupPlans(stack, minBackupDays);
            const judgeCluster = documentDbJudge(stack, minBackupDays, findings);
            return (subject) => {
                switch (subject.kind) {
                    case "stack":
                        return judgeMembers(subject, { servers, veiled }, members, findings);
                    case "DocumentDB cluster":
                        return judgeCluster(subject);
                    default:
                        if (roleOf(subject) !== "mongo") return;
                        findings.require(subject, "volume", keepsData(subject, volumes));
                        findings.require(subject, "logins", () => settingsOf(subject).requiresLogins);
                        // Told apart, because an accepted gap in the one must not hide the other.
                        findings.require(subject, "tls", needsNoMore(subject));
                        findings.require(subject, "backup", isBackedUp(subject, volumes, plans));
                }
            };
        },
    },
});

/** @param veiled instances of which it is not known yet whether they are members */
function judgeMembers(
    stack: Subject,
    { servers, veiled }: { readonly servers: readonly Subject[]; readonly veiled: readonly Subject[] },
    members: number,
    findings: Findings,
): void {
    if (servers.length + veiled.length === 0) return;
    const mayBeMore = any(...veiled.map((instance) => of(instance, () => roleOf(instance) === "mongo")));
    findings.require(
        stack,
        "members",
        any(() => servers.length >= members, mayBeMore),
        { members },
    );
    findings.require(stack, "odd", veiled.length > 0 ? mayBeMore : () => servers.length % 2 === 1);
}

function keepsData(server: Subject, volumes: ServerVolumes): Condition {
    const own = volumes.ownVolumesOf(server).map((volume) => of(volume, survives(volume)));
    const mapped = declaredVolumes(server).volumes.map((mapping) =>
        all(
            () => mapping.deleteOnTermination() === false,
            () => isTrue(mapping.encrypted()),
        ),
    );
    return any(...own, ...mapped, () => volumes.mayHaveMore(server));
}

function survives({ props, options }: Subject): Condition {
    return all(
        () => isTrue(props.encrypted),
        () => options.protect || isTrue(props.finalSnapshot),
    );
}

function settingsOf(server: Subject) {
    return mongoSettings(userDataOf(server) ?? "");
}

/** TLS, once logins are required. */
function needsNoMore(server: Subject): Condition {
    return () => {
        const { requiresLogins, requiresTls } = settingsOf(server);
        return requiresTls || !requiresLogins;
    };
}

/** All volumes of the server's own; without any, one of those that it was started with. */
function isBackedUp(server: Subject, volumes: ServerVolumes, plans: BackupPlans): Condition {
    const own = volumes
        .ownVolumesOf(server)
        .map((volume) => plans.cover("VOLUME", (key) => tagOf(volume, key), volume));
    const mapped = declaredVolumes(server).volumes.map(({ tags }) =>
        plans.cover("VOLUME", (key) => at(tags(), key) ?? at(server.props, "volumeTags", key)),
    );
    return any(
        own.length > 0 ? all(...own) : any(...mapped),
        plans.cover("INSTANCE", (key) => tagOf(server, key)),
        () => volumes.mayHaveMore(server),
    );
}
