import { mongoDurableAndPrivate as rule } from "../../../../policies/rules/data/mongo-durable-and-private";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const stack: PolicyResource = { type: "pulumi:pulumi:Stack", name: "media-cluster-test" };
const encoded = (script: string) => Buffer.from(script).toString("base64");
const safe = "security:\n  authorization: enabled\nnet:\n  tls:\n    mode: requireTLS\n";

const server = (name = "m1", props: object = {}): PolicyResource => ({
    type: "aws:ec2/instance:Instance",
    name,
    props: { tags: { "media:role": "mongo" }, userDataBase64: encoded(safe), ...props },
});
const volume = (name = "v1", props: object = {}, protect = true): PolicyResource => ({
    type: "aws:ebs/volume:Volume",
    name,
    props: { encrypted: true, tags: { "media:backup": "mongo" }, ...props },
    options: { protect },
});
const attachment = (to?: PolicyResource, what?: PolicyResource, props: object = {}): PolicyResource => ({
    type: "aws:ec2/volumeAttachment:VolumeAttachment",
    name: `${to?.name ?? "any"}-${what?.name ?? "any"}`,
    props: { instanceId: unknown, volumeId: unknown, ...props },
    dependsOn: { ...(to && { instanceId: [to] }), ...(what && { volumeId: [what] }) },
});
const details = {
    resourceTypes: ["VOLUME"],
    targetTags: { "media:backup": "mongo" },
    schedules: [
        { createRule: { interval: 24, intervalUnit: "HOURS" }, retainRule: { interval: 7, intervalUnit: "DAYS" } },
    ],
};
const plan = (policyDetails: object = {}, props: object = {}): PolicyResource => ({
    type: "aws:dlm/lifecyclePolicy:LifecyclePolicy",
    name: "plan",
    props: { state: "ENABLED", policyDetails: { ...details, ...policyDetails }, ...props },
});
const retained = (retainRule: object, createRule: object = { interval: 24 }) =>
    plan({ schedules: [{ createRule, retainRule }] });
const selection = (props: object = {}, ...plans: PolicyResource[]): PolicyResource => ({
    type: "aws:backup/selection:Selection",
    name: "selection",
    props: {
        planId: unknown,
        selectionTags: [{ type: "STRINGEQUALS", key: "media:backup", value: "mongo" }],
        ...props,
    },
    dependsOn: plans.length > 0 ? { planId: plans } : {},
});
const backup = (...rules: object[]): PolicyResource => ({
    type: "aws:backup/plan:Plan",
    name: "backup",
    props: { rules },
});
const cluster = (props: object = {}): PolicyResource => ({
    type: "aws:docdb/cluster:Cluster",
    props: {
        storageEncrypted: true,
        enabledCloudwatchLogsExports: ["profiler", "audit"],
        backupRetentionPeriod: 7,
        dbClusterParameterGroupName: "elsewhere",
        ...props,
    },
});
const settings = (...parameters: unknown[]): PolicyResource => ({
    type: "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
    name: "settings",
    props: { name: "own", parameters },
});
const audit = (value: unknown) => ({ name: "audit_logs", value });
const group = (profile: unknown): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name: "edge",
    props: { tags: [{ key: "media:profile", value: profile }] },
});

/** A member with its volume under the plan. */
const member = (number = 1, with_: { server?: object; volume?: object; protect?: boolean } = {}): PolicyResource[] => {
    const own = server(`m${number}`, with_.server);
    const data = volume(`v${number}`, with_.volume, with_.protect);
    return [own, data, attachment(own, data)];
};
const three = [...member(1), ...member(2), ...member(3)];
const prod = { members: 3 };

const mapped = (device: object, props: object = {}) =>
    server("m1", { ebsBlockDevices: [{ deviceName: "/dev/sdf", ...device }], ...props });
const kept = { deleteOnTermination: false, encrypted: true, tags: { "media:backup": "mongo" } };

const loses = (name = "m1") =>
    `The database server "${name}" must keep its data on an encrypted volume that survives the server.`;
