import type { Rule } from "../../rule";

export const functionsRules: readonly Rule[] = [];
