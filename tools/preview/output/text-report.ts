import { costSection } from "../../cost/text/section";
import { nameOf, STACK_TYPE, shortType, typeOf, urnOf } from "../engine/urn";
import type { Colors } from "./colors";
import { policiesBlock, policySummary } from "./policies-text";
import type { Diagnostic, PreviewReport } from "./report";
import { treeRows } from "./tree";

const INDENT = "    ";

/** The report as people read it, in the form of `pulumi preview`. */
export function textReport(report: PreviewReport, colors: Colors): string {
    const blocks = [
        colors.bold(colors.magenta(`Previewing offline (${report.stack}):`)),
        tree(report, colors),
        resourcesBlock(report, colors),
        outputsBlock(report, colors),
        policiesBlock(report, colors),
        diagnosticsBlock(report, colors),
        costBlock(report, colors),
        summary(report, colors),
    ];
    return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function tree({ resources }: PreviewReport, colors: Colors): string {
    const rows = treeRows(resources);
    if (rows.length === 0) return "";
    const width = (cells: string[]) => Math.max(...cells.map((cell) => cell.length));
    const typeWidth = width(["Type", ...rows.map(({ type }) => type)]);
    const nameWidth = width(["Name", ...rows.map(({ name }) => name)]);
    const cells = (type: string, name: string) => `${type.padEnd(typeWidth)}  ${name.padEnd(nameWidth)}`;
    const lines = rows.map(({ sign, type, name, plan, modelled }) => {
        const note = modelled ? colors.dim(" (modelled)") : "";
        return ` ${colors.green(sign)}   ${cells(type, name)}  ${colors.green(plan)}${note}`;
    });
    return [colors.bold(`     ${cells("Type", "Name")}  Plan`), ...lines].join("\n");
}

function diagnosticsBlock({ diagnostics, project, stack }: PreviewReport, colors: Colors): string {
    if (diagnostics.length === 0) return "";
    const groups = new Map<string, Diagnostic[]>();
    for (const diagnostic of diagnostics) {
        // What is about no resource is about the stack.
        const urn = diagnostic.urn || urnOf(stack, project, "", STACK_TYPE, `${project}-${stack}`);
        groups.set(urn, [...(groups.get(urn) ?? []), diagnostic]);
    }
    const blocks = [...groups].map(([urn, messages]) => {
        const head = `${shortType(typeOf(urn))} (${nameOf(urn)})`;
        const lines = messages.flatMap((one) => indented(`${label(one, colors)}${one.message}`, INDENT));
        return [`  ${head}:`, ...lines].join("\n");
    });
    return [colors.bold(colors.magenta("Diagnostics:")), blocks.join("\n\n")].join("\n");
}

function label({ severity }: Diagnostic, colors: Colors): string {
    if (severity === "error") return colors.red("error: ");
    return severity === "warning" ? colors.yellow("warning: ") : "";
}

function outputsBlock({ outputs }: PreviewReport, colors: Colors): string {
    const names = Object.keys(outputs).sort();
    if (names.length === 0) return "";
    const width = Math.max(...names.map((name) => name.length));
    const lines = names.flatMap((name) => indented(`${name.padEnd(width)}: ${shownValue(outputs[name])}`, INDENT));
    return [colors.bold(colors.magenta("Outputs:")), ...lines].join("\n");
}

/** Texts in quotes, lists and objects on lines of their own, as the Pulumi CLI shows them. */
function shownValue(value: unknown): string {
    if (value === "[secret]" || value === "[unknown]") return value;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const entries = Object.entries(value);
    const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
    if (entries.length === 0) return open + close;
    const key = (name: string) => (Array.isArray(value) ? `[${name}]` : name);
    const lines = entries.flatMap(([name, inner]) => indented(`${key(name)}: ${shownValue(inner)}`, INDENT));
    return [open, ...lines, close].join("\n");
}

function costBlock({ cost }: PreviewReport, colors: Colors): string {
    // Neither a stack without resources of AWS nor one of free resources needs a price.
    if (!cost || cost.lines.length === 0) return "";
    const lines = costSection(cost).map((line) => INDENT + line);
    return [colors.bold(colors.magenta("Cost:")), ...lines].join("\n");
}

function resourcesBlock({ counts, result }: PreviewReport, colors: Colors): string {
    if (result === "failed") return "";
    const read = counts.read > 0 ? [`${INDENT}> ${counts.read} to read`] : [];
    const modelled = counts.modelled > 0 ? ` (${counts.modelled} of them modelled)` : "";
    const create = `${INDENT}${colors.green(`+ ${counts.create} to create`)}${modelled}`;
    return [colors.bold(colors.magenta("Resources:")), create, ...read].join("\n");
}

function summary(report: PreviewReport, colors: Colors): string {
    const verdicts = {
        passed: colors.green("The preview passed."),
        violated: colors.red(violationsOf(report)),
        failed: colors.red("The preview failed."),
    };
    const hints = "What an offline preview cannot know is described in README.md.";
    const policies = report.policyPacks.length > 0 ? [policySummary(report)] : [];
    return [...report.notes, ...policies, verdicts[report.result], colors.dim(hints)].join("\n");
}

/** Under --strict a preview may be refused for nothing but what is not known yet. */
function violationsOf({ counts }: PreviewReport): string {
    return counts.mandatory > 0
        ? "The preview found mandatory policy violations."
        : "The preview found what mandatory policies cannot judge yet, which --strict refuses.";
}

function indented(text: string, indent: string): string[] {
    return text.split("\n").map((line) => (line === "" ? "" : indent + line));
}
