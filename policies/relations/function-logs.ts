import { NotYetKnown, type Outcome } from "../condition";
import type { Kind } from "../kinds";
import { at, isUnknown } from "../properties";
import type { Stack } from "../stack";
import type { Subject } from "../subject";

const logGroups: readonly Kind[] = ["log group"];

/** Which functions write to a log group of the stack. */
export class FunctionLogs {
    /** Functions by whose names log groups are called that have no name yet. */
    private readonly namedAfter = new Set<string>();
    /** Names of log groups that are not known yet, and come from no function. */
    private readonly unnamed: string[] = [];

    constructor(private readonly stack: Stack) {
        for (const group of stack.ofKind("log group")) {
            if (!isUnknown(() => group.props.name)) continue;
            const sources = stack.dependencies(group, "name", ["function"]);
            for (const { urn } of sources) this.namedAfter.add(urn);
            if (sources.length === 0) this.unnamed.push(`name of the ${group.label}`);
        }
    }

    /**
     * Whether the log group that the function names, or the one that Lambda chooses by the function's name, is in the stack.
     *
     * @throws UnknownValueError when the name is not known yet and depends on no log group
     */
    isKept(subject: Subject): Outcome {
        const { props, urn } = subject;
        const chosen = () => at(props, "loggingConfig", "logGroup");
        if (this.stack.dependencies(subject, "loggingConfig", logGroups).length > 0) return true;
        const isChosen = chosen() !== undefined;
        if (!isChosen && this.namedAfter.has(urn)) return true;
        const name = isChosen ? chosen() : `/aws/lambda/${String(props.name)}`;
        if (this.stack.identified(logGroups, "name", name).length > 0) return true;
        return this.unnamed.length > 0 && new NotYetKnown(this.unnamed);
    }
}