const open = (name = "m1") => `The database server "${name}" must require logins and TLS.`;
const uncovered = (name = "m1") => `The database server "${name}" must be covered by a backup plan.`;
const few = (members: number) => `The database must have ${members} members.`;
const even = "The database must have an odd number of members.";
const audits = ['The DocumentDB cluster "main" must write audit logs.'];
const antMedia = [
    'The DocumentDB cluster "main" must not serve Ant Media, which works with DocumentDB only with TLS off and retryWrites=false.',
];

describeRule(rule, {
    pass: {
        "one member where one is asked for": { resources: [stack, ...member(), plan()] },
        "three members": { resources: [stack, ...three, plan()], parameters: prod },
        "more members than asked for": { resources: [stack, ...three, plan()] },
        "a volume with a final snapshot instead of protection": {
            resources: [...member(1, { protect: false, volume: { finalSnapshot: true } }), plan()],
        },
        "a volume that the attachment names": {
            resources: [
                server("m1", { id: "i-1" }),
                volume("v1", { id: "vol-1" }),
                attachment(undefined, undefined, { instanceId: "i-1", volumeId: "vol-1" }),
                plan(),
            ],
        },
        "a mapping that stays": { resources: [mapped(kept), plan()] },
        "a root volume that stays": { resources: [server("m1", { rootBlockDevice: kept }), plan()] },
        "a mapping that stays, by the tags of all volumes": {
            resources: [mapped({ ...kept, tags: {} }, { volumeTags: { "media:backup": "mongo" } }), plan()],
        },
        "a scratch volume beside the one that stays": {
            resources: [mapped(kept, { rootBlockDevice: { encrypted: true } }), plan()],
        },
        "options of the command": {
            resources: [
                ...member(1, { server: { userDataBase64: encoded("mongod --auth --tlsMode requireTLS") } }),
                plan(),
            ],
        },
        "a plan with one of several tags": {
            resources: [...member(), plan({ targetTags: { other: "x", "media:backup": "mongo" } })],
        },
        "a plan with further types": { resources: [...member(), plan({ resourceTypes: ["INSTANCE", "VOLUME"] })] },
        "a plan without a state, which is on": {
            resources: [...member(), { ...plan(), props: { policyDetails: details } }],
        },
        "a plan of which one schedule keeps long enough": {
            resources: [
                ...member(),
                plan({ schedules: [{ retainRule: { interval: 1, intervalUnit: "DAYS" } }, ...details.schedules] }),
            ],
        },
        "retention in weeks": { resources: [...member(), retained({ interval: 1, intervalUnit: "WEEKS" })] },
        "retention in months": {
            resources: [...member(), retained({ interval: 1, intervalUnit: "MONTHS" })],
            parameters: { minBackupDays: 30 },
        },
        "retention in years": {
            resources: [...member(), retained({ interval: 1, intervalUnit: "YEARS" })],
            parameters: { minBackupDays: 35 },
        },
        "a number of daily snapshots": { resources: [...member(), retained({ count: 7 })] },
        "a number of snapshots twice a day": { resources: [...member(), retained({ count: 14 }, { interval: 12 })] },
        "fewer days where that is allowed": {
            resources: [...member(), retained({ interval: 3, intervalUnit: "DAYS" })],
            parameters: { minBackupDays: 3 },
        },
        "a plan for servers": {
            resources: [
                ...member(1, {
                    server: { tags: { "media:role": "mongo", backup: "yes" } },
                    volume: { tags: {} },
                }),
                plan({ resourceTypes: ["INSTANCE"], targetTags: { backup: "yes" } }),
            ],
        },
        "a selection of AWS Backup whose plan is elsewhere": {
            resources: [...member(), selection({ planId: "p-1" })],
        },
        "a selection whose plan keeps long enough": {
            resources: [
                ...member(),
                selection({}, backup()),
                backup({ lifecycle: { deleteAfter: 1 } }, { lifecycle: { deleteAfter: 7 } }),
            ],
        },
        "a selection whose plan keeps for ever": { resources: [...member(), selection({}, backup()), backup({})] },
        "a selection by a tag of the server": {
            resources: [
                ...member(1, { volume: { tags: {} } }),
                selection({ planId: "p", selectionTags: [{ key: "media:role", value: "mongo" }] }),
            ],
        },
        "a second plan that covers what the first does not": {
            resources: [...member(), { ...plan({ targetTags: { "media:backup": "other" } }), name: "other" }, plan()],
        },
        "a DocumentDB cluster": { resources: [stack, cluster()], parameters: prod },
        "a cluster with settings that audit": {
            resources: [
                cluster({ dbClusterParameterGroupName: "own" }),
                settings({ name: "tls", value: "disabled" }, audit("enabled")),
            ],
        },
        "a cluster of another profile than Ant Media": {
            resources: [cluster({ tags: { "media:profile": "web-app" } }), group("web-app")],
        },
        "fewer backup days of a cluster where that is allowed": {
            resources: [cluster({ backupRetentionPeriod: null })],
            parameters: { minBackupDays: 1 },
        },
    },
    fail: {
        "a server with nothing of all that": {
            resources: [server("m1", { userDataBase64: null })],
            says: [loses(), open(), uncovered()],
        },
        "two members of three": {
            resources: [stack, ...member(1), ...member(2), plan()],
            parameters: prod,
            says: [few(3), even],
        },
        "one member of three": { resources: [stack, ...member(), plan()], parameters: prod, says: [few(3)] },
        "four members": {
            resources: [stack, ...three, ...member(4), plan()],
            parameters: prod,
            says: [even],
        },
        "two members": { resources: [stack, ...member(1), ...member(2), plan()], says: [even] },
        "a volume that is not encrypted": {
            resources: [...member(1, { volume: { encrypted: false } }), plan()],
            says: [loses()],
        },
        "a volume without protection": { resources: [...member(1, { protect: false }), plan()], says: [loses()] },
        "a volume without protection and final snapshot": {
            resources: [...member(1, { protect: false, volume: { finalSnapshot: false } }), plan()],
            says: [loses()],
        },
        "a volume of another server": {
            resources: [server(), ...member(2), plan()],
            says: [loses("m1"), uncovered("m1")],
        },
        "a volume that two servers share": {
            resources: [
                server("m1"),
                server("m2"),
                volume(),
                attachment(server("m1"), volume()),
                attachment(server("m2"), volume()),
                plan(),
            ],
            says: [loses("m1"), uncovered("m1"), loses("m2"), uncovered("m2")],
        },
        "a mapping that goes with the server": {
            resources: [mapped({ ...kept, deleteOnTermination: true }), plan()],
            says: [loses()],
        },
        "a mapping that does not say": {
            resources: [mapped({ encrypted: true, tags: kept.tags }), plan()],
            says: [loses()],
        },
        "a mapping that is not encrypted": {
            resources: [mapped({ ...kept, encrypted: false }), plan()],
            says: [loses()],
        },
        "a mapping without the tag of the plan": {
            resources: [mapped({ ...kept, tags: {} }, { volumeTags: { "media:backup": "other" } }), plan()],
            says: [uncovered()],
        },
        "no logins": {
            resources: [...member(1, { server: { userDataBase64: encoded("mode: requireTLS") } }), plan()],
            says: [open()],
        },
        "no TLS": {
            resources: [...member(1, { server: { userDataBase64: encoded("authorization: enabled") } }), plan()],
            says: ['The database server "m1" must require TLS.'],
        },
        "no plan": { resources: member(), says: [uncovered()] },
        "a plan that is off, whatever it is for": {
            resources: [...member(), plan({ targetTags: unknown }, { state: "DISABLED" })],
            says: [uncovered()],
        },
        "a selection that names a plan which keeps too short": {
            resources: [
                ...member(),
                selection({ planId: "p-1" }),
                { ...backup(), props: { id: "p-1", rules: [{ lifecycle: { deleteAfter: 6 } }] } },
            ],
            says: [uncovered()],
        },
        "a plan that is off": { resources: [...member(), plan({}, { state: "DISABLED" })], says: [uncovered()] },
        "a plan for servers with the tag of the volume": {
            resources: [...member(), plan({ resourceTypes: ["INSTANCE"] })],
            says: [uncovered()],
        },
        "a plan for other values": {
            resources: [...member(), plan({ targetTags: { "media:backup": "other" } })],
            says: [uncovered()],
        },
        "a plan for other keys": {
            resources: [...member(), plan({ targetTags: { backup: "mongo" } })],
            says: [uncovered()],
        },
        "a plan for volumes with a tag of the server": {
            resources: [...member(), plan({ targetTags: { "media:role": "mongo" } })],
            says: [uncovered()],
        },
        "a plan without tags": { resources: [...member(), plan({ targetTags: null })], says: [uncovered()] },
        "a plan without schedules": { resources: [...member(), plan({ schedules: [] })], says: [uncovered()] },
        "one of two volumes without a plan": {
            resources: [...member(), volume("v2", { tags: {} }), attachment(server("m1"), volume("v2")), plan()],
            says: [uncovered()],
        },
        "six days": {
            resources: [...member(), retained({ interval: 6, intervalUnit: "DAYS" })],
            says: [uncovered()],
        },
        "a month, which has 30 days": {
            resources: [...member(), retained({ interval: 1, intervalUnit: "MONTHS" })],
            parameters: { minBackupDays: 31 },
            says: [uncovered()],
        },
        "a week, which has 7 days": {
            resources: [...member(), retained({ interval: 1, intervalUnit: "WEEKS" })],
            parameters: { minBackupDays: 8 },
            says: [uncovered()],
        },
        "a unit that AWS does not have": {
            resources: [...member(), retained({ interval: 99, intervalUnit: "FORTNIGHTS" })],
            says: [uncovered()],
        },
        "six daily snapshots": { resources: [...member(), retained({ count: 6 })], says: [uncovered()] },
        "snapshots of which nobody can say when they are made": {
            resources: [...member(), retained({ count: 99 }, { cronExpression: "cron(0 3 * * ? *)" })],
            says: [uncovered()],
        },
        "a selection by another tag": {
            resources: [...member(), selection({ planId: "p", selectionTags: [{ key: "media:backup", value: "x" }] })],
            says: [uncovered()],
        },
        "a selection whose plan keeps too short": {
            resources: [...member(), selection({}, backup()), backup({ lifecycle: { deleteAfter: 6 } })],
            says: [uncovered()],
        },
        "a selection whose plan has no rules": {
            resources: [...member(), selection({}, backup()), backup()],
            says: [uncovered()],
        },
        "a cluster that is not encrypted": {
            resources: [cluster({ storageEncrypted: null })],
            says: ['The DocumentDB cluster "main" must be encrypted.'],
        },
        "a cluster that exports no audit logs": {
            resources: [cluster({ enabledCloudwatchLogsExports: ["profiler"] })],
            says: audits,
        },
        "a cluster with AWS's own settings, which do not audit": {
            resources: [cluster({ dbClusterParameterGroupName: "default.docdb5.0" })],
            says: audits,
        },
        "a cluster that names no settings": {
            resources: [cluster({ dbClusterParameterGroupName: null })],
            says: audits,
        },
        "settings that switch auditing off": {
            resources: [cluster({ dbClusterParameterGroupName: "own" }), settings(audit("disabled"))],
            says: audits,
        },
        "settings that audit nothing": {
            resources: [
                {
                    ...cluster({ dbClusterParameterGroupName: unknown }),
                    dependsOn: { dbClusterParameterGroupName: [settings()] },
                },
                settings(audit("none"), { name: "profiler", value: "enabled" }),
            ],
            says: audits,
        },
        "a cluster whose backups are kept too short": {
            resources: [cluster({ backupRetentionPeriod: 6 })],
            says: ['The DocumentDB cluster "main" must keep backups for at least 7 days.'],
        },
        "a cluster that does not say how long": {
            resources: [cluster({ backupRetentionPeriod: null })],
            parameters: { minBackupDays: 2 },
            says: ['The DocumentDB cluster "main" must keep backups for at least 2 days.'],
        },
        "a cluster for Ant Media": {
            resources: [cluster({ tags: { "media:profile": "ant-media" } })],
            says: antMedia,
        },
        "a cluster beside groups of Ant Media": { resources: [cluster(), group("ant-media")], says: antMedia },
    },
    unknown: {
        "user data": {
            resources: [...member(1, { server: { userDataBase64: unknown } }), plan()],
            waitsFor: [['instance "m1"', "userDataBase64"]],
        },
        "the volume of an attachment": {
            resources: [server(), attachment(server())],
            waitsFor: [['instance "m1"', 'volumeId of the volume attachment "m1-any"']],
        },
        "the server of an attachment": {
            resources: [server(), volume(), attachment(undefined, volume())],
            waitsFor: [['instance "m1"', 'instanceId of the volume attachment "any-v1"']],
        },
        "the encryption of a volume": {
            resources: [...member(1, { volume: { encrypted: unknown } }), plan()],
            waitsFor: [['instance "m1"', 'encrypted of the volume "v1"']],
        },
        "what becomes of a mapping": {
            resources: [mapped({ ...kept, deleteOnTermination: unknown }), plan()],
            waitsFor: [['instance "m1"', "ebsBlockDevices.0.deleteOnTermination"]],
        },
        "the tags of a volume": {
            resources: [...member(1, { volume: { tags: unknown } }), plan()],
            waitsFor: [['instance "m1"', 'tags of the volume "v1"']],
        },
        "the tag of a plan": {
            resources: [...member(), plan({ targetTags: { "media:backup": unknown } })],
            waitsFor: [['instance "m1"', 'policyDetails.targetTags.media:backup of the snapshot plan "plan"']],
        },
        "all tags of a plan": {
            resources: [...member(), plan({ targetTags: unknown })],
            waitsFor: [['instance "m1"', 'policyDetails.targetTags of the snapshot plan "plan"']],
        },
        "the retention of a plan": {
            resources: [...member(), retained({ interval: unknown, intervalUnit: "DAYS" })],
            waitsFor: [['instance "m1"', 'policyDetails.schedules.0.retainRule.interval of the snapshot plan "plan"']],
        },
        "the plan of a selection": {
            resources: [...member(), selection()],
            waitsFor: [['instance "m1"', 'planId of the backup selection "selection"']],
        },
        "the tags of a server that a plan for servers may cover": {
            resources: [
                ...member(1, { server: { tags: { "media:role": "mongo", backup: unknown } } }),
                plan({ resourceTypes: ["INSTANCE"], targetTags: { backup: "yes" } }),
            ],
            waitsFor: [['instance "m1"', "tags.backup"]],
        },
        "whether an instance is a member": {
            resources: [stack, ...member(), server("x", { tags: unknown }), plan()],
            waitsFor: [
                ['instance "x"', "tags"],
                ['stack "media-cluster-test"', 'tags of the instance "x"'],
            ],
        },
        "whether an instance is the missing member": {
            resources: [stack, server("x", { tags: unknown })],
            waitsFor: [
                ['instance "x"', "tags"],
                ['stack "media-cluster-test"', 'tags of the instance "x"'],
            ],
        },
        "settings of a cluster": {
            resources: [
                cluster({ dbClusterParameterGroupName: "own", storageEncrypted: unknown }),
                settings(audit(unknown)),
            ],
            waitsFor: [
                [
                    'DocumentDB cluster "main"',
                    'parameters.0.value of the DocumentDB parameter group "settings"',
                    "storageEncrypted",
                ],
            ],
        },
        "the profile of a group": {
            resources: [cluster(), group(unknown)],
            waitsFor: [['DocumentDB cluster "main"', 'tags.0.value of the Auto Scaling group "edge"']],
        },
    },
    notApplicable: {
        "stacks without a database": { resources: [stack, server("web", { tags: { "media:role": "web" } }), plan()] },
        "an empty stack": { resources: [] },
    },
});
