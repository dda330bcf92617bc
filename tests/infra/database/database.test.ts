import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Database } from "../../../infra/database/database";
import { databaseWith, tagsOf } from "../../support/config";
import { counts, known, modes, only, type Registration, run, UNKNOWN } from "../../support/program";

const INSTANCE = "aws:ec2/instance:Instance";
const subnets = ["subnet-0bbbbbbbbbbbbbb01", "subnet-0bbbbbbbbbbbbbb02", "subnet-0bbbbbbbbbbbbbb03"];

function database(members: 1 | 3, protect = false): Database {
    return new Database("mongo", {
        settings: databaseWith({ members }),
        region: "us-east-1",
        vpcId: "vpc-1",
        subnetIds: pulumi.output(subnets),
        securityGroupId: "sg-1",
        protect,
        tagsOf,
    });
}

describe("Database", () => {
    for (const { mode, preview } of modes) {
        for (const members of [1, 3] as const) {
            it(`gives each of ${members} members a name, an address and a volume of its own (${mode})`, async () => {
                const { resources } = await run(() => database(members), { preview });

                assert.deepEqual(counts(resources), {
                    "media-cluster:database:Database": 1,
                    "media-cluster:database:DatabaseSecrets": 1,
                    "media-cluster:database:DatabaseTls": 1,
                    "tls:index/privateKey:PrivateKey": members + 1,
                    "tls:index/selfSignedCert:SelfSignedCert": 1,
                    "tls:index/certRequest:CertRequest": members,
                    "tls:index/locallySignedCert:LocallySignedCert": members,
                    "media-cluster:database:SnapshotPlan": 1,
                    "media-cluster:nodes:NodeRole": 1,
                    "random:index/randomPassword:RandomPassword": 3,
                    "aws:secretsmanager/secret:Secret": 2,
                    "aws:secretsmanager/secretVersion:SecretVersion": 2,
                    "aws:iam/role:Role": 2,
                    "aws:iam/rolePolicy:RolePolicy": 1,
                    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 2,
                    "aws:iam/instanceProfile:InstanceProfile": 1,
                    "aws:dlm/lifecyclePolicy:LifecyclePolicy": 1,
                    "aws:route53/zone:Zone": 1,
                    "aws:route53/record:Record": members,
                    "aws:ec2/networkInterface:NetworkInterface": members,
                    "aws:ebs/volume:Volume": members,
                    [INSTANCE]: members,
                    "aws:ec2/volumeAttachment:VolumeAttachment": members,
                });
                for (let number = 1; number <= members; number++) {
                    const record = only(resources, "aws:route53/record:Record", `mongo-${number}`);
                    assert.equal(record.inputs.name, `mongo-${number}.mongo.media-cluster.internal`);
                    assert.ok(record.dependsOn.includes(`mongo-${number}`));
                    const address = only(
                        resources,
                        "aws:ec2/networkInterface:NetworkInterface",
                        `mongo-${number}`,
                    ).inputs;
                    assert.equal(address.subnetId, subnets[number - 1]);
                    assert.deepEqual(address.securityGroups, ["sg-1"]);
                }
            });
        }

        it(`runs on encrypted volumes behind metadata version 2, with a replacement after the old server (${mode})`, async () => {
            const { resources } = await run(() => database(1), { preview });

            const server = only(resources, INSTANCE);
            const { metadataOptions, rootBlockDevice, ami, associatePublicIpAddress, tags } = server.inputs;
            assert.deepEqual(metadataOptions, {
                httpEndpoint: "enabled",
                httpTokens: "required",
                httpPutResponseHopLimit: 1,
                instanceMetadataTags: "disabled",
            });
            assert.deepEqual([rootBlockDevice.encrypted, rootBlockDevice.volumeType], [true, "gp3"]);
            assert.match(ami, /^ami-/);
            assert.equal(associatePublicIpAddress, undefined);
            assert.deepEqual([tags["media:role"], tags["media:image-arch"]], ["mongo", "x86_64"]);
            assert.equal(server.deleteBeforeReplace, true);
            assert.deepEqual(server.ignoreChanges, ["ami"]);
            const volume = only(resources, "aws:ebs/volume:Volume");
            assert.deepEqual([volume.inputs.encrypted, volume.inputs.type, volume.inputs.size], [true, "gp3", 50]);
            assert.deepEqual([volume.protect, volume.retainOnDelete], [false, false]);
        });

        it(`keeps every password secret, and out of user data (${mode})`, async () => {
            const { resources } = await run(() => database(3), { preview });

            const versions = resources.filter(({ type }) => type === "aws:secretsmanager/secretVersion:SecretVersion");
            assert.equal(versions.length, 2);
            for (const { inputs } of versions) {
                assert.deepEqual(Object.keys(inputs.secretString), ["secret"]);
            }
            for (const script of userDataOf(resources)) {
                assert.doesNotMatch(script, /generated-/);
                if (!preview) assert.match(script, /--secret-id 'arn:aws:secretsmanager:us-east-1:/);
            }
        });

        it(`keeps data when protected (${mode})`, async () => {
            const { resources } = await run(() => database(1, true), { preview });

            const volume = only(resources, "aws:ebs/volume:Volume");
            assert.deepEqual([volume.protect, volume.retainOnDelete], [true, true]);
            assert.equal(volume.inputs.finalSnapshot, true);
            const { recoveryWindowInDays } = only(resources, "aws:secretsmanager/secret:Secret", "mongo-uri").inputs;
            assert.equal(recoveryWindowInDays, 30);
        });

        it(`covers the data volumes, and only them, by daily snapshots (${mode})`, async () => {
            const { resources } = await run(() => database(1), { preview });

            const { policyDetails } = only(resources, "aws:dlm/lifecyclePolicy:LifecyclePolicy").inputs;
            assert.deepEqual(policyDetails.targetTags, { "media:backup": "media-cluster-mongo" });
            assert.deepEqual(policyDetails.resourceTypes, ["VOLUME"]);
            assert.deepEqual(policyDetails.schedules, [
                {
                    name: "daily",
                    createRule: { interval: 24, intervalUnit: "HOURS", times: "03:00" },
                    retainRule: { interval: 7, intervalUnit: "DAYS" },
                    copyTags: true,
                },
            ]);
            const covered = resources.filter(({ inputs }) => inputs.tags?.["media:backup"] === "media-cluster-mongo");
            assert.deepEqual(
                covered.map(({ type }) => type),
                ["aws:ebs/volume:Volume"],
            );
        });
    }

    it("names every member in the connection string that nodes get", async () => {
        const { resources } = await run(() => database(3), { preview: false });

        const { secretString } = only(resources, "aws:secretsmanager/secretVersion:SecretVersion", "mongo-uri").inputs;
        const hosts = [1, 2, 3].map((number) => `mongo-${number}.mongo.media-cluster.internal:27017`).join(",");
        assert.equal(secretString.secret, `mongodb://media:generated-mongo-app@${hosts}/?tls=true`);
    });

    it("gives the members their logins and certificates in one secret", async () => {
        const { resources } = await run(() => database(1), { preview: false });

        const { secretString } = only(
            resources,
            "aws:secretsmanager/secretVersion:SecretVersion",
            "mongo-members",
        ).inputs;
        assert.deepEqual(JSON.parse(secretString.secret), {
            adminPassword: "generated-mongo-admin",
            appPassword: "generated-mongo-app",
            keyFile: "generated-mongo-key-file",
            authority: "certificate of mongo-tls-authority\n",
            certificates: {
                "mongo-1.mongo.media-cluster.internal": "certificate of mongo-tls-1\npkcs8 key of mongo-tls-1\n",
            },
        });
    });

    it("has every member's certificate signed by its own authority, for its name and for itself", async () => {
        const { resources, result } = await run(() => database(3), { preview: false });

        const authority = only(resources, "tls:index/selfSignedCert:SelfSignedCert").inputs;
        assert.equal(authority.isCaCertificate, true);
        assert.equal(await known(result.authority), "certificate of mongo-tls-authority\n");
        for (const number of [1, 2, 3]) {
            const request = only(resources, "tls:index/certRequest:CertRequest", `mongo-tls-${number}`).inputs;
            assert.deepEqual(request.dnsNames, [`mongo-${number}.mongo.media-cluster.internal`]);
            assert.deepEqual(request.ipAddresses, ["127.0.0.1"]);
            const signed = only(resources, "tls:index/locallySignedCert:LocallySignedCert", `mongo-tls-${number}`);
            assert.equal(signed.inputs.caCertPem, "certificate of mongo-tls-authority\n");
            assert.equal(signed.inputs.certRequestPem, `request of mongo-tls-${number}\n`);
            assert.deepEqual(signed.inputs.caPrivateKeyPem, { secret: "key of mongo-tls-authority\n" });
            assert.ok(["server_auth", "client_auth"].every((use) => signed.inputs.allowedUses.includes(use)));
        }
    });

    it("changes one member after the other, so that a majority always runs", async () => {
        const { resources } = await run(() => database(3), { preview: false });

        const waits = [1, 2, 3].map((number) =>
            only(resources, INSTANCE, `mongo-${number}`)
                .dependsOn.filter((name) => /^mongo-\d$/.test(name))
                .sort(),
        );
        assert.deepEqual(
            waits.map((names) => [...new Set(names)]),
            [["mongo-1"], ["mongo-1", "mongo-2"], ["mongo-2", "mongo-3"]],
        );
    });

    it("lets the first member alone found the replica set", async () => {
        const { resources } = await run(() => database(3), { preview: false });

        const founding = userDataOf(resources).map((script) => script.includes("rs.initiate"));
        assert.deepEqual(founding, [true, false, false]);
    });
});

function userDataOf(resources: readonly Registration[]): string[] {
    return resources
        .filter(({ type }) => type === INSTANCE)
        .sort((a, b) => a.name.localeCompare(b.name))
        .map(({ inputs }) => inputs.userDataBase64)
        .map((data) => (data === UNKNOWN ? "" : Buffer.from(data, "base64").toString()));
}
