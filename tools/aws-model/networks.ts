/** An existing VPC that previews may ask for. */
export interface RecordedVpc {
    readonly cidrBlock: string;
    /** Subnets by id; `zone` is the position of the availability zone in the Region, from 0. */
    readonly subnets: Readonly<Record<string, { readonly cidrBlock: string; readonly zone: number }>>;
}

/**
 * Existing networks by VPC id. To preview a stack in a VPC of your own, add it with its subnets, as
 * `aws ec2 describe-subnets --filters Name=vpc-id,Values=<VPC id>` shows them.
 */
export const networks: Readonly<Record<string, RecordedVpc>> = {
    "vpc-0123456789abcdef0": {
        cidrBlock: "10.0.0.0/16",
        subnets: {
            "subnet-0aaaaaaaaaaaaaa01": { cidrBlock: "10.0.0.0/20", zone: 0 },
            "subnet-0aaaaaaaaaaaaaa02": { cidrBlock: "10.0.64.0/20", zone: 1 },
            "subnet-0aaaaaaaaaaaaaa03": { cidrBlock: "10.0.128.0/20", zone: 2 },
            "subnet-0bbbbbbbbbbbbbb01": { cidrBlock: "10.0.16.0/20", zone: 0 },
            "subnet-0bbbbbbbbbbbbbb02": { cidrBlock: "10.0.80.0/20", zone: 1 },
            "subnet-0bbbbbbbbbbbbbb03": { cidrBlock: "10.0.144.0/20", zone: 2 },
        },
    },
    "vpc-0fedcba9876543210": {
        cidrBlock: "10.1.0.0/16",
        subnets: { "subnet-0cccccccccccccc01": { cidrBlock: "10.1.0.0/20", zone: 0 } },
    },
};
