import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../../infra/config/load";
import { stackNameFault } from "../../../infra/config/stack-name";
import { run } from "../../support/program";

describe("loadConfig", () => {
    const wanted = {
        "media-cluster:profile": "ant-media",
        "media-cluster:domain": JSON.stringify({ zone: "example.com", name: "stream.example.com" }),
        "media-cluster:access": JSON.stringify({ admins: ["203.0.113.0/24"] }),
        "aws:region": "us-east-1",
    };
    /** Loads inside a program, where the project has a name. */
    const load = (config: Record<string, string>, secretKeys: string[] = []) =>
        run(
            () => {
                pulumi.runtime.setAllConfig(config, secretKeys);
                return loadConfig();
            },
            { preview: true },
        );
    afterEach(() => pulumi.runtime.setAllConfig({}));

    it("reads objects, numbers, booleans and texts of the project's own namespace", async () => {
        const { result } = await load({
            ...wanted,
            "media-cluster:protect": "true",
            "media-cluster:balancer": JSON.stringify({ idleTimeoutSeconds: 600 }),
        });

        assert.equal(result.profile, "ant-media");
        assert.equal(result.protect, true);
        assert.equal(result.balancer.idleTimeoutSeconds, 600);
        assert.deepEqual(result.access.admins, ["203.0.113.0/24"]);
    });

    it("takes an empty object, the default in Pulumi.yaml, as not set", async () => {
        const { result } = await load({ ...wanted, "media-cluster:certificate": "{}", "media-cluster:groups": "{}" });

        assert.equal(result.certificate, undefined);
        assert.deepEqual(Object.keys(result.groups), ["origin", "edge"]);
    });

    it("ends the program with the wrong key, before any resource is registered", async () => {
        const config = { ...wanted, "media-cluster:groups": JSON.stringify({ edge: { cpuTarget: 80 } }) };

        await assert.rejects(load(config), (error: Error) => {
            assert.ok(pulumi.RunError.isInstance(error));
            assert.equal(
                error.message,
                "The configuration is not valid.\nmedia-cluster:groups.edge.cpuTarget is 80; it must be from 10 to below 75, because Ant Media refuses new publishers and players at 75 % CPU.",
            );
            return true;
        });
    });

    it("does not show the value of a secret key", async () => {
        const config = { ...wanted, "media-cluster:groups": JSON.stringify({ edge: { cpuTarget: 80 } }) };

        await assert.rejects(load(config, ["media-cluster:groups"]), (error: Error) => {
            assert.match(error.message, /media-cluster:groups\.edge\.cpuTarget is not valid; it must be/);
            assert.doesNotMatch(error.message, /80/);
            return true;
        });
    });
});

describe("stackNameFault", () => {
    for (const name of ["dev", "prod", "eu-west-1-production", "A1"]) {
        it(`takes ${name}`, () => assert.equal(stackNameFault(name), undefined));
    }
    for (const name of ["my_stack", "a.b", "internal-prod", "sg-prod", "-dev", "dev-", "x".repeat(21), ""]) {
        it(`refuses "${name}"`, () => assert.match(String(stackNameFault(name)), /must be up to 20 letters/));
    }
});
