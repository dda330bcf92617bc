import ipaddr from "ipaddr.js";
import { z } from "zod";

/**
 * The kinds of values that configuration keys hold. Each says in its error what it must be, as the second half of a
 * sentence: `media-cluster:groups.edge.size.max is 0; it must be a whole number from 1 to 100.`
 */

/** @param because Why the limits are what they are, where a reader would ask. */
export function integer(minimum: number, maximum: number, because?: string) {
    const range = `it must be a whole number from ${minimum} to ${maximum}`;
    const error = because ? `${range}, because ${because}` : range;
    return z.int({ error }).min(minimum, { error }).max(maximum, { error });
}

export const port = integer(1, 65535);

export function flag() {
    return z.boolean({ error: "it must be true or false" });
}

export function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
    return z.enum(values, { error: `it must be ${listed(values)}` });
}

function pattern(expression: RegExp, allowed: string) {
    const error = `it must be ${allowed}`;
    return z.string({ error }).regex(expression, { error });
}

const dnsLabel = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

/** A DNS name of at least two labels, without a trailing dot. */
export const hostName = pattern(
    new RegExp(`^(?=.{1,253}$)(${dnsLabel}\\.)+${dnsLabel}$`),
    "a DNS name in lower case such as stream.example.com",
);

/** One DNS label. */
export const label = pattern(new RegExp(`^${dnsLabel}$`), "one DNS label in lower case such as nodes");

/** Becomes part of resource names, of which the shortest has room for this much. */
export const groupName = pattern(/^[a-z][a-z0-9-]{0,15}$/, "up to 16 lower-case letters, digits and dashes");

