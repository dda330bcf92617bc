/** A word of a shell script that stands for exactly this text. */
export function quoted(text: string): string {
    return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * Reads a secret by the instance's role, which may be seconds old and not known everywhere yet. Needs `retry` and
 * `$AWS_REGION`.
 */
export function readSecret(variable: string, secretArn: string): string {
    return [
        `${variable}=$(retry 24 aws secretsmanager get-secret-value --region "$AWS_REGION" \\`,
        `    --secret-id ${quoted(secretArn)} --query SecretString --output text)`,
    ].join("\n");
}

/** Tries a command every few seconds until it succeeds, and fails the script when it never does. */
export const retryFunction = `retry() {
    local tries=$1
    shift
    until "$@"; do
        tries=$((tries - 1))
        if ((tries <= 0)); then
            echo "Gave up on: $1" >&2
            return 1
        fi
        sleep 5
    done
}`;
