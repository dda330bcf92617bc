/** Collections of rules that identifiers of other packs come from, by the shape of the identifier. */
const frameworks: readonly (readonly [pattern: RegExp, framework: string])[] = [
    [/^CKV2?_AWS_\d+$/, "Checkov"],
    [/^AWS-\d{4}$/, "Trivy"],
    [/^NIST:/, "cdk-nag NIST 800-53"],
    [/^Serverless:/, "cdk-nag Serverless"],
    [/^AG:/, "AWSGuard"],
    [/^CP:/, "Pulumi compliance policies"],
    [/^[A-Z][A-Z0-9]*\d$/, "cdk-nag AwsSolutions"],
];

/**
 * Identifiers by the collection that they come from, without prefixes.
 *
 * @throws Error for an identifier of no known shape
 */
export function byFramework(equivalents: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const grouped = new Map<string, string[]>();
    for (const id of equivalents) {
        const [, framework] = frameworks.find(([pattern]) => pattern.test(id)) ?? [];
        if (framework === undefined) throw new Error(`The identifier ${id} belongs to no known collection of rules.`);
        grouped.set(framework, [...(grouped.get(framework) ?? []), id.replace(/^[A-Za-z]+:/, "")]);
    }
    return grouped;
}