export const instanceType = pattern(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type such as c5.xlarge");
export const imageId = pattern(/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/, "an image id such as ami-0123456789abcdef0");
export const vpcId = pattern(/^vpc-[0-9a-f]+$/, "a VPC id such as vpc-0123456789abcdef0");
export const subnetId = pattern(/^subnet-[0-9a-f]+$/, "a subnet id such as subnet-0123456789abcdef0");
export const certificateArn = pattern(
    /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
    "the ARN of an ACM certificate such as arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c",
);

export const instanceId = pattern(/^i-([0-9a-f]{8}|[0-9a-f]{17})$/, "an instance id such as i-0123456789abcdef0");
export const securityGroupId = pattern(/^sg-[0-9a-f]+$/, "a security group id such as sg-0123456789abcdef0");
export const zoneId = pattern(/^Z[A-Z0-9]{1,31}$/, "a hosted zone id such as Z0123456789ABCDEFGHIJ");
export const kmsKeyArn = pattern(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
    "the ARN of a key such as arn:aws:kms:us-east-1:123456789012:key/0f1e2d3c",
);
export const secretArn = pattern(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/,
    "the ARN of a secret such as arn:aws:secretsmanager:us-east-1:123456789012:secret:media-certificate-AbCdEf",
);
export const topicArn = pattern(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/,
    "the ARN of a topic such as arn:aws:sns:us-east-1:123456789012:alarms",
);
export const bucketName = pattern(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of a bucket such as media-logs");

/** A host name, or all names one label below one. */
export const certificateName = pattern(
    new RegExp(`^(?=.{1,253}$)(\\*\\.)?(${dnsLabel}\\.)+${dnsLabel}$`),
    "a DNS name in lower case such as stream.example.com or *.nodes.example.com",
);

/** What application load balancers match: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
export const hostPattern = pattern(
    /^(?=.{1,128}$)[A-Za-z0-9*?-]*(\.[A-Za-z0-9*?-]+)+$/,
    "a host name of up to 128 characters such as edge.example.com or *.example.com",
);
export const pathPattern = pattern(
    /^\/[\w.$/~"'@:+&*?-]{0,127}$/,
    "a path of up to 128 characters such as /live/*, of letters, digits and _-.$/~\"'@:+&",
);
export const headerName = pattern(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}$/, "the name of a header of up to 40 characters");

export const mailAddress = pattern(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "a mail address such as media@example.com");

const webhookError =
    "it must be an HTTPS address such as https://app.example.com/nodes, without user name, password, query and fragment, because it is kept in plain text";

/** Where webhooks go. Whoever may look at a function reads its settings, so that nothing secret can stand in the address. */
export const webhookUrl = z.string({ error: webhookError }).refine(isPlainHttps, { error: webhookError });

function isPlainHttps(value: string): boolean {
    if (/[\s@?#\\]/.test(value) || !URL.canParse(value)) return false;
    return /^https:\/\/[^/]/.test(value) && new URL(value).protocol === "https:";
}

/** A page of the node itself, which nobody else can reach by this address. */
export const localUrl = pattern(
    /^http:\/\/(127\.0\.0\.1|localhost)(:\d{1,5})?\/[^\s#]*$/,
    "an address of the node itself such as http://127.0.0.1:8080/sessions",
);

export const timeOfDay = pattern(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day from 00:00 to 23:59, between quotes");

/** Stands for a secret in a preview that cannot decrypt it. */
export const HIDDEN_SECRET = "[secret]";

const databaseUriError =
    "it must be a whole connection string that begins with mongodb://, mongodb+srv:// or redis:// and names a host, because servers take anything else for a file or ask a question that nobody answers";

/** https://docs.mongodb.com/manual/reference/connection-string/; a password has its special characters percent-encoded. */
export const databaseUri = z
    .string({ error: databaseUriError })
    .refine(
        (text) =>
            text === HIDDEN_SECRET ||
            /^(mongodb(\+srv)?|redis):\/\/([^\s"'$`\\@/]*@)?[^\s"'$`\\@/]+(\/[^\s"'$`\\]*)?$/.test(text),
        {
            error: databaseUriError,
        },
    );

const timeZoneError = "it must be an IANA time zone such as Europe/Berlin or UTC";

export const timeZone = z.string({ error: timeZoneError }).refine(isTimeZone, { error: timeZoneError });

/** Node.js takes any case and offsets, too; EventBridge Scheduler does not. */
function isTimeZone(zone: string): boolean {
    if (!/^(UTC|[A-Z][A-Za-z]*(\/[A-Z][A-Za-z0-9_+-]*)+)$/.test(zone)) return false;
    try {
        return new Intl.DateTimeFormat("en", { timeZone: zone }).format() !== "";
    } catch {
        return false; // a RangeError: there is no such zone
    }
}

export const urlPath = pattern(/^\/[^\s?#]*$/, "a path that begins with / such as /no-auth/status");

export const text = pattern(/\S/, "a text");

/** An address range whose host bits are zero, as AWS demands. */
export const cidr = cidrOf("an address range such as 203.0.113.0/24", () => true);

/** The address of one host, as a range. */
export const hostAddress = cidrOf(
    "the address of one host such as 198.51.100.7/32",
    ([address, bits]) => bits === (address.kind() === "ipv4" ? 32 : 128),
);

/** The range of a VPC: AWS takes /16 to /28; a quarter of it, which is what each zone gets, has to hold two /20 subnets. */
export const vpcCidr = cidrOf(
    "an IPv4 range of size /16 or /17 such as 10.0.0.0/16",
    ([address, bits]) => address.kind() === "ipv4" && (bits === 16 || bits === 17),
);

function cidrOf(allowed: string, accept: (range: [ipaddr.IPv4 | ipaddr.IPv6, number]) => boolean) {
    const error = `it must be ${allowed}, without host bits`;
    return z.string({ error }).refine((value) => isNetwork(value) && accept(ipaddr.parseCIDR(value)), { error });
}

function isNetwork(value: string): boolean {
    if (!ipaddr.isValidCIDR(value)) return false;
    const [address] = ipaddr.parseCIDR(value);
    const kind = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
    return kind.networkAddressFromCIDR(value).toString() === address.toString();
}

/** "a, b or c" */
export function listed(values: readonly string[]): string {
    return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
