import * as assert from "node:assert/strict";
import { FakeAntMedia } from "./fake-ant-media";
import { documents } from "./kinds";
import { Sandbox } from "./sandbox";

const setup = "/usr/local/sbin/media-node-setup";
const own = "/usr/local/sbin/media-node-own-setup";
const hosts = "localhost,dev-alb-123.us-east-1.elb.amazonaws.com,stream.example.com";

describe("The set-up of a node whose image brings its server", () => {
    const metadata = new FakeAntMedia();
    let node: Sandbox;

    before(() => metadata.start());
    after(() => metadata.stop());
    beforeEach(() => {
        node = new Sandbox(documents["image.yaml"] ?? "", { "http://169.254.169.254": metadata.url });
        for (const name of ["aws", "snap", "systemctl"]) node.standIn(name, "");
    });
    afterEach(() => node.remove());

    it("runs the operator's commands with the cluster's names and the node's address, then starts the agent", async () => {
        node.write(
            own,
            '#!/usr/bin/env bash\nenv | grep -E "^(CLUSTER_HOSTS|NODE_ADDRESS)=" | sort >>"$ROOT/calls.log"\n',
        );

        const { status, calls } = await node.run(setup);

        assert.equal(status, 0);
        assert.deepEqual(calls, [
            `CLUSTER_HOSTS=${hosts}`,
            "NODE_ADDRESS=10.0.1.5",
            "systemctl daemon-reload",
            "systemctl enable media-node-agent",
            "systemctl restart media-node-agent",
        ]);
    });

    it("keeps the names of the cluster in a file, for the server's own unit", () =>
        assert.equal(node.read("/etc/media-node/environment"), `CLUSTER_HOSTS=${hosts}\n`));

    it("holds the operator's commands as they are, stopping at the first error", () => {
        assert.match(node.read(own), /^#!\/usr\/bin\/env bash\nset -euo pipefail\ninstall -d \/srv\/app\n/);
    });

    it("starts no agent when the operator's commands fail", async () => {
        node.write(own, "#!/usr/bin/env bash\nexit 3\n");

        const { status, calls } = await node.run(setup);

        assert.equal(status, 3);
        assert.deepEqual(calls, []);
    });

    it("installs the AWS command line where there is none", async () => {
        node.write(own, "#!/usr/bin/env bash\n");
        const script = node.read(setup);
        // Whatever this machine has.
        node.write(setup, script.replace("command -v aws", "command -v no-such-command"));

        const { calls } = await node.run(setup);

        assert.equal(calls[0], "snap install aws-cli --classic");
    });
});
