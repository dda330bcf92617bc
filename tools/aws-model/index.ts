/** What AWS and its provider would answer, from recorded data and rules: no network, no clock, the same in every run. */
export { answer } from "./answers";
export { type CheckRequest, checkInputs, InputRefusedError } from "./check-inputs";
export { type ComputedOutputs, computedOutputs } from "./computed-outputs";
export { accountOf, type ModelContext, partitionOf } from "./context";
export { type ChildId, expandVpc, isChildId, type VpcChild, type VpcExpansion } from "./expand-vpc";
export { type Question, UnansweredQuestionError } from "./question";
export { shapeOf } from "./sdk-shape";
export { zonesOf } from "./zones";
