import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import type { Settings } from "./settings";

/** The two queues, as far as the notifier changes them. */
export class Queues {
    constructor(
        private readonly client: SQSClient,
        private readonly settings: Pick<Settings, "queueUrl" | "deadLetterQueueUrl">,
    ) {}

    /** The message comes back after that many seconds; until then, the later messages of its group wait behind it. */
    async postpone({ receiptHandle }: SQSRecord, seconds: number): Promise<void> {
        await this.client.send(
            new ChangeMessageVisibilityCommand({
                QueueUrl: this.settings.queueUrl,
                ReceiptHandle: receiptHandle,
                VisibilityTimeout: seconds,
            }),
        );
    }

    /**
     * Puts the message into the dead-letter queue: same body, same group.
     *
     * Its deduplication id is the message's id, as when SQS moves a message itself
     * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html).
     * With the announcement's own key, one that is given up, moved back and given up again within five minutes would be taken
     * for a duplicate and be lost.
     */
    async bury({ messageId, body, attributes }: SQSRecord): Promise<void> {
        await this.client.send(
            new SendMessageCommand({
                QueueUrl: this.settings.deadLetterQueueUrl,
                MessageBody: body,
                MessageGroupId: attributes.MessageGroupId ?? messageId,
                MessageDeduplicationId: messageId,
            }),
        );
    }
}
