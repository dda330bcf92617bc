import type { PolicyStatement } from "@pulumi/aws/iam";
import { EventSourceMapping } from "@pulumi/aws/lambda";
import { Queue, QueuePolicy } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { BundledFunction } from "../bundled-function";
import { policyOf, tlsOnly } from "../iam";
import type { TagsOf } from "../tags";
import { SigningSecret } from "./signing-secret";

export interface WebhooksArgs {
    /** HTTPS address of the application that is told of its nodes. */
    readonly url: string;
    /** Whether a deleted signing secret can be had back for 30 days; otherwise it is gone at once. */
    readonly protect: boolean;
    readonly logRetentionDays: number;
    readonly tagsOf: TagsOf;
}

const DAY = 24 * 60 * 60;
const TIMEOUT_SECONDS = 30;

/** Deliveries at a time. More would let one busy minute of the pool flood the application. */
const CONCURRENCY = 5;

/** The first try and eight more, whose distances the notifier chooses: 5 s to 4 h. */
const TRIES = 9;

/**
 * The way of an announcement to the application: a queue that keeps the order per node, a function that signs and delivers,
 * and a queue for what could not be delivered.
 */
export class Webhooks extends pulumi.ComponentResource {
    /** Queue of the announcements, known once it is safe. */
    readonly queueUrl: pulumi.Output<string>;
    readonly queueArn: pulumi.Output<string>;
    /** Name of the queue for what could not be delivered. */
    readonly deadLetterQueueName: pulumi.Output<string>;
    /** Name of the function that delivers. */
    readonly functionName: pulumi.Output<string>;
    /** Secret by which the application checks signatures. */
    readonly secretArn: pulumi.Output<string>;

    constructor(
        private readonly name: string,
        private readonly args: WebhooksArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("media-cluster:dns:Webhooks", name, args, opts);
        const { protect, tagsOf } = args;
        const parent = { parent: this };
        const deadLetters = this.createQueue(`${name}-dead-letters`, { messageRetentionSeconds: 14 * DAY });
        const queue = this.createQueue(name, {
            messageRetentionSeconds: 4 * DAY,
            visibilityTimeoutSeconds: 6 * TIMEOUT_SECONDS,
            redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: TRIES }),
        });
        const secret = new SigningSecret(name, { protect, tagsOf }, parent);
        const notifier = this.createNotifier(queue, deadLetters, secret);
        new EventSourceMapping(
            name,
            {
                eventSourceArn: queue.arn,
                functionName: notifier.arn,
                // A message's receive count is its number of tries. In a larger batch those behind a failed one count, too.
                batchSize: 1,
                scalingConfig: { maximumConcurrency: CONCURRENCY },
                functionResponseTypes: ["ReportBatchItemFailures"],
                tags: tagsOf("dns", name),
            },
            parent,
        );
        this.queueUrl = queue.url;
        this.queueArn = queue.arn;
        this.deadLetterQueueName = deadLetters.name;
        this.functionName = notifier.functionName;
        this.secretArn = secret.arn;
        this.registerOutputs({ queueArn: this.queueArn, secretArn: this.secretArn });
    }

    /** First in, first out within a group of messages, which is a node. */
    private createQueue(name: string, settings: Partial<ConstructorParameters<typeof Queue>[1]>): Queue {
        const parent = { parent: this };
        const tags = this.args.tagsOf("dns", name);
        const queue = new Queue(name, { fifoQueue: true, sqsManagedSseEnabled: true, ...settings, tags }, parent);
        const policy = pulumi.jsonStringify(policyOf(tlsOnly("sqs:*", queue.arn)));
        new QueuePolicy(name, { queueUrl: queue.url, policy }, parent);
        return queue;
    }

    private createNotifier(queue: Queue, deadLetters: Queue, secret: SigningSecret): BundledFunction {
        const { name, args } = this;
        return new BundledFunction(
            name,
            {
                code: "notifier",
                description: "Tells the application of the media cluster which nodes come and go",
                timeoutSeconds: TIMEOUT_SECONDS,
                reservedConcurrency: CONCURRENCY,
                environment: {
                    WEBHOOK_URL: args.url,
                    SECRET_ARN: secret.arn,
                    QUEUE_URL: queue.url,
                    DEAD_LETTER_QUEUE_URL: deadLetters.url,
                },
                statements: notifierStatements(queue.arn, deadLetters.arn, secret.arn),
                logRetentionDays: args.logRetentionDays,
                tags: args.tagsOf("dns", name),
            },
            { parent: this },
        );
    }
}

/** What the notifier may do: take announcements, put off or give up on one, and read the signing secret. */
function notifierStatements(
    queueArn: pulumi.Output<string>,
    deadLettersArn: pulumi.Output<string>,
    secretArn: pulumi.Output<string>,
): PolicyStatement[] {
    return [
        {
            Sid: "TakeAnnouncements",
            Effect: "Allow",
            Action: [
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
                "sqs:ChangeMessageVisibility",
            ],
            Resource: queueArn,
        },
        { Sid: "GiveUp", Effect: "Allow", Action: "sqs:SendMessage", Resource: deadLettersArn },
        { Sid: "Sign", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn },
    ];
}
