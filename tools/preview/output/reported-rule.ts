import type { Level } from "../policies/findings";
import type { RuleInfo } from "../policies/policy-config";
import type { ReportedRule } from "./report";

const AREA = "area:";

/** A rule as reports show it. Packs say in their tags which identifier and area it has, and what it is called elsewhere. */
export function reportedRule(rule: RuleInfo, level: Level): ReportedRule {
    const { name, severity, description, remediation, link, tags } = rule;
    const areaAt = tags.findIndex((tag) => tag.startsWith(AREA));
    const area = tags[areaAt]?.slice(AREA.length) ?? "";
    const ruleId = (areaAt > 0 && tags[0]) || name;
    const others = tags.filter((tag, index) => index !== areaAt && tag !== ruleId && !tag.startsWith("judges:"));
    return { name, ruleId, area, level, severity, description, remediation, link, equivalents: others };
}
