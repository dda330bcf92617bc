import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam";

/** An IAM policy with the given statements. */
export function policyOf(...statements: PolicyStatement[]): PolicyDocument {
    return { Version: "2012-10-17", Statement: statements };
}

/**
 * Lets an AWS service assume a role.
 *
 * @param account Limits the service to requests made for this account, where it tells for whom it acts
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
 */
export function trustOf(service: string, account?: PolicyStatement["Condition"]): PolicyDocument {
    return policyOf({
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(account && { Condition: account }),
    });
}

/** Refuses requests that do not come over TLS. */
export function tlsOnly(action: string, resource: PolicyStatement["Resource"]): PolicyStatement {
    return {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: action,
        Resource: resource,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
}
