import { createHash } from "node:crypto";
import { invalid, Refusal } from "../../support/aws-servers/fault";
import { JsonServer } from "../../support/aws-servers/json-server";
import { secret } from "./announcements";

export const secretArn = "arn:aws:secretsmanager:eu-west-1:345678901234:secret:pool-prod-webhook-AbCdEf";

/** Targets of the calls that the notifier makes. */
export const targets = {
    getSecret: "secretsmanager.GetSecretValue",
    send: "AmazonSQS.SendMessage",
    postpone: "AmazonSQS.ChangeMessageVisibility",
};

/** SQS and Secrets Manager as the notifier uses them, with the checks of SQS for FIFO queues. */
export class NotifierServer extends JsonServer {
    /** Texts of the secret by stage. */
    readonly secrets = new Map([["AWSCURRENT", secret]]);
    /** Stages that may not be read. */
    readonly denied = new Set<unknown>();

    constructor() {
        super({
            [targets.getSecret]: ({ SecretId, VersionStage }) => {
                if (this.denied.has(VersionStage)) {
                    throw new Refusal({ status: 400, code: "AccessDeniedException", message: "not authorised" });
                }
                const text = SecretId === secretArn ? this.secrets.get(String(VersionStage)) : undefined;
                if (text === undefined) {
                    const message = "Secrets Manager can't find the specified secret value.";
                    throw new Refusal({ status: 400, code: "ResourceNotFoundException", message });
                }
                return { ARN: SecretId, SecretString: text, VersionStages: [VersionStage] };
            },
            [targets.send]: ({ QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId }) => {
                if (!String(QueueUrl).endsWith(".fifo")) throw invalid("Not a FIFO queue.");
                if (!MessageGroupId || !MessageDeduplicationId)
                    throw invalid("A group and a deduplication id are needed.");
                return {
                    MessageId: "m",
                    MD5OfMessageBody: createHash("md5").update(String(MessageBody)).digest("hex"),
                };
            },
            [targets.postpone]: ({ VisibilityTimeout }) => {
                const seconds = Number(VisibilityTimeout);
                if (!(seconds >= 0 && seconds <= 43_200)) throw invalid("VisibilityTimeout must be from 0 to 43200.");
                return {};
            },
        });
    }
}

/** What the program gives the function, with queues on this machine. */
export function notifierEnvironment(endpoint: string, webhookUrl: string): Record<string, string> {
    return {
        WEBHOOK_URL: webhookUrl,
        SECRET_ARN: secretArn,
        QUEUE_URL: `${endpoint}/345678901234/announcements.fifo`,
        DEAD_LETTER_QUEUE_URL: `${endpoint}/345678901234/announcements-dead.fifo`,
        CLUSTER: "pool-prod",
        POWERTOOLS_SERVICE_NAME: "notifier",
        POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "example",
        AWS_EC2_METADATA_DISABLED: "true",
    };
}
