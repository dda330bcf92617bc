import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { Settings } from "../infra/config/merge";
import { resolveConfig } from "../infra/config/resolve";
import { clusterSchema } from "../infra/config/schema";

const root = resolve(__dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

const generated = ["node_modules", "bin", "dist", ".git"];

/** All files of the project but what is built or installed. */
function files(folder = "."): string[] {
    return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        if (generated.includes(entry.name)) return [];
        return entry.isDirectory() ? files(path) : [path];
    });
}

describe("Pulumi.yaml", () => {
    const project = parse(read("Pulumi.yaml"));

    it("declares keys that the configuration knows, in the type it takes", () => {
        const declared = Object.entries<{ type: string; default?: unknown }>(project.config);

        for (const [key, { type, default: value }] of declared) {
            const schema = clusterSchema.shape[key as keyof typeof clusterSchema.shape];
            assert.ok(schema, `${key} is not a key of the configuration`);
            if (key === "profile") continue;
            assert.deepEqual([type, value], key === "protect" ? ["boolean", false] : ["object", {}], key);
        }
        assert.equal(declared.length, 15);
    });

    it("names a file that switches type checking off literally, as Pulumi wants it", () => {
        const file = project.runtime.options.tsconfig;

        assert.equal(JSON.parse(read(file)).compilerOptions.noCheck, true);
        assert.equal(JSON.parse(read("tsconfig.json")).compilerOptions.noCheck, undefined);
    });
});

describe("The stack files", () => {
    for (const stack of ["dev", "prod"]) {
        it(`hold a valid configuration: ${stack}`, () => {
            const { config } = parse(read(`Pulumi.${stack}.yaml`));
            const own = Object.entries(config).filter(([key]) => !key.includes(":"));

            const resolved = resolveConfig(Object.fromEntries(own) as Settings, { namespace: "media-cluster" });

            assert.equal(resolved.protect, stack === "prod");
            const { database } = resolved;
            assert.equal(database?.kind === "members" && database.members, stack === "prod" ? 3 : 1);
        });
    }

    it("write keys without the project's name, so that a copy under another name works", () => {
        for (const stack of ["dev", "prod"]) assert.doesNotMatch(read(`Pulumi.${stack}.yaml`), /media-cluster:/);
    });
});

describe("package.json", () => {
    const manifest = JSON.parse(read("package.json"));

    it("pins every package to one version, also what only the mutation run needs", () => {
        const { dependencies } = JSON.parse(read("tests/mutation/package.json"));
        const versions = Object.entries<string>({
            ...manifest.dependencies,
            ...manifest.devDependencies,
            ...dependencies,
        });

        for (const [name, version] of versions) assert.match(version, /^\d+\.\d+\.\d+$/, name);
        assert.deepEqual(JSON.parse(read("tests/mutation/package-lock.json")).packages[""].dependencies, dependencies);
    });

    it("agrees with the lockfile and the pack on what it is", () => {
        const lock = JSON.parse(read("package-lock.json"));

        assert.deepEqual(lock.packages[""].dependencies, manifest.dependencies);
        assert.deepEqual(lock.packages[""].devDependencies, manifest.devDependencies);
        assert.equal(JSON.parse(read("policies/package.json")).version, manifest.version);
    });

    it("has each direct dependency explained in the README", () => {
        const readme = read("README.md");
        const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });

        assert.deepEqual(
            names.filter((name) => !readme.includes(`\`${name}\``)),
            [],
        );
    });
});

describe("Files that pulumi new copies", () => {
    it("hold no text that it would replace, but where it should", () => {
        const placeholder = new RegExp(["\\$", "{(PROJECT|DESCRIPTION)}"].join(""));
        const texts = files().filter(
            (file) => /\.(ts|js|mjs|json|yaml|md|sh)$/.test(file) && file !== "package-lock.json",
        );

        assert.deepEqual(
            texts.filter((file) => placeholder.test(read(file))),
            [],
        );
    });
});
