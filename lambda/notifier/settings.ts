import { type Environment, EnvironmentReader } from "../environment";

/** What the notifier is told by its environment. The program sets the variables. */
export interface Settings {
    /** `WEBHOOK_URL`: where announcements are posted. HTTPS, without user name and password. */
    readonly webhookUrl: URL;
    /** `SECRET_ARN`: secret of Secrets Manager whose text signs the announcements. */
    readonly secretArn: string;
    /** `QUEUE_URL`: the FIFO queue that feeds the function. */
    readonly queueUrl: string;
    /** `DEAD_LETTER_QUEUE_URL`: the FIFO queue for announcements that were given up. */
    readonly deadLetterQueueUrl: string;
    /** `CLUSTER`: name of the cluster in logs and metrics. */
    readonly cluster: string;
}

const secretArnPattern = /^arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+$/;

/** Reads and checks the environment, once at start, so that a wrong value stops the function before its first event. */
export function readSettings(environment: Environment): Settings {
    const reader = new EnvironmentReader(environment);
    // A webhook's URL often holds a key, so it is never shown.
    const webhook = reader.readUnseen(
        "WEBHOOK_URL",
        "a URL that starts with https:// and holds no user name or password",
        isWebhook,
    );
    const secretArn = reader.read("SECRET_ARN", "the ARN of a secret in Secrets Manager", (arn) =>
        secretArnPattern.test(arn),
    );
    const queueUrl = reader.read("QUEUE_URL", "the URL of a FIFO queue", isFifoQueue);
    const deadLetterQueueUrl = reader.read("DEAD_LETTER_QUEUE_URL", "the URL of a FIFO queue", isFifoQueue);
    const cluster = reader.read("CLUSTER", "the name of the cluster", () => true);
    reader.check("The notifier");
    return { webhookUrl: new URL(webhook), secretArn, queueUrl, deadLetterQueueUrl, cluster };
}

function isWebhook(text: string): boolean {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password } = new URL(text);
    return protocol === "https:" && username === "" && password === "";
}

function isFifoQueue(text: string): boolean {
    return URL.canParse(text) && new URL(text).pathname.endsWith(".fifo");
}
