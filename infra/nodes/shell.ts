/** A word of a shell script that stands for exactly this text. */
export function quoted(text: string): string {
    return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The same script in fewer bytes, which EC2 counts: indented by tabs, and without the comments that stand on lines of their own,
 * but those at its top and those for shellcheck. For scripts of this program, in which no text of several lines is indented.
 */
export function compact(script: string): string {
    const lines = script.split("\n");
    const top = lines.findIndex((line) => !line.startsWith("#"));
    return lines
        .filter((line, index) => index < top || !/^\s*#(?! shellcheck )/.test(line))
        .map((line) => line.replace(/^( {4})+/, (spaces) => "\t".repeat(spaces.length / 4)))
        .join("\n");
}

/** How every set-up begins: it ends at the first error, and knows its Region. The snap of the AWS command line is in no default path. */
export function setupStart(region: string): string {
    return `#!/usr/bin/env bash
set -euo pipefail
export AWS_REGION=${quoted(region)} HOME=/root PATH="$PATH:/snap/bin"

${retryFunction}`;
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

/** Images of Amazon Linux bring the AWS command line; on Ubuntu it is a snap. */
export const installAwsCli = `if ! command -v aws >/dev/null; then
    retry 24 snap install aws-cli --classic
fi`;

/** Sets `NODE_ADDRESS` to the private IPv4 address, by version 2 of the metadata service. Needs `retry`. */
export const readNodeAddress = `metadata() {
    local token
    token=$(curl -fsS -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token) &&
        curl -fsS -m 5 -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"
}
NODE_ADDRESS=$(retry 24 metadata local-ipv4)
export NODE_ADDRESS`;
