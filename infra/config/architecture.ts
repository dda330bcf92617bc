/**
 * Processor architecture of an instance type, from its name: Arm types are `a1` and those whose family has a `g` after the
 * number of its generation, such as c7g and m6gd; g4dn and g5 are x86 types with graphics processors.
 * Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(instanceType: string): "x86_64" | "arm64" {
    const family = instanceType.split(".")[0] ?? "";
    return /^a1$|^[a-z]+\d+[a-z]*g/.test(family) ? "arm64" : "x86_64";
}
