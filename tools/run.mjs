// Runs a tool from its bundle, after building whatever is older than its sources: node tools/run.mjs cli preview prod
import { buildBundles } from "./build.mjs";

await buildBundles({ onlyStale: true });
const [, , tool, ...rest] = process.argv;
process.argv.splice(2, Number.POSITIVE_INFINITY, ...rest);
await import(`./bin/${tool}.js`);
