import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";

/** The structure of the official schema of SARIF 2.1.0, without its descriptions. */
const schema = JSON.parse(readFileSync(join(__dirname, "schemas/sarif-2.1.0.json"), "utf8"));

/** Everything in a log that the official schema does not allow; empty for a good one. */
export function faultsOf(log: unknown): string {
    // Formats need a library of their own; addresses and times are few, and asserted by value.
    const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
    const validate = ajv.compile(schema);
    return validate(log) ? "" : ajv.errorsText(validate.errors);
}
