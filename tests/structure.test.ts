import * as assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const root = resolve(__dirname, "..");
const generated = ["node_modules", "bin", "dist"];

function filesBelow(folder: string): string[] {
    return readdirSync(join(root, folder)).flatMap((name) => {
        const path = join(folder, name);
        if (generated.includes(name)) return [];
        if (statSync(join(root, path)).isDirectory()) return filesBelow(path);
        return path.endsWith(".ts") ? [path] : [];
    });
}

/** What the files of a folder import: paths within the project, and names of packages. */
function importsOf(folder: string): { file: string; target: string }[] {
    return filesBelow(folder).flatMap((file) => {
        const text = readFileSync(join(root, file), "utf8");
        const targets = [...text.matchAll(/^(?:import|export)[^;]*?from "([^"]+)";/gm)].map(
            ([, target = ""]) => target,
        );
        return targets.map((target) => ({
            file,
            target: target.startsWith(".") ? relative(root, resolve(root, file, "..", target)) : target,
        }));
    });
}

describe("The structure of the project", () => {
    const rules = [
        {
            folder: "infra/config",
            may: [/^infra\/config/, /^zod$/, /^ipaddr\.js$/, /^fastest-levenshtein$/, /^@pulumi\/pulumi$/],
        },
        { folder: "infra/nodes", may: [/^infra\/nodes/, /^yaml$/] },
        {
            folder: "infra",
            may: [/^infra/, /^@pulumi\//, /^node:/, /^zod$/, /^ipaddr\.js$/, /^fastest-levenshtein$/, /^yaml$/],
        },
        { folder: "policies", may: [/^policies/, /^ipaddr\.js$/, /^yaml$/, /^@pulumi\/(pulumi|policy)/, /^node:/] },
        { folder: "lambda", may: [/^lambda/, /^@aws-/, /^@smithy\//, /^node:/, /^aws-lambda$/] },
        { folder: "tools", may: [/^(tools|policies|infra)\//, /^node:/, /^(?!\.)(?!lambda|tests)[@\w]/] },
    ];
    for (const { folder, may } of rules) {
        it(`lets ${folder} know nothing but what lies before it`, () => {
            const imports = importsOf(folder);
            const others = imports.filter(({ target }) => !may.some((allowed) => allowed.test(target)));

            assert.ok(imports.length > 0);
            assert.deepEqual(others, []);
        });
    }

    it("keeps profiles out of the components", () => {
        const components = importsOf("infra").filter(({ file }) => !file.startsWith("infra/config/"));

        assert.deepEqual(
            components.filter(({ target }) => target.startsWith("infra/config/profiles")),
            [],
        );
    });

    it("starts the policy pack without a provider's code", () => {
        assert.deepEqual(
            importsOf("policies").filter(({ target }) => target.startsWith("@pulumi/aws")),
            [],
        );
    });

    it("makes policy packs in one file only, because a second one ends the process", () => {
        const makers = filesBelow("policies").filter((file) =>
            readFileSync(join(root, file), "utf8").includes("new PolicyPack("),
        );

        assert.deepEqual(makers, ["policies/index.ts"]);
    });
});
