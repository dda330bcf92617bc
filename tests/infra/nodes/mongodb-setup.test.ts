import * as assert from "node:assert/strict";
import { documents } from "./kinds";
import { Sandbox } from "./sandbox";

const setup = "/usr/local/sbin/database-setup";
const secret = {
    adminPassword: "admin-7Qx",
    appPassword: "app-7Qx",
    keyFile: "k".repeat(128),
    authority: "authority",
    certificates: { "mongo-1.db.internal": "certificate and key", "mongo-2.db.internal": "of the second" },
};

describe("The set-up of a database server", () => {
    let server: Sandbox;

    afterEach(() => server.remove());

    function made(name: string): Sandbox {
        server = new Sandbox(documents[name] ?? "", { "test -b": "true" });
        for (const command of ["hostnamectl", "dnf", "mkfs.xfs", "mount", "chown", "systemctl"])
            server.standIn(command, "");
        server.standIn("aws", `echo '${JSON.stringify(secret)}'`);
        // An empty volume knows no file system until there is one; `-s` asks for its UUID.
        server.standIn("blkid", `[[ $1 == -s ]] && echo 1234-abcd || [[ -e $ROOT/formatted ]]`);
        server.standIn("mountpoint", `[[ -e $ROOT/mounted ]]`);
        server.standIn(
            "mongosh",
            `[[ $* != *--file* ]] || echo "  $ADMIN_PASSWORD $APP_PASSWORD" >>"$ROOT/environment.log"`,
        );
        server.write("/etc/fstab", "");
        return server;
    }

    const names = (calls: readonly string[]) => calls.map((call) => call.split(" ")[0]);

    it("formats an empty volume, installs, starts, and founds the set with its users", async () => {
        const { status, output, calls } = await made("mongodb-founder.yaml").run(setup);

        assert.equal(status, 0, output);
        assert.deepEqual(
            names(calls).filter((name) => name !== "blkid"),
            [
                "hostnamectl",
                "mkfs.xfs",
                "mountpoint",
                "mount",
                "dnf",
                "chown",
                "aws",
                "systemctl",
                "systemctl",
                "mongosh",
                "mongosh",
                "mongosh",
            ],
        );
        assert.ok(calls.includes("systemctl enable --now mongod"));
        const shells = calls.filter((call) => call.startsWith("mongosh"));
        const tls = "mongosh --quiet --tls --tlsCAFile /etc/mongod-authority.pem";
        assert.deepEqual(shells, [
            `${tls} --eval db.hello().ok`,
            `${tls} --file /etc/media-node/found-replica-set.js`,
            `${tls} --file /etc/media-node/make-users.js`,
        ]);
    });

    it("keeps key file and certificate where the server alone reads them", async () => {
        await made("mongodb-founder.yaml").run(setup);

        assert.equal(server.read("/etc/mongod.key").trim(), secret.keyFile);
        assert.equal(server.read("/etc/mongod.pem").trim(), "certificate and key");
        assert.equal(server.read("/etc/mongod-authority.pem").trim(), "authority");
        assert.deepEqual(
            ["/etc/mongod.key", "/etc/mongod.pem"].map((file) => server.modeOf(file)),
            ["400", "400"],
        );
        assert.match(server.read("/etc/mongod.conf"), /mode: requireTLS/);
    });

    it("hands passwords on in the environment only", async () => {
        const { calls } = await made("mongodb-founder.yaml").run(setup);

        assert.equal(server.read("/environment.log"), "  admin-7Qx app-7Qx\n".repeat(2));
        for (const password of [secret.adminPassword, secret.appPassword])
            assert.ok(!calls.join("\n").includes(password));
    });

    it("leaves a volume as it is that holds data, and says once where it is mounted", async () => {
        made("mongodb-founder.yaml").write("/formatted", "");
        await server.run(setup);
        server.write("/mounted", "");

        const { status, calls } = await server.run(setup);

        assert.equal(status, 0);
        assert.ok(!names(calls).includes("mkfs.xfs"));
        assert.ok(!names(calls).includes("mount"));
        assert.equal(server.read("/etc/fstab").split("\n").filter(Boolean).length, 1);
    });

    it("founds nothing on another member", async () => {
        const { status, calls } = await made("mongodb-member.yaml").run(setup);

        assert.equal(status, 0);
        assert.equal(names(calls).filter((name) => name === "mongosh").length, 1);
        assert.equal(server.read("/etc/mongod.pem").trim(), "of the second");
    });

    for (const [what, fail] of Object.entries({
        "the volume cannot be mounted": () => server.standIn("mount", "exit 32"),
        "the packages cannot be had": () => server.standIn("dnf", "exit 1"),
        "the secret cannot be read": () => server.standIn("aws", "exit 255"),
        "the secret holds no certificate for it": () =>
            server.standIn("aws", `echo '${JSON.stringify({ ...secret, certificates: {} })}'`),
        "the secret holds no key file": () =>
            server.standIn("aws", `echo '${JSON.stringify({ ...secret, keyFile: undefined })}'`),
    })) {
        it(`starts no server when ${what}`, async () => {
            made("mongodb-founder.yaml");
            fail();

            const { status, calls } = await server.run(setup);

            assert.notEqual(status, 0);
            assert.ok(names(calls).includes("mount"));
            assert.ok(!calls.includes("systemctl enable --now mongod"));
        });
    }
});
