import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** Properties that hold text for readers. What a rule says of a resource, its messages, is behaviour and not among them. */
const readersOnly = ["displayName", "description", "why", "remediation", "link", "equivalents"];

/** Leaves text alone that no test should repeat word for word. */
export const strykerPlugins = [
    declareValuePlugin(PluginKind.Ignore, "prose", {
        shouldIgnore(path) {
            if (!path.isObjectProperty() || path.node.computed) return undefined;
            const { key, value } = path.node;
            const isProse = readersOnly.includes(key.name ?? key.value) && isText(value);
            return isProse ? "It is text for readers." : undefined;
        },
    }),
];

function isText({ type, elements }) {
    if (type === "ArrayExpression") return elements.every((element) => element !== null && isText(element));
    return type === "StringLiteral" || type === "TemplateLiteral";
}
