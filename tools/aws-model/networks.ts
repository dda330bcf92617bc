interface RecordedSubnet {
    readonly cidrBlock: string;
    /** Absent where the subnet has IPv4 only. */
    readonly ipv6CidrBlock?: string;
    /** Position of the availability zone in the Region, from 0. */
    readonly zone: number;
}

/** An existing VPC that previews may ask for. */
export interface RecordedVpc {
    readonly cidrBlock: string;
    /** Further IPv4 ranges. */
    readonly moreCidrBlocks?: readonly string[];
    readonly ipv6CidrBlock?: string;
    /** By id. */
    readonly subnets: Readonly<Record<string, RecordedSubnet>>;
    /** Names by id. */
    readonly securityGroups: Readonly<Record<string, string>>;
}

/**
 * Existing networks by VPC id. To preview a stack in a VPC of your own, add it with its subnets and security groups, as
 * `aws ec2 describe-subnets --filters Name=vpc-id,Values=<VPC id>` and `describe-security-groups` show them.
 */
export const networks: Readonly<Record<string, RecordedVpc>> = {
    "vpc-0123456789abcdef0": {
        cidrBlock: "10.0.0.0/16",
        ipv6CidrBlock: "2001:db8:0:a00::/56",
        subnets: {
            "subnet-0aaaaaaaaaaaaaa01": { cidrBlock: "10.0.0.0/20", ipv6CidrBlock: "2001:db8:0:a00::/64", zone: 0 },
            "subnet-0aaaaaaaaaaaaaa02": { cidrBlock: "10.0.64.0/20", ipv6CidrBlock: "2001:db8:0:a01::/64", zone: 1 },
            "subnet-0aaaaaaaaaaaaaa03": { cidrBlock: "10.0.128.0/20", ipv6CidrBlock: "2001:db8:0:a02::/64", zone: 2 },
            "subnet-0bbbbbbbbbbbbbb01": { cidrBlock: "10.0.16.0/20", zone: 0 },
            "subnet-0bbbbbbbbbbbbbb02": { cidrBlock: "10.0.80.0/20", zone: 1 },
            "subnet-0bbbbbbbbbbbbbb03": { cidrBlock: "10.0.144.0/20", zone: 2 },
        },
        securityGroups: { "sg-0aaaaaaaaaaaaaa01": "media" },
    },
    "vpc-0fedcba9876543210": {
        cidrBlock: "10.1.0.0/16",
        moreCidrBlocks: ["100.64.0.0/16"],
        subnets: { "subnet-0cccccccccccccc01": { cidrBlock: "10.1.0.0/20", zone: 0 } },
        securityGroups: { "sg-0cccccccccccccc01": "other" },
    },
};
