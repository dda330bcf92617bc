import * as assert from "node:assert/strict";
import { join } from "node:path";
import { buildPack, packFolder } from "../support/pack-build";
import { report } from "../tools/preview/previewing";

/** The pack on the program of somebody else, without role tags, under the configuration that is shipped for it. */

const pack = ["--policy-pack", packFolder, "--policy-config", join(packFolder, "generic.json")];

describe("the policy pack on another program", () => {
    before(() => buildPack());

    it("finds nothing in a careful one, and leaves nothing open", async () => {
        const { code, findings } = await report("foreign", "careful", ...pack);

        assert.deepEqual(findings, []);
        assert.equal(code, 0);
    });

    it("finds every fault of a careless one", async () => {
        const { code, findings, counts } = await report("foreign", "careless", ...pack);

        const told = findings.map(({ enforcementLevel, policyName, resourceUrn }) => {
            return `${enforcementLevel} ${policyName}: ${resourceUrn.split("::").at(-1)}`;
        });
        assert.deepEqual(told, [
            "mandatory target-group-health-path: web",
            "mandatory no-m5a-instances: web",
            "mandatory listener-tls-policy: web",
            "mandatory no-world-open-admin-ports: inside",
            "mandatory backend-protocol-matches-listener: web",
            "mandatory elb-health-checks: web",
            "mandatory launch-template-pinned: web",
            "mandatory metadata-service-v2: web",
            "mandatory volumes-encrypted-gp3: web",
            "mandatory world-open-ports-by-profile: inside",
            "advisory alb-access-logs: web",
            "advisory alb-header-hardening: web",
            "advisory alb-idle-timeout: web",
            "advisory balancer-deletion-protection: web",
            "advisory health-timing-consistent: web",
            "advisory security-group-descriptions: door",
        ]);
        assert.deepEqual([code, counts.undecided], [1, 0]);
    });
});
