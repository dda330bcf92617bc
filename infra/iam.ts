import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

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

/** Lets the account decide about a key by its own policies. Without this statement nobody could ever change the key again. */
export function accountAdministers(account: pulumi.Input<string>): PolicyStatement {
    return {
        Sid: "AccountAdministers",
        Effect: "Allow",
        Principal: { AWS: pulumi.interpolate`arn:aws:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
    };
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
