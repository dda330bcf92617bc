import type { Rule } from "../../rule";
import { exceptionsAreCurrent } from "./exceptions-are-current";

export const packRules: readonly Rule[] = [exceptionsAreCurrent];
