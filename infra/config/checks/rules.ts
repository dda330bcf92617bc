import type { ConfigIssue } from "../issues";
import type { ListenerRule } from "../schema";
import type { Check } from "./check";

/** Most values, and most wildcards among them, that AWS takes in the conditions of a rule. */
const MOST_VALUES = 5;
const MOST_WILDCARDS = 5;

/** The first rule that matches wins, so that no two may stand at the same place or match the same requests. */
export const rulesAreTold: Check = ({ listeners }) =>
    listeners.flatMap(({ rules }, index) => {
        const priorities = rules.map(({ priority }, position) => priority ?? position + 1);
        const wanted = rules.map(conditionText);
        return rules.flatMap((rule, position): ConfigIssue[] => {
            const key = `listeners[${index}].rules[${position}]`;
            const issues: ConfigIssue[] = [];
            const priority = priorities[position] ?? 0;
            if (priorities.indexOf(priority) < position) {
                const first = priorities.indexOf(priority);
                issues.push({
                    key: `${key}.priority`,
                    text: `is ${priority}, which rules[${first}] has already; give each rule its own.`,
                });
            }
            const same = wanted.indexOf(wanted[position] ?? "");
            if (same < position && conditionsOf(rule).length > 0) {
                issues.push({
                    key: `${key}.${conditionsOf(rule)[0]}`,
                    text: `matches what rules[${same}] matches; leave one of the two out.`,
                });
            }
            return issues;
        });
    });

export const rulesAreWhole: Check = ({ listeners }) =>
    listeners.flatMap(({ rules }, index) =>
        rules.flatMap((rule, position): ConfigIssue[] => {
            const key = `listeners[${index}].rules[${position}]`;
            if ((rule.to === undefined) === (rule.weights === undefined))
                return [{ key, text: "must have either to or weights." }];
            if (conditionsOf(rule).length === 0)
                return [{ key, text: "must have a condition: query, host, path, header or source." }];
            const values = valuesOf(rule);
            if (values.length > MOST_VALUES)
                return [{ key, text: `has ${values.length} values in its conditions; AWS takes ${MOST_VALUES}.` }];
            const wildcards = values.join("").replace(/[^*?]/g, "").length;
            return wildcards > MOST_WILDCARDS
                ? [{ key, text: `has ${wildcards} wildcards in its conditions; AWS takes ${MOST_WILDCARDS}.` }]
                : [];
        }),
    );

const conditions = ["query", "host", "path", "header", "source"] as const;

function conditionsOf(rule: ListenerRule) {
    return conditions.filter((condition) => rule[condition] !== undefined);
}

function valuesOf({ query, host = [], path = [], header, source = [] }: ListenerRule): string[] {
    return [...(query ? [query.value] : []), ...host, ...path, ...(header?.values ?? []), ...source];
}

/** The same for rules that match the same requests. Only paths tell upper from lower case. */
function conditionText({ query, host, path, header, source }: ListenerRule): string {
    const inAnyOrder = (values?: readonly string[]) => values?.map((value) => value.toLowerCase()).toSorted();
    const named = header && [header.name.toLowerCase(), ...(inAnyOrder(header.values) ?? [])];
    const asked = query && [query.key.toLowerCase(), query.value.toLowerCase()];
    return JSON.stringify([asked, inAnyOrder(host), named, inAnyOrder(source), path?.toSorted()]);
}
