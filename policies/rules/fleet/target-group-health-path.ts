import type { Changes } from "../../changes";
import { all, any, type Condition } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, known, type Properties } from "../../properties";
import type { Subject } from "../../subject";

const STATUS_PATH = "/no-auth/status";

interface Ports {
    httpPorts: number[];
    httpsPorts: number[];
}

const portList = { type: "array", items: { type: "integer", minimum: 1, maximum: 65535 } } as const;

/** P01. Every health check asks the same page, which answers 200 on a healthy server and nothing else. */
export const targetGroupHealthPath = defineRule<Ports>({
    id: "P01",
    name: "target-group-health-path",
    area: "fleet",
    description: "Health checks must ask the status page and take nothing but 200 for healthy.",
    severity: "high",
    level: "mandatory",
    takesExceptions: false,
    equivalents: ["CKV_AWS_261"],
    why: "A check of another path or with a wider matcher keeps servers in service that refuse or drain sessions.",
    remediation: `Set healthCheck to path ${STATUS_PATH}, matcher 200 and protocol HTTP or HTTPS, with an explicit port where the group's own port does not speak HTTP.`,
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    messages: {
        check: "The {label} must check the path /no-auth/status over HTTP or HTTPS and accept status 200 only.",
    },
    parameters: {
        httpPorts: { ...portList, default: [80, 5080, 12080], description: "Ports that answer health checks in HTTP." },
        httpsPorts: {
            ...portList,
            default: [443, 5443, 12443],
            description: "Ports that answer health checks in HTTPS.",
        },
    },
    resource: {
        kinds: ["target group", "health check", "classic load balancer"],
        check(subject, ports, findings) {
            const { kind, props } = subject;
            if (kind === "target group" && known(() => props.targetType) === "lambda") {
                return findings.notApplicable("Functions are not checked on a page.");
            }
            if (kind === "health check" && known(() => asksPages(props)) === false) {
                return findings.notApplicable("The health check asks no page.");
            }
            findings.require(subject, "check", conditions(subject, ports));
        },
        fix: fixTargetGroup,
    },
});

function conditions({ kind, props }: Subject, ports: Ports): Condition {
    switch (kind) {
        case "health check":
            return any(
                () => !asksPages(props),
                () => props.resourcePath === STATUS_PATH,
            );
        case "classic load balancer":
            return () => isStatusTarget(at(props, "healthCheck", "target"));
        default:
            return any(
                () => props.targetType === "lambda",
                all(
                    () => at(props, "healthCheck", "path") === STATUS_PATH,
                    () => String(at(props, "healthCheck", "matcher")) === "200",
                    () => at(props, "healthCheck", "enabled") !== false,
                    () => protocolFits(props, ports),
                ),
            );
    }
}

function protocolFits(props: Properties, ports: Ports): boolean {
    return checkProtocol(props) === expectedProtocol(props, ports);
}

/** AWS and the provider ask in HTTP when nothing is given. */
function checkProtocol(props: Properties): string {
    return String(at(props, "healthCheck", "protocol") ?? "HTTP").toUpperCase();
}

/** What the asked port speaks; undefined when it is not known to speak HTTP or HTTPS. */
function expectedProtocol(props: Properties, { httpPorts, httpsPorts }: Ports): string | undefined {
    const port = at(props, "healthCheck", "port") ?? "traffic-port";
    if (port === "traffic-port") {
        const protocol = String(props.protocol).toUpperCase();
        return protocol === "HTTP" || protocol === "HTTPS" ? protocol : undefined;
    }
    if (httpPorts.includes(Number(port))) return "HTTP";
    return httpsPorts.includes(Number(port)) ? "HTTPS" : undefined;
}

/** Route 53 checks: HTTP, HTTPS and their variants that search the page for a text. */
function asksPages(props: Properties): boolean {
    return String(props.type).toUpperCase().startsWith("HTTP");
}

function isStatusTarget(target: unknown): boolean {
    const [, port, path] = /^HTTPS?:(\d{1,5})(\/.*)$/.exec(String(target)) ?? [];
    return path === STATUS_PATH && Number(port) >= 1 && Number(port) <= 65535;
}

/** Which port to ask is a decision of the user; everything else of a target group can be set right. */
function fixTargetGroup({ kind, props }: Subject, ports: Ports, changes: Changes): void {
    if (kind !== "target group" || props.targetType === "lambda") return;
    const healthCheck = changes.within(props, "healthCheck");
    if (healthCheck === undefined) return;
    changes.set(healthCheck, "path", STATUS_PATH);
    changes.set(healthCheck, "matcher", "200");
    const protocol = expectedProtocol(props, ports);
    if (protocol !== undefined && protocol !== checkProtocol(props)) changes.set(healthCheck, "protocol", protocol);
}
