/** True for the ARN of a policy of AWS that allows everything, or everything of a service. */
export function isPowerfulPolicy(arn: unknown): boolean {
    return /^arn:aws[a-z-]*:iam::aws:policy\/(.*\/)?(AdministratorAccess|PowerUserAccess|\w*FullAccess(V\d+)?)$/.test(
        String(arn),
    );
}

/** True for the ARN of a policy of AWS with which DNS records can be changed. */
export function isDnsPolicy(arn: unknown): boolean {
    return isPowerfulPolicy(arn) && /Administrator|PowerUser|Route53/.test(String(arn));
}
