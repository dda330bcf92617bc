/** Letters of the zones where a Region does not simply have a, b and c. Source: the AWS list of Availability Zones. */
const letters: Record<string, string> = {
    "us-east-1": "abcdef",
    "us-west-1": "ac",
    "us-west-2": "abcd",
    "ca-central-1": "abd",
    "ap-northeast-1": "acd",
    "ap-northeast-2": "abcd",
};

/** Availability Zones of a Region in the order in which AWS lists them. */
export function zonesOf(region: string): string[] {
    return [...(letters[region] ?? "abc")].map((letter) => region + letter);
}
