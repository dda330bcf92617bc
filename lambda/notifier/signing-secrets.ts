import {
    GetSecretValueCommand,
    ResourceNotFoundException,
    type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { Clock } from "./clock";

/** Milliseconds for which a read secret is used. A new version signs at the latest after that. */
const cacheTime = 5 * 60_000;

/** The secret cannot sign anything. */
export class SecretError extends Error {
    override readonly name = "SecretError";
}

/**
 * The secrets that sign now, newest first: the version with the stage AWSCURRENT and, as long as one has it, the version with
 * AWSPREVIOUS, so that a receiver that knows only one of the two accepts the announcement.
 */
export class SigningSecrets {
    private cached: { readonly values: readonly string[]; readonly until: number } | undefined;

    constructor(
        private readonly client: SecretsManagerClient,
        private readonly secretArn: string,
        private readonly clock: Clock,
    ) {}

    /** Reads both versions, or takes them from the cache. Rejects when the current one cannot be read. */
    async read(): Promise<readonly string[]> {
        if (this.cached && this.clock.now() < this.cached.until) return this.cached.values;
        const [current, previous] = await Promise.all([this.version("AWSCURRENT"), this.previous()]);
        const values = [...new Set([current, ...previous])];
        this.cached = { values, until: this.clock.now() + cacheTime };
        return values;
    }

    private async previous(): Promise<readonly string[]> {
        try {
            return [await this.version("AWSPREVIOUS")];
        } catch (error) {
            if (error instanceof ResourceNotFoundException) return [];
            throw error;
        }
    }

    private async version(stage: string): Promise<string> {
        const { SecretString } = await this.client.send(
            new GetSecretValueCommand({ SecretId: this.secretArn, VersionStage: stage }),
        );
        if (!SecretString) throw new SecretError(`The version ${stage} of the secret holds no text.`);
        return SecretString;
    }
}
