import { createHash } from "node:crypto";
import { checkInputs } from "./check-inputs";
import { accountOf, type ModelContext, partitionOf } from "./context";
import type { Inputs } from "./markers";
import { nameSuffix } from "./physical-name";
import { shapeOf } from "./sdk-shape";

export interface ComputedOutputs {
    readonly id: string;
    /** Checked inputs and everything that AWS computes and the model knows. */
    readonly state: Inputs;
}

/** What the formulas below start from. */
interface Made {
    /** Physical name. */
    readonly name: string;
    readonly inputs: Inputs;
    readonly hex: string;
    readonly context: ModelContext;
    arn(service: string, resource: string): string;
}

type Formula = (made: Made) => { id: string } & Inputs;

/** Resources whose id is a prefix and 17 hexadecimal digits. */
const prefixed = (prefix: string, resource: string, more: (made: Made) => Inputs = () => ({})): Formula => {
    return (made) => {
        const id = `${prefix}-${made.hex}`;
        return { id, arn: made.arn("ec2", `${resource}/${id}`), ...more(made) };
    };
};

const loadBalancer: Formula = ({ name, inputs, hex, arn, context }) => {
    const kind = inputs.loadBalancerType === "network" ? "net" : "app";
    const arnSuffix = `${kind}/${name}/${hex.slice(0, 16)}`;
    const id = arn("elasticloadbalancing", `loadbalancer/${arnSuffix}`);
    const dnsName = `${name}-${Number.parseInt(hex.slice(0, 8), 16)}.${context.region}.elb.amazonaws.com`;
    return { id, arn: id, arnSuffix, dnsName, zoneId: "Z35SXDOTRQ7X7K", vpcId: "vpc-0123456789abcdef0" };
};

const targetGroup: Formula = ({ name, hex, arn }) => {
    const arnSuffix = `targetgroup/${name}/${hex.slice(0, 16)}`;
    const id = arn("elasticloadbalancing", arnSuffix);
    return { id, arn: id, arnSuffix, loadBalancerArns: [] };
};

const arnAsId = (service: string, resource: (made: Made) => string): Formula => {
    return (made) => {
        const id = made.arn(service, resource(made));
        return { id, arn: id };
    };
};

const formulas: Record<string, Formula> = {
    "aws:acm/certificate:Certificate": ({ inputs, hex, arn }) => {
        const id = arn("acm", `certificate/${hex}`);
        return { id, arn: id, domainValidationOptions: validationOptions(inputs), status: "PENDING_VALIDATION" };
    },
    "aws:acm/certificateValidation:CertificateValidation": ({ inputs }) => ({ id: String(inputs.certificateArn) }),
    "aws:autoscaling/group:Group": ({ name, hex, arn }) => {
        return { id: name, arn: arn("autoscaling", `autoScalingGroup:${hex}:autoScalingGroupName/${name}`) };
    },
    "aws:cloudwatch/dashboard:Dashboard": ({ inputs, arn }) => {
        const id = String(inputs.dashboardName);
        return { id, dashboardArn: arn("cloudwatch", `dashboard/${id}`) };
    },
    "aws:cloudwatch/logGroup:LogGroup": ({ name, arn }) => ({ id: name, arn: arn("logs", `log-group:${name}`) }),
    "aws:dynamodb/table:Table": ({ name, arn }) => ({ id: name, arn: arn("dynamodb", `table/${name}`) }),
    "aws:ebs/volume:Volume": prefixed("vol", "volume"),
    "aws:ec2/eip:Eip": prefixed("eipalloc", "elastic-ip", ({ hex }) => ({
        allocationId: `eipalloc-${hex}`,
        publicIp: "203.0.113.10",
    })),
    "aws:ec2/instance:Instance": prefixed("i", "instance", ({ context }) => ({
        privateIp: "10.0.0.10",
        privateDns: `ip-10-0-0-10.${context.region}.compute.internal`,
        publicIp: "203.0.113.10",
    })),
    "aws:ec2/launchTemplate:LaunchTemplate": prefixed("lt", "launch-template", () => ({ latestVersion: 1 })),
    "aws:ec2/networkInterface:NetworkInterface": prefixed("eni", "network-interface", () => ({
        privateIp: "10.0.0.10",
    })),
    "aws:ec2/securityGroup:SecurityGroup": prefixed("sg", "security-group"),
    "aws:ec2/subnet:Subnet": prefixed("subnet", "subnet"),
    "aws:ec2/vpc:Vpc": prefixed("vpc", "vpc"),
    "aws:iam/role:Role": ({ name, hex, arn }) => {
        return { id: name, arn: global(arn("iam", `role/${name}`)), uniqueId: `AROA${hex.toUpperCase()}` };
    },
    "aws:iam/policy:Policy": ({ name, arn }) => {
        const id = global(arn("iam", `policy/${name}`));
        return { id, arn: id };
    },
    "aws:iam/instanceProfile:InstanceProfile": ({ name, arn }) => {
        return { id: name, arn: global(arn("iam", `instance-profile/${name}`)) };
    },
    "aws:kms/key:Key": ({ hex, arn }) => ({ id: hex, keyId: hex, arn: arn("kms", `key/${hex}`) }),
    "aws:lambda/function:Function": ({ name, arn, context }) => {
        const own = arn("lambda", `function:${name}`);
        const path = `/2015-03-31/functions/${own}/invocations`;
        const invokeArn = `arn:${partitionOf(context.region)}:apigateway:${context.region}:lambda:path${path}`;
        return { id: name, arn: own, invokeArn, qualifiedArn: `${own}:1`, version: "1" };
    },
    "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
    "aws:alb/loadBalancer:LoadBalancer": loadBalancer,
    "aws:lb/targetGroup:TargetGroup": targetGroup,
    "aws:alb/targetGroup:TargetGroup": targetGroup,
    "aws:lb/listener:Listener": arnAsId("elasticloadbalancing", ({ hex }) => `listener/app/lb/${hex}`),
    "aws:lb/listenerRule:ListenerRule": arnAsId("elasticloadbalancing", ({ hex }) => `listener-rule/app/lb/${hex}`),
    "aws:route53/record:Record": ({ inputs }) => {
        return { id: `${inputs.zoneId}_${inputs.name}_${inputs.type}`, fqdn: String(inputs.name) };
    },
    "aws:route53/zone:Zone": ({ hex, context }) => {
        const zoneId = `Z${hex.toUpperCase()}`;
        const nameServers = [1, 2, 3, 4].map((number) => `ns-${number}.awsdns-0${number}.org`);
        const arn = `arn:${partitionOf(context.region)}:route53:::hostedzone/${zoneId}`;
        return { id: zoneId, zoneId, arn, nameServers, primaryNameServer: nameServers[0] };
    },
    "aws:s3/bucket:Bucket": ({ inputs, context }) => {
        const id = String(inputs.bucket);
        const bucketRegionalDomainName = `${id}.s3.${context.region}.amazonaws.com`;
        const arn = `arn:${partitionOf(context.region)}:s3:::${id}`;
        return { id, arn, bucketDomainName: `${id}.s3.amazonaws.com`, bucketRegionalDomainName };
    },
    "aws:secretsmanager/secret:Secret": arnAsId("secretsmanager", ({ name }) => `secret:${name}-AbCdEf`),
    "aws:secretsmanager/secretVersion:SecretVersion": ({ inputs, hex }) => {
        return { id: `${inputs.secretId}|${hex}`, arn: inputs.secretId, versionId: hex };
    },
    "aws:sns/topic:Topic": arnAsId("sns", ({ name }) => name),
    "aws:sqs/queue:Queue": ({ name, arn, context }) => {
        const url = `https://sqs.${context.region}.amazonaws.com/${accountOf(context)}/${name}`;
        return { id: url, url, arn: arn("sqs", name) };
    },
};

