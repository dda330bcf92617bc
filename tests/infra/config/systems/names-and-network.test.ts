import { type Case, certificateArn, describeRefusals, network } from "./cluster-kinds";

const cases: readonly Case[] = [
    {
        what: "more names than a certificate holds, with that of the stream balancer",
        of: "ant-media",
        with: {
            domain: { aliases: Array.from({ length: 9 }, (_, index) => `n${index}.example.com`) },
            streams: [{ port: 443, protocol: "TLS", to: "origin", targetPort: 1935 }],
        },
        says: "domain.aliases make 11 names with those in domain; ACM allows 10 of one certificate.",
    },
    {
        what: "a certificate of another Region",
        of: "ant-media",
        with: { certificate: { arn: certificateArn.replace("us-east-1", "eu-west-1"), moreArns: [certificateArn] } },
        says: "certificate.arn is of the Region eu-west-1; it must be of us-east-1, where the balancer is.",
    },
    {
        what: "a further certificate of another Region",
        of: "ant-media",
        with: { certificate: { moreArns: [certificateArn, certificateArn.replace("us-east-1", "eu-west-1")] } },
        says: "certificate.moreArns[1] is of the Region eu-west-1; it must be of us-east-1, where the balancer is.",
    },
    {
        what: "names of a new certificate beside a given one",
        of: "ant-media",
        with: { certificate: { arn: certificateArn, names: ["a.example.com"] } },
        says: "certificate.names belong to a new certificate; leave them out beside certificate.arn.",
    },
    {
        what: "more names than a certificate holds",
        of: "ant-media",
        with: {
            domain: { aliases: ["a.example.com"] },
            certificate: { names: Array.from({ length: 9 }, (_, index) => `n${index}.example.com`) },
        },
        says: "certificate.names make 11 names with those in domain; ACM allows 10 of one certificate.",
    },
    {
        what: "more names in domain than a certificate holds",
        of: "ant-media",
        with: { domain: { aliases: Array.from({ length: 10 }, (_, index) => `n${index}.example.com`) } },
        says: "domain.aliases make 11 names with those in domain; ACM allows 10 of one certificate.",
    },
    {
        what: "certificate names without TLS",
        of: "web-app",
        with: { certificate: { names: ["a.example.com"] }, listeners: [{ port: 80, protocol: "HTTP", to: "web" }] },
        says: "certificate.names need an HTTPS listener or a TLS stream; there is none.",
    },
    {
        what: "a certificate that is there already",
        of: "ant-media",
        with: { certificate: { arn: certificateArn, moreArns: [certificateArn] } },
        says: "certificate.moreArns[0] is there already; leave one of the two out.",
    },
    {
        what: "IPv6 addresses that nobody may reach",
        of: "web-app",
        with: {
            network: { ...network, privateSubnetIds: ["subnet-0bbbbbbbbbbbbbb01", "subnet-0bbbbbbbbbbbbbb02"] },
            balancer: { ipAddressType: "dualstack" },
        },
        says: "access.clients holds no IPv6 range, and balancer.ipAddressType is dualstack; add one, such as ::/0 for everybody.",
    },
    {
        what: "a first name that a certificate cannot hold",
        of: "ant-media",
        with: { domain: { name: `${"a".repeat(53)}.example.com` } },
        says: "domain.name has 65 characters; the first name of a certificate may have 64.",
    },
    {
        what: "an alias outside the zone, and one twice",
        of: "ant-media",
        with: { domain: { aliases: ["edge.example.org", "a.example.com", "a.example.com", "stream.example.com"] } },
        says: [
            'domain.aliases[0] is "edge.example.org"; it must end in ".example.com", the zone of domain.zone.',
            'domain.aliases[2] is "a.example.com", which is a name in domain already; leave one of the two out.',
            'domain.aliases[3] is "stream.example.com", which is a name in domain already; leave one of the two out.',
        ],
    },
    {
        what: "a certificate name outside the zone",
        of: "ant-media",
        with: { certificate: { names: ["*.example.org"] } },
        says: 'certificate.names[0] is "*.example.org"; it must end in ".example.com", the zone of domain.zone.',
    },
    {
        what: "listeners without a name",
        of: "web-app",
        without: "domain.name",
        says: "domain.name is missing; it is the name of the balancer, inside domain.zone.",
    },
    {
        what: "further names of no balancer",
        of: "media-pool",
        with: { domain: { aliases: ["a.example.com"] } },
        says: "domain.aliases need listeners; without them there is no balancer to name.",
    },
    {
        what: "an alias inside the zone of the nodes",
        of: "ant-media",
        with: { domain: { aliases: ["x.nodes.example.com"] } },
        says: 'domain.aliases[0] is "x.nodes.example.com"; it must lie outside of nodes.example.com, which is the zone of the node names alone: choose another name or registrar.label.',
    },
    {
        what: "a CNAME at the top of the zone",
        of: "ant-media",
        with: { domain: { name: "example.com", records: "cname" } },
        says: 'domain.name is "example.com", the top of the zone, where DNS allows no CNAME; set domain.records to alias.',
    },
    {
        what: "private servers without a way out",
        of: "ant-media",
        with: { network: { nat: "none" } },
        says: 'network.nat is "none"; it must be single or per-zone, because the database must sit in private subnets.',
    },
    {
        what: "an internal balancer without private subnets",
        of: "ant-media",
        with: {
            network: { nat: "none" },
            balancer: { scheme: "internal" },
            streamBalancer: { scheme: "internal" },
        },
        says: 'network.nat is "none"; it must be single or per-zone, because the balancer and the stream balancer and the database must sit in private subnets.',
    },
    {
        what: "IPv6 in a new network",
        of: "ant-media",
        with: { balancer: { ipAddressType: "dualstack" } },
        says: 'balancer.ipAddressType is "dualstack"; it needs an existing network with IPv6 (network.vpcId), because the new one has IPv4 only.',
    },
    {
        what: "hosts in a new network",
        of: "ant-media",
        with: {
            hosts: {
                old: {
                    instanceIds: ["i-0aaaaaaaaaaaaaa01"],
                    health: {
                        path: "/no-auth/status",
                        intervalSeconds: 15,
                        timeoutSeconds: 5,
                        healthyThreshold: 3,
                        unhealthyThreshold: 3,
                    },
                    balancing: { algorithm: "round_robin", deregistrationSeconds: 300 },
                },
            },
            listeners: [{ port: 443, protocol: "HTTPS", to: "old", targetPort: 80 }],
            streams: [],
        },
        says: "network.vpcId is missing; hosts exist already, so the cluster has to be built in their network: set vpcId and its subnets.",
    },
    {
        what: "one subnet where a balancer needs two zones",
        of: "codestream",
        with: { network: { publicSubnetIds: ["subnet-0aaaaaaaaaaaaaa01"] } },
        says: "network.publicSubnetIds must name at least two different subnets, each in a zone of its own.",
    },
    {
        what: "a pool in two zones",
        of: "media-pool",
        with: { network: { zones: 2 } },
        says: "network.zones has 2 zones; it must have three, because the group pool is a pool.",
    },
    {
        what: "more certificates than a balancer has",
        of: "ant-media",
        with: { certificate: { moreArns: Array.from({ length: 26 }, (_, index) => `${certificateArn}${index}`) } },
        says: "certificate.moreArns make 26 certificates; AWS allows a balancer 25.",
    },
];

describeRefusals("names and the network", cases);
