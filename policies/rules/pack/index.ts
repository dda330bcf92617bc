import type { Rule } from "../../rule";
import { exceptionsAreCurrent } from "./exceptions-are-current";
import { roleTagPresent } from "./role-tag-present";

/** P69 stands last: it judges which exceptions all other rules have used. */
export const packRules: readonly Rule[] = [roleTagPresent, exceptionsAreCurrent];
