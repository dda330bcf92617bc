import type * as pulumi from "@pulumi/pulumi";
import type { Role } from "../tags";

/** What an alarm is about; the value of its tag `media:alarm`, by which policies know that there is one. */
export type AlarmSubject =
    | "unhealthy-hosts"
    | "max-size-reached"
    | "dns-drift"
    | "dns-throttled"
    | "drain-near-timeout"
    | "names-need-attention"
    | "registrar-silent"
    | "oldest-event"
    | "dead-letter-depth"
    | "webhook-failures"
    | "choice-failures"
    | "function-errors";

/** An alarm in the words of this project; the component that makes it adds who is told. */
export interface Alarm {
    /** What it is about, in names: the beginning of its own name. */
    readonly about: string;
    readonly subject: AlarmSubject;
    readonly role: Role;
    /** One sentence that says what is wrong and where to look. */
    readonly description: string;
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
    /** How the values of a period become one. Default: `Maximum`. */
    readonly statistic?: "Maximum" | "Sum";
    /** When something is wrong: from a value on, above it, or below it. */
    readonly when: { readonly from: number } | { readonly above: number } | { readonly below: number };
    /** Length of a period in minutes, whole ones. Default: 1. */
    readonly periodMinutes?: number;
    /** Periods in a row. Default: 1. */
    readonly periods?: number;
    /**
     * What it means that there is no value. Default: `notBreaching`, because groups without nodes, queues without messages and
     * functions without work say nothing.
     */
    readonly missing?: "breaching" | "missing";
}
