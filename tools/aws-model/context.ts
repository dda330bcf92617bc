/** Where the modelled resources live. */
export interface ModelContext {
    /** AWS Region, for example `us-east-1`. */
    readonly region: string;
    /** The provider's default tags. None by default. */
    readonly defaultTags?: Readonly<Record<string, unknown>>;
    /** Account number. Default `123456789012`, the number that AWS uses in its documentation. */
    readonly accountId?: string;
}

export const DOCUMENTATION_ACCOUNT = "123456789012";

export function accountOf(context: ModelContext): string {
    return context.accountId ?? DOCUMENTATION_ACCOUNT;
}

/** AWS partition of a Region: `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(region: string): string {
    if (region.startsWith("cn-")) return "aws-cn";
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
