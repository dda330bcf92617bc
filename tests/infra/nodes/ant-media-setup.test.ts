import * as assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { FakeAntMedia } from "./fake-ant-media";
import { documents } from "./kinds";
import { type Outcome, Sandbox } from "./sandbox";

const setup = "/usr/local/sbin/media-node-setup";
const properties = "/usr/local/antmedia/conf/red5.properties";
const page = "/usr/local/antmedia/webapps/root/no-auth/status";
const login = { email: "media@example.com", password: "swordfish-7Qx", jwtKey: "k".repeat(48) };
const digest = createHash("md5").update(login.password).digest("hex");
const uri = "mongodb://media:x@mongo-1:27017/?tls=true";

describe("The set-up of an Ant Media node", function () {
    this.slow(3000);
    const ams = new FakeAntMedia();
    let node: Sandbox;

    before(() => ams.start());
    after(() => ams.stop());

    beforeEach(() => {
        ams.users.length = 0;
        ams.firstUserRequests = 0;
        ams.commandLines = "";
        ams.beforeFirstUser = () => undefined;
        ams.isUp = () => node.has("/in-cluster-mode");
        node = made("ant-media.yaml");
    });
    afterEach(() => node.remove());

    function made(name: string): Sandbox {
        const sandbox = new Sandbox(documents[name] ?? "", {
            "http://127.0.0.1:5080": ams.url,
            "http://169.254.169.254": ams.url,
        });
        const secrets = `case "$*" in *:uri-*) echo '${uri}' ;; *) echo '${JSON.stringify(login)}' ;; esac`;
        sandbox.standIn("aws", secrets);
        sandbox.standIn("systemctl", `[[ $1 != show ]] || echo "Environment=A=1 JAVA_HOME=$ROOT/java"`);
        sandbox.standIn("timeout", `[[ ! -e $ROOT/no-database ]]`);
        sandbox.standIn("chown", "");
        sandbox.standIn("snap", "");
        sandbox.write(
            "/java/bin/keytool",
            `#!/usr/bin/env bash\necho "keytool $1" >>"$ROOT/calls.log"\n[[ $1 != -list ]]\n`,
        );
        sandbox.write(
            properties,
            "a=1\nserver.jwtServerSecretKey=guess\nserver.allowed_dashboard_CIDR=0.0.0.0/0\nlast=1",
        );
        sandbox.write("/usr/local/antmedia/SECRET_KEY", "guess\n");
        sandbox.write(
            "/usr/local/antmedia/change_server_mode.sh",
            `#!/usr/bin/env bash\necho "mode $* $(cat ../../../in-cluster-mode 2>/dev/null)" >>"$ROOT/calls.log"\ntouch "$ROOT/in-cluster-mode"\n`,
        );
        return sandbox;
    }

    const agentStarts = ({ calls }: Outcome) => calls.filter((call) => /(enable|start) media-node-agent/.test(call));

    it("stops the server, sets it, joins the cluster, and starts the agent last", async () => {
        const outcome = await node.run(setup);

        assert.equal(outcome.status, 0, outcome.output);
        const steps = outcome.calls.map((call) => call.split(" ").slice(0, 3).join(" "));
        assert.deepEqual(steps, [
            "systemctl stop antmedia",
            "systemctl daemon-reload",
            "aws secretsmanager get-secret-value",
            "systemctl show antmedia",
            "keytool -list",
            "keytool -importcert",
            "timeout 5 bash",
            "aws secretsmanager get-secret-value",
            `mode cluster ${uri}`,
            "chown antmedia:antmedia /usr/local/antmedia/webapps/root/no-auth/status",
            "systemctl daemon-reload",
            "systemctl enable media-node-agent",
            "systemctl restart media-node-agent",
        ]);
        assert.equal(node.read(page), "OK\n");
    });

    it("replaces what the server could be guessed by", async () => {
        await node.run(setup);

        const lines = node.read(properties).split("\n").filter(Boolean);
        assert.deepEqual(lines, [
            "a=1",
            "last=1",
            "server.allowed_dashboard_CIDR=203.0.113.0/24,10.0.0.0/16,127.0.0.1/32",
            "useGlobalIp=false",
            "server.jwtServerControlEnabled=true",
            `server.jwtServerSecretKey=${login.jwtKey}`,
        ]);
        assert.equal(node.has("/usr/local/antmedia/SECRET_KEY"), false);
        assert.equal(node.read("/usr/local/antmedia/conf/initialized"), "");
    });

    it("lets nodes find each other by private addresses", async () => {
        await node.run(setup);

        const unit = node.read("/etc/systemd/system/antmedia.service.d/address.conf");
        assert.equal(unit, "[Service]\nEnvironment=AMS_HOST_ADDRESS=10.0.1.5\n");
    });

    it("makes the administrator of the secret before there is a status page, and shows nobody the password", async () => {
        ams.beforeFirstUser = () => assert.equal(node.has(page), false);

        await node.run(setup);

        assert.deepEqual(ams.users, [{ email: login.email, password: digest, scope: "system", userType: "ADMIN" }]);
        assert.match(ams.commandLines, /curl/);
        for (const secret of [login.password, login.jwtKey, digest]) assert.ok(!ams.commandLines.includes(secret));
    });

    it("finds an administrator that another node has made", async () => {
        ams.users.push({ email: "administrator", password: "changed since" });

        const { status } = await node.run(setup);

        assert.equal(status, 0);
        assert.equal(ams.firstUserRequests, 0);
        assert.equal(node.read(page), "OK\n");
    });

    it("goes on when another node is first by a moment", async () => {
        ams.beforeFirstUser = () => ams.users.push({ email: "administrator", password: digest });

        const outcome = await node.run(setup);

        assert.equal(outcome.status, 0);
        assert.equal(ams.users.length, 1);
        assert.equal(agentStarts(outcome).length, 2);
    });

    it("can run again, and says everything once", async () => {
        await node.run(setup);
        const before = node.read(properties).split("\n").filter(Boolean);
        const { status } = await node.run(setup);

        assert.equal(status, 0);
        assert.deepEqual(node.read(properties).split("\n").filter(Boolean), before);
        assert.equal(ams.users.length, 1);
    });

    for (const [what, fail] of Object.entries({
        "the server does not come up": () => {
            ams.isUp = () => false;
        },
        "the secrets cannot be read": () => node.standIn("aws", "exit 255"),
        "the secret holds no key": () => node.standIn("aws", "echo '{}'"),
        "the database never answers": () => node.write("/no-database", ""),
        "the server is not there": () => node.standIn("systemctl", "exit 5"),
        "the authority is not taken": () => node.write("/java/bin/keytool", "#!/usr/bin/env bash\nexit 1\n"),
        "the mode cannot be changed": () =>
            node.write("/usr/local/antmedia/change_server_mode.sh", "#!/usr/bin/env bash\nexit 1\n"),
    })) {
        it(`leaves neither a status page nor an agent when ${what}`, async () => {
            fail();

            const outcome = await node.run(setup);

            assert.notEqual(outcome.status, 0);
            assert.equal(node.has(page), false);
            assert.deepEqual(agentStarts(outcome), []);
        });
    }

    it("waits for no database that others run", async () => {
        node.remove();
        node = made("ant-media-with-setup.yaml");
        node.write("/no-database", "");
        node.write("/usr/local/sbin/media-node-own-setup", '#!/usr/bin/env bash\necho "own" >>"$ROOT/calls.log"\n');

        const { status, calls } = await node.run(setup);

        assert.equal(status, 0);
        assert.deepEqual(calls.slice(0, 2), ["own", "systemctl stop antmedia"]);
        assert.ok(!calls.some((call) => /^(timeout|keytool)/.test(call)));
        assert.ok(calls.includes("systemctl enable --now media-node-sessions.socket"));
    });
});