/**
 * What a resource looks like once AWS has made it. Types without a formula get an id made of their name and, where their
 * class has one, an ARN.
 */
export function computedOutputs(
    request: { readonly type: string; readonly name: string; readonly inputs: Inputs },
    context: ModelContext,
): ComputedOutputs {
    const { type, name } = request;
    const inputs = checkInputs(request, context);
    const hex = createHash("sha1").update(`${type}::${name}`).digest("hex").slice(0, 17);
    const prefix =
        typeof inputs.namePrefix === "string" ? inputs.namePrefix + nameSuffix(`${type}::${name}`) : undefined;
    const physical = typeof inputs.name === "string" ? inputs.name : (prefix ?? name);
    const named = shapeOf(type)?.inputs.includes("name") ? { name: physical } : {};
    // Since version 7 a resource can be in another Region than its provider.
    const region = typeof inputs.region === "string" ? inputs.region : context.region;
    const arn = (service: string, resource: string) =>
        `arn:${partitionOf(region)}:${service}:${region}:${accountOf(context)}:${resource}`;
    const made = { name: physical, inputs, hex, context, arn };
    const { id, ...outputs } = (formulas[type] ?? unlisted(type))(made);
    return { id, state: { ...inputs, ...named, ...outputs } };
}

function unlisted(type: string): Formula {
    return ({ name, arn }) => {
        const id = `${name}-id`;
        const [, module = ""] = type.split(":");
        const [service = "", kind = ""] = module.split("/");
        return shapeOf(type)?.computed.includes("arn") ? { id, arn: arn(service, `${kind}/${name}`) } : { id };
    };
}

/** IAM knows no Regions. */
function global(arn: string): string {
    return arn.replace(/^(arn:[^:]+:[^:]+):[^:]*:/, "$1::");
}

/** One CNAME per name; a wildcard shares the record of its parent name, as in ACM. */
function validationOptions({ domainName, subjectAlternativeNames }: Inputs): Inputs[] {
    const others = Array.isArray(subjectAlternativeNames) ? subjectAlternativeNames : [];
    const names = [...new Set([domainName, ...others].filter((name) => typeof name === "string"))];
    return names.map((name) => {
        const base = name.replace(/^\*\./, "");
        const token = createHash("sha1").update(base).digest("hex").slice(0, 32);
        return {
            domainName: name,
            resourceRecordName: `_${token}.${base}.`,
            resourceRecordType: "CNAME",
            resourceRecordValue: `_${token.split("").reverse().join("")}.acm-validations.aws.`,
        };
    });
}
