import { type Area, areas } from "../../policies/areas";
import type { Exception } from "../../policies/exceptions/exception";
import type { Rule } from "../../policies/rule";
import { byFramework } from "./frameworks";
import { table } from "./table";

/** Configuration of the pack for one kind of stack: level, or level and parameters, by rule. */
export type PolicyConfig = Readonly<Record<string, string | { readonly enforcementLevel: string }>>;

const titles: Readonly<Record<Area, string>> = {
    fleet: "Fleet standards",
    balancing: "Balancing",
    scaling: "Scaling",
    compute: "Compute",
    network: "Network",
    tls: "TLS and DNS",
    functions: "Functions",
    messaging: "Messaging",
    data: "Data",
    observability: "Observability",
    pack: "The pack itself",
};

/** The page `docs/policies.md`: the whole catalogue, from the rules and the shipped configurations. */
export function policiesPage(rules: readonly Rule[], configs: Readonly<Record<string, PolicyConfig>>): string {
    const names = Object.keys(configs);
    const sections = areas.map((area) => ({ area, rules: rules.filter((rule) => rule.area === area) }));
    return `${[
        "# Policies",
        "<!-- Written by `npm run docs` from the rules in policies/. Change the rules, then run it again. -->",
        `The pack has ${rules.length} policies. ${names.map((name) => `\`${name}.json\``).join(", ")} set the level of each: \`mandatory\` stops a deployment, \`advisory\` warns, \`remediate\` repairs the inputs and stops what it cannot repair, \`disabled\` is off. How to configure the pack, accept findings and use it for another program is described in [policy-pack.md](policy-pack.md).`,
        overview(rules, configs),
        ...sections.flatMap(({ area, rules: ofArea }) => [
            `## ${titles[area]}`,
            ...ofArea.map((rule) => section(rule, configs)),
        ]),
        acceptedFindings(rules, configs),
    ].join("\n\n")}\n`;
}

function overview(rules: readonly Rule[], configs: Readonly<Record<string, PolicyConfig>>): string {
    const rows = rules.map((rule) => [
        rule.id,
        `[\`${rule.name}\`](#${anchor(rule)})`,
        rule.description,
        rule.severity,
        ...Object.values(configs).map((config) => levelOf(config, rule)),
    ]);
    return table(["Id", "Policy", "Demands", "Severity", ...Object.keys(configs)], rows);
}

function section(rule: Rule, configs: Readonly<Record<string, PolicyConfig>>): string {
    const levels = Object.entries(configs).map(([name, config]) => `${name}: ${levelOf(config, rule)}`);
    const exceptions = rule.takesExceptions === false ? "It takes no exceptions." : "";
    const says = Object.entries(rule.messages).map(([key, text]) => `- \`${key}\`: ${placeholders(text)}`);
    const repairs = rule.fixes
        ? " At the level `remediate` the pack does it by itself where that needs no decision."
        : "";
    const elsewhere = [...byFramework(rule.equivalents)].map(([name, ids]) => `${name} ${ids.join(", ")}`);
    return [
        `### ${rule.id} ${rule.name}`,
        [rule.description, rule.why].join(" "),
        [`Severity: ${rule.severity}. ${levels.join(", ")}.`, exceptions].join(" ").trim(),
        ["It says, by the key that an exception may name:", "", ...says].join("\n"),
        `How to fix it: ${rule.remediation}${repairs}`,
        parametersOf(rule, configs),
        `More: [${new URL(rule.link).hostname}](${rule.link}).${elsewhere.length > 0 ? ` The same idea elsewhere: ${elsewhere.join("; ")}.` : ""}`,
    ]
        .filter((part) => part !== "")
        .join("\n\n");
}

function parametersOf(rule: Rule, configs: Readonly<Record<string, PolicyConfig>>): string {
    const parameters = Object.entries(rule.parameters);
    if (parameters.length === 0) return "";
    const names = Object.keys(configs);
    const rows = parameters.map(([name, schema]) => [
        `\`${name}\``,
        schema.description,
        code(schema.default),
        ...Object.values(configs).map((config) => code(ownParameter(config[rule.name], name))),
    ]);
    return table(["Parameter", "Meaning", "Default", ...names], rows);
}

/** What the shipped configurations accept for now. */
function acceptedFindings(rules: readonly Rule[], configs: Readonly<Record<string, PolicyConfig>>): string {
    const rows = Object.entries(configs).flatMap(([configuration, config]) =>
        rules.flatMap(({ name }) => {
            const exceptions = (ownParameter(config[name], "exceptions") ?? []) as readonly Exception[];
            return exceptions.map(({ resource, finding = "", reason, owner, expires }) => {
                return [configuration, `\`${name}\``, finding, `\`${resource}\``, reason, `${expires}, ${owner}`];
            });
        }),
    );
    const head = ["Configuration", "Policy", "Message", "Resource", "Reason", "Until, by"];
    return ["## Accepted for now", "Replace owners and reasons by your own.", table(head, rows)].join("\n\n");
}

function ownParameter(entry: PolicyConfig[string] | undefined, name: string): unknown {
    return typeof entry === "object" ? (entry as Record<string, unknown>)[name] : undefined;
}

function levelOf(config: PolicyConfig, { name }: Rule): string {
    const entry = config[name];
    return (typeof entry === "object" ? entry.enforcementLevel : entry) ?? "";
}

/** GitHub's anchor of the heading of a rule. */
function anchor({ id, name }: Rule): string {
    return `${id} ${name}`.toLowerCase().replaceAll(" ", "-");
}

/** Braces of a message as a reader takes them: `{name}` becomes _name_. */
function placeholders(text: string): string {
    return text.replaceAll("{label}", '_kind_ "_name_"').replace(/\{(\w+)\}/g, "_$1_");
}

function code(value: unknown): string {
    return value === undefined ? "" : `\`${JSON.stringify(value)}\``;
}
