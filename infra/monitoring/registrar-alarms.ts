import type * as pulumi from "@pulumi/pulumi";
import { clusterName, METRICS_NAMESPACE } from "../bundled-function";
import type { RegistrarHealth } from "../dns/dns-registrar";
import type { Alarm } from "./alarm";
import { functionErrors } from "./function-alarms";

type Settings = Pick<Alarm, "subject" | "description" | "metricName" | "when"> &
    Partial<Pick<Alarm, "statistic" | "periodMinutes" | "periods" | "missing">>;

/** Alarms about node names, and about what the application is told of nodes. */
export function registrarAlarms(name: string, registrar: RegistrarHealth): Alarm[] {
    const about = `${name}-registrar`;
    const { webhooks } = registrar;
    return [
        ...nameAlarms(about, registrar),
        ...eventAlarms(about, registrar),
        ...(webhooks ? webhookAlarms(`${name}-webhooks`, webhooks) : []),
    ];
}

function nameAlarms(about: string, { everyMinutes, functionName }: RegistrarHealth): Alarm[] {
    const period = { periodMinutes: everyMinutes };
    return [
        measured(about, "dns-registrar", {
            subject: "dns-drift",
            description: `Node names and nodes differ for longer than two comparisons, which come every ${everyMinutes} min: see the registrar's log for what stands in the way.`,
            // Scheduled runs alone measure it: a run that an event woke always finds a difference.
            metricName: "Drift",
            when: { from: 1 },
            ...period,
            periods: 2,
        }),
        measured(about, "dns-registrar", {
            subject: "names-need-attention",
            description:
                "Somebody has to look at node names that the registrar must not repair by itself: its log says which, and why.",
            metricName: "NeedsAttention",
            when: { from: 1 },
            ...period,
        }),
        measured(about, "dns-registrar", {
            subject: "drain-near-timeout",
            description:
                "A leaving node has used 80 % of its drain.maxMinutes, after which its sessions are cut off: see which in the registrar's log.",
            metricName: "DrainUsedPercent",
            when: { from: 80 },
            ...period,
            // Without values nobody watches, which must not pass for a drain that is in time.
            missing: "missing",
        }),
        measured(about, "dns-registrar", {
            subject: "dns-throttled",
            description:
                "Route 53 turns away calls of the registrar, so that names come late: find out who else changes records in this account.",
            metricName: "ThrottledCalls",
            statistic: "Sum",
            when: { above: 10 },
        }),
        {
            about,
            subject: "registrar-silent",
            role: "dns",
            description: `The registrar was not called for three comparisons in a row, which come every ${everyMinutes} min: see whether its schedule is there and on.`,
            namespace: "AWS/Lambda",
            metricName: "Invocations",
            dimensions: { FunctionName: functionName },
            statistic: "Sum",
            when: { below: 1 },
            ...period,
            periods: 3,
            // A function that is never called has no value at all, which is the very fault.
            missing: "breaching",
        },
        functionErrors(about, functionName, "The registrar", "dns"),
    ];
}

function eventAlarms(about: string, { queueName, deadLetterQueueName }: RegistrarHealth): Alarm[] {
    return [
        ofQueue(about, queueName, {
            subject: "oldest-event",
            description:
                "A scaling event has waited for 5 min: see in the registrar's log why its runs fail or are throttled.",
            metricName: "ApproximateAgeOfOldestMessage",
            when: { from: 300 },
        }),
        deadLetters(
            about,
            deadLetterQueueName,
            "The registrar could not handle events, which wait in its dead-letter queue for 14 days: see its log for the cause.",
        ),
    ];
}

function webhookAlarms(about: string, webhooks: NonNullable<RegistrarHealth["webhooks"]>): Alarm[] {
    const { functionName, deadLetterQueueName } = webhooks;
    return [
        measured(about, "notifier", {
            subject: "webhook-failures",
            description:
                "The application did not accept more than 5 webhooks in 5 min: see the notifier's log for what it answers.",
            metricName: "DeliveriesFailed",
            statistic: "Sum",
            when: { above: 5 },
            periodMinutes: 5,
        }),
        deadLetters(
            about,
            deadLetterQueueName,
            "The application was not told of nodes, and the messages wait in the webhooks' dead-letter queue for 14 days: see docs/webhooks.md for how to deliver them again.",
        ),
        functionErrors(about, functionName, "The notifier", "dns"),
    ];
}

/** An alarm on a metric that a function of ours publishes. */
function measured(about: string, service: string, settings: Settings): Alarm {
    const dimensions = { service, cluster: clusterName() };
    return { about, role: "dns", namespace: METRICS_NAMESPACE, dimensions, ...settings };
}

function ofQueue(about: string, QueueName: pulumi.Input<string>, settings: Settings): Alarm {
    return { about, role: "dns", namespace: "AWS/SQS", dimensions: { QueueName }, ...settings };
}

function deadLetters(about: string, queueName: pulumi.Input<string>, description: string): Alarm {
    return ofQueue(about, queueName, {
        subject: "dead-letter-depth",
        description,
        metricName: "ApproximateNumberOfMessagesVisible",
        when: { from: 1 },
    });
}
