/** An existing instance that previews may ask for. */
export interface RecordedInstance {
    /** Subnet of `networks.ts`, which tells the zone and the VPC. */
    readonly subnetId: string;
    readonly privateIp: string;
    /** Absent where the instance has none, as when it is stopped. */
    readonly publicIp?: string;
    readonly state: "running" | "stopped";
    readonly instanceType: string;
    /** Name of an image of `images.ts`, which tells the architecture; or the id of another, whose architecture nobody knows. */
    readonly image: string;
    readonly vpcSecurityGroupIds: readonly string[];
}

const media = {
    state: "running",
    instanceType: "c5.xlarge",
    image: "AntMedia-AWS-Marketplace-EE-2.14.0",
    vpcSecurityGroupIds: ["sg-0aaaaaaaaaaaaaa01"],
} as const;

/**
 * Existing instances by id. To preview a stack with servers of your own, add them, as
 * `aws ec2 describe-instances --instance-ids <ids>` shows them, and their subnets in `networks.ts`.
 */
export const instances: Readonly<Record<string, RecordedInstance>> = {
    "i-0aaaaaaaaaaaaaa01": {
        ...media,
        subnetId: "subnet-0aaaaaaaaaaaaaa01",
        privateIp: "10.0.0.11",
        publicIp: "203.0.113.11",
    },
    "i-0aaaaaaaaaaaaaa02": {
        ...media,
        subnetId: "subnet-0aaaaaaaaaaaaaa02",
        privateIp: "10.0.64.12",
        publicIp: "203.0.113.12",
    },
    "i-0aaaaaaaaaaaaaa03": {
        ...media,
        subnetId: "subnet-0aaaaaaaaaaaaaa03",
        privateIp: "10.0.128.13",
        publicIp: "203.0.113.13",
    },
    "i-0aaaaaaaaaaaaaa04": { ...media, subnetId: "subnet-0bbbbbbbbbbbbbb01", privateIp: "10.0.16.14" },
    "i-0aaaaaaaaaaaaaa05": { ...media, subnetId: "subnet-0bbbbbbbbbbbbbb02", privateIp: "10.0.80.15" },
    "i-0aaaaaaaaaaaaaa06": { ...media, subnetId: "subnet-0bbbbbbbbbbbbbb03", privateIp: "10.0.144.16" },
    "i-0aaaaaaaaaaaaaa07": {
        ...media,
        subnetId: "subnet-0aaaaaaaaaaaaaa01",
        privateIp: "10.0.0.17",
        state: "stopped",
    },
    "i-0aaaaaaaaaaaaaa08": {
        ...media,
        subnetId: "subnet-0aaaaaaaaaaaaaa02",
        privateIp: "10.0.64.18",
        publicIp: "203.0.113.18",
        instanceType: "c7g.xlarge",
        image: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-20250516",
    },
    "i-0cccccccccccccc01": {
        ...media,
        subnetId: "subnet-0cccccccccccccc01",
        privateIp: "10.1.0.11",
        image: "ami-0cccccccccccccc01",
        vpcSecurityGroupIds: ["sg-0cccccccccccccc01"],
    },
};
