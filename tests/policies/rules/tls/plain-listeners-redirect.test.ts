import { plainListenersRedirect as rule } from "../../../../policies/rules/tls/plain-listeners-redirect";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const redirect = (port: unknown, props: object = {}) => ({
    type: "redirect",
    redirect: { port, protocol: "HTTPS", statusCode: "HTTP_301", ...props },
});
const forward = { type: "forward", targetGroupArn: unknown };
const balancer = (profile?: unknown, name = "alb"): PolicyResource => ({
    type: "aws:lb/loadBalancer:LoadBalancer",
    name,
    props: { arn: `arn:${name}`, tags: profile === undefined ? {} : { "media:profile": profile } },
});
const listener = (port: unknown, actions: unknown, props: object = {}, name = "plain"): PolicyResource => ({
    type: "aws:lb/listener:Listener",
    name,
    props: { loadBalancerArn: "arn:alb", port, protocol: "HTTP", defaultActions: actions, ...props },
});
const tls = (props: object = {}) => listener(443, [forward], { protocol: "HTTPS", ...props }, "tls");

const passes = (...resources: PolicyResource[]) => ({ resources });
const refused = (...resources: PolicyResource[]) => ({
    resources,
    says: ['The plain listener "plain" must redirect to its TLS port.'],
});
const waits = (...causes: string[]) => [['listener "plain"', ...causes] as const];

describeRule(rule, {
    pass: {
        "80 to 443": passes(listener(80, [redirect("443")]), tls()),
        "5080 to 5443": passes(listener(5080, [redirect("5443")])),
        "12080 to 12443": passes(listener(12080, [redirect("12443")])),
        "another port to any TLS port": passes(listener(8080, [redirect("8443")])),
        "under the other name of the type": passes({
            ...listener(80, [redirect("443")]),
            type: "aws:alb/listener:Listener",
        }),
        "a redirect whose balancer is not known yet": passes(
            listener(80, [redirect("443")], { loadBalancerArn: unknown }),
        ),
        "a port that may forward": {
            ...passes(balancer("ant-media"), listener(8080, [forward])),
            parameters: { plainPorts: [8080] },
        },
        "a balancer of codestream without TLS": passes(balancer("codestream"), listener(80, [forward])),
        "a balancer of web-app without TLS": passes(balancer("web-app"), listener(80, [forward])),
        "another profile by configuration": {
            ...passes(balancer("ant-media"), listener(80, [forward])),
            parameters: { plainProfiles: ["ant-media"] },
        },
        "a balancer without TLS beside one that has it": passes(
            balancer("web-app"),
            listener(80, [forward]),
            balancer("web-app", "other"),
            tls({ loadBalancerArn: "arn:other" }),
        ),
        "a balancer by dependency": passes(balancer("web-app"), {
            ...listener(80, [forward], { loadBalancerArn: unknown }),
            dependsOn: { loadBalancerArn: [balancer()] },
        }),
        "a profile that the listener names, whose balancer is not in the stack": passes(
            listener(80, [forward], { loadBalancerArn: "arn:other", tags: { "media:profile": "web-app" } }),
        ),
        "a stray listener that is plain itself": passes(
            balancer("web-app"),
            listener(80, [forward]),
            listener(8080, [redirect("443")], { loadBalancerArn: unknown }, "stray"),
        ),
        "a protocol that turns out to be TLS": passes(listener(443, [redirect("444")], { protocol: unknown })),
    },
    fail: {
        "a listener that forwards": refused(balancer("ant-media"), listener(80, [forward])),
        "no action": refused(listener(80, [])),
        "a fixed answer": refused(listener(80, [{ type: "fixed-response" }])),
        "a redirect beside something else": refused(listener(80, [redirect("443"), forward])),
        "a redirect of another type": refused(listener(80, [{ ...redirect("443"), type: "forward" }])),
        "the TLS port of the other tier": refused(listener(80, [redirect("5443")])),
        "the TLS port of the first tier": refused(listener(5080, [redirect("443")])),
        "a TLS port that is none": refused(listener(12080, [redirect("443")])),
        "the port that it came to": refused(listener(8080, [redirect("8080")])),
        "whatever port it came to": refused(listener(8080, [redirect("#{port}")])),
        "a port that only begins with a number": refused(listener(8080, [redirect("8443#{port}")])),
        "no port": refused(listener(8080, [redirect(null)])),
        "a redirect to plain HTTP": refused(listener(80, [redirect("443", { protocol: "HTTP" })])),
        "a redirect to whatever protocol it came by": refused(listener(80, [redirect("443", { protocol: null })])),
        "a redirect for the time being": refused(listener(80, [redirect("443", { statusCode: "HTTP_302" })])),
        "a listener without a protocol, which is plain": refused(listener(80, [forward], { protocol: null })),
        "a port that may not forward": {
            ...refused(balancer("ant-media"), listener(80, [forward])),
            parameters: { plainPorts: [8080] },
        },
        "a balancer that has TLS": refused(balancer("web-app"), listener(80, [forward]), tls()),
        "a network balancer's TLS, under the other name of the type": refused(
            balancer("web-app"),
            listener(80, [forward]),
            { ...tls({ protocol: "TLS" }), type: "aws:alb/listener:Listener" },
        ),
        "a profile by configuration": {
            ...refused(balancer("web-app"), listener(80, [forward])),
            parameters: { plainProfiles: ["codestream"] },
        },
        "a balancer without a profile": refused(
            balancer(),
            listener(80, [forward], { tags: { "media:profile": "web-app" } }),
        ),
        "the plain listener among others": refused(
            balancer("ant-media"),
            tls(),
            listener(5080, [redirect("5443")], {}, "edge"),
            listener(80, [forward]),
        ),
    },
    unknown: {
        "a protocol": {
            ...passes(balancer("ant-media"), listener(80, [forward], { protocol: unknown })),
            waitsFor: waits("protocol"),
        },
        actions: {
            ...passes(balancer("ant-media"), listener(80, unknown)),
            waitsFor: waits("defaultActions"),
        },
        "the target of a redirect": {
            ...passes(balancer("ant-media"), listener(80, [redirect(unknown)])),
            waitsFor: waits("defaultActions.0.redirect.port"),
        },
        "a port": {
            ...passes(balancer("ant-media"), listener(unknown, [forward])),
            waitsFor: waits("port"),
            parameters: { plainPorts: [8080] },
        },
        "a profile": {
            ...passes(balancer(unknown), listener(80, [forward])),
            waitsFor: waits("tags.media:profile"),
        },
        "its balancer": {
            ...passes(listener(80, [forward], { loadBalancerArn: unknown })),
            waitsFor: waits("loadBalancerArn"),
        },
        "whether another listener speaks TLS": {
            ...passes(balancer("web-app"), listener(80, [forward]), tls({ protocol: unknown })),
            waitsFor: [
                ['listener "plain"', 'protocol of the listener "tls"'],
                ['listener "tls"', "protocol", 'protocol of the listener "tls"'],
            ],
        },
        "a TLS listener that may be of any balancer": {
            ...passes(balancer("web-app"), listener(80, [forward]), tls({ loadBalancerArn: unknown })),
            waitsFor: waits('loadBalancerArn of the listener "tls"'),
        },
    },
    notApplicable: {
        "listeners with TLS": passes(tls(), tls({ protocol: "TLS" })),
        "listeners of network balancers": passes(listener(1935, [forward], { protocol: "TCP" })),
        "listeners of gateways": passes(listener(null, [forward], { protocol: null })),
        "other resources": passes(balancer()),
    },
});
