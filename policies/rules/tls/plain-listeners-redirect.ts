import { all, any, type Condition, NotYetKnown, not, of, settle } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, isSet, known } from "../../properties";
import { actionsOf, Balancers } from "../../relations/balancers";
import { profileOf } from "../../roles";
import type { Stack } from "../../stack";
import type { Subject } from "../../subject";

interface PlainParameters {
    plainPorts: number[];
    plainProfiles: string[];
}

/** Port on which the servers of a plain port speak TLS. */
const tlsPorts: ReadonlyMap<number, number> = new Map([
    [80, 443],
    [5080, 5443],
    [12080, 12443],
]);

/** P38. Whoever types an address without a scheme arrives on the plain port. */
export const plainListenersRedirect = defineRule<PlainParameters>({
    id: "P38",
    name: "plain-listeners-redirect",
    area: "tls",
    description: "Plain listeners of application load balancers must send clients to the TLS port of the same tier.",
    severity: "high",
    equivalents: ["CKV2_AWS_20", "AWS-0054", "NIST:ALBHttpToHttpsRedirection", "AG:alb-http-to-https-redirection"],
    why: "Logins and stream tokens that arrive on a plain port have crossed the internet readable for everybody.",
    remediation:
        "Redirect to protocol HTTPS with status HTTP_301: 80 to 443, 5080 to 5443, 12080 to 12443; or list the port in plainPorts.",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
    messages: { redirect: 'The plain listener "{name}" must redirect to its TLS port.' },
    parameters: {
        plainPorts: {
            type: "array",
            items: { type: "integer", minimum: 1, maximum: 65535 },
            default: [],
            description: "Ports whose listeners may forward plain requests.",
        },
        plainProfiles: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: ["codestream", "web-app"],
            description:
                "Profiles whose listeners may forward plain requests while their balancer has no TLS listener.",
        },
    },
    stack: {
        kinds: ["listener"],
        check(stack, { plainPorts, plainProfiles }, findings) {
            const balancers = new Balancers(stack);
            const speaksTls = tlsBalancers(stack, balancers);
            return (listener) => {
                const { props } = listener;
                if (known(() => isPlain(listener)) === false) {
                    return findings.notApplicable("The stack has no plain listener of an application load balancer.");
                }
                const actions = actionsOf(listener);
                const redirects = all(
                    () => actions.length > 0,
                    ...actions.map((action) => () => isRedirect(action(), Number(props.port))),
                );
                const mayForward = () => {
                    const balancer = balancers.balancerOf(listener);
                    const isOfPlainProfile = () => plainProfiles.includes(profileOf(balancer ?? listener));
                    return all(isOfPlainProfile, not(speaksTls(balancer)))();
                };
                findings.require(
                    listener,
                    "redirect",
                    any(
                        redirects,
                        not(() => isPlain(listener)),
                        () => plainPorts.includes(Number(props.port)),
                        mayForward,
                    ),
                );
            };
        },
    },
});

/** Only application load balancers speak HTTP, and what they speak when nothing is said. Gateways have no ports. */
function isPlain({ props }: Subject): boolean {
    const protocol = at(props, "protocol");
    return protocol === undefined ? isSet(() => props.port) : protocol === "HTTP";
}

function isRedirect(action: unknown, port: number): boolean {
    const target = String(at(action, "redirect", "port"));
    const tlsPort = tlsPorts.get(port);
    const isTarget =
        tlsPort === undefined ? /^\d+$/.test(target) && target !== String(port) : target === String(tlsPort);
    return (
        at(action, "type") === "redirect" &&
        at(action, "redirect", "protocol") === "HTTPS" &&
        at(action, "redirect", "statusCode") === "HTTP_301" &&
        isTarget
    );
}

/** For each balancer whether it has a TLS listener, also one of which it is not known yet where it belongs. */
function tlsBalancers(stack: Stack, balancers: Balancers): (balancer: Subject | undefined) => Condition {
    const strays = balancers.unresolved.map((listener) =>
        all(
            speaksTls(listener),
            of(listener, () => new NotYetKnown(["loadBalancerArn"])),
        ),
    );
    const anywhere = settle(any(...strays));
    const outcomes = new Map(
        stack
            .ofKind("load balancer")
            .map((balancer) => [balancer.urn, settle(any(...balancers.listenersOf(balancer).map(speaksTls)))]),
    );
    return (balancer) =>
        any(
            () => outcomes.get(balancer?.urn ?? "") ?? false,
            () => anywhere,
        );
}

function speaksTls(listener: Subject): Condition {
    return of(listener, () => listener.props.protocol === "HTTPS" || listener.props.protocol === "TLS");
}
