import * as assert from "node:assert/strict";
import { Ajv } from "ajv";
import { listenerPortMap as rule } from "../../../../policies/rules/balancing/listener-port-map";
import { judgeStack, type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const antMedia = { "media:profile": "ant-media" };
const balancer: PolicyResource = { type: "aws:lb/loadBalancer:LoadBalancer", name: "alb", props: { tags: antMedia } };
const generic: PolicyResource = { ...balancer, props: {} };
const targetGroup = (role?: unknown, name = String(role)): PolicyResource => ({
    type: "aws:lb/targetGroup:TargetGroup",
    name,
    props: { arn: `arn:${name}`, ...(role !== undefined && { tags: { "media:role": role } }) },
});
const [origin, edge, web] = [targetGroup("origin"), targetGroup("edge"), targetGroup("web")];
const forward = (targetGroupArn: string) => ({ type: "forward", targetGroupArn });
const toOrigin = forward("arn:origin");
const toEdge = forward("arn:edge");
const redirect = (port?: unknown) => ({
    type: "redirect",
    redirect: { protocol: "HTTPS", ...(port !== undefined && { port }) },
});
const divided = (...names: string[]) => ({
    type: "forward",
    forward: { targetGroups: names.map((name) => ({ arn: `arn:${name}` })) },
});

const listener = (port: unknown, defaultActions: unknown, name = "l"): PolicyResource => ({
    type: "aws:lb/listener:Listener",
    name,
    props: { arn: `arn:${name}`, port, defaultActions, loadBalancerArn: unknown },
    dependsOn: { loadBalancerArn: [balancer] },
});
const query = (value: string, key: string | undefined = "target") => ({ queryStrings: [{ key, value }] });
const listenerRule = (actions: unknown, conditions: unknown, props: object = {}, name = "r"): PolicyResource => ({
    type: "aws:lb/listenerRule:ListenerRule",
    name,
    props: { listenerArn: "arn:l", actions: [actions], conditions, ...props },
});
const shared = listener(443, [toOrigin]);
const [forOrigin, forEdge] = [
    listenerRule(toOrigin, [query("origin")], { priority: 1 }, "o"),
    listenerRule(toEdge, [query("edge")], { priority: 2 }, "e"),
];
const on = (...resources: PolicyResource[]) => ({ resources: [balancer, origin, edge, ...resources] });

const tier = (role: string, name = "l") => `The listener "${name}" must send its port to the ${role} tier only.`;
const mixed = 'The listener "l" must send its port to one tier only.';
const samePort = (name: string) =>
    `The listener "${name}" must have a port that no other listener of its load balancer uses.`;
const samePriority = (name: string) =>
    `The listener rule "${name}" must have a priority that no other rule of its listener uses.`;
const range = 'The listener rule "r" must have a priority from 1 to 50000.';
const asked = (role: string, name = "r") =>
    `The listener rule "${name}" must send requests for target=${role} to the ${role} tier only.`;
const pair = 'The listener "l" must have rules for target=origin and target=edge, or for neither.';
const quota = (label: string, limit: number, things: string) =>
    `The ${label} must stay below the quota of ${limit} ${things}.`;

/** So many listeners from port 20000 on, which no profile gives to a tier. */
const listeners = (count: number) =>
    Array.from({ length: count }, (_, index) => listener(20_000 + index, [], `l${index}`));
/** So many rules of the listener "l". */
const listenerRules = (count: number, props: (index: number) => object = () => ({})) =>
    Array.from({ length: count }, (_, index) => ({
        type: "aws:alb/listenerRule:ListenerRule",
        name: `r${index}`,
        props: { listenerArn: "arn:l", ...props(index) },
    }));
const certificates = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
        type: "aws:alb/listenerCertificate:ListenerCertificate",
        name: `c${index}`,
        props: { listenerArn: "arn:l" },
    }));
const targetGroups = (count: number) =>
    Array.from({ length: count }, (_, index) => targetGroup(undefined, `t${index}`));
const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);
const idle = listener(20_000, []);
const everyCondition = [
    { hostHeader: { values: ["a"] } },
    { httpHeader: { httpHeaderName: "X-A", values: ["a"] } },
    { httpRequestMethod: { values: ["GET"] } },
    { pathPattern: { regexValues: ["a"] } },
    { sourceIp: { values: ["10.0.0.0/8"] } },
    { queryStrings: [{ value: "a" }] },
];

const table: Record<string, number[]> = { origin: [80, 443, 1935, 4200, 4444, 8443], edge: [5080, 5443] };
const ports = Object.entries(table).flatMap(([role, numbers]) => numbers.map((port) => ({ role, port })));

describeRule(
    rule,
    {
        pass: {
            "every port of the profile on its tier": on(
                ...ports.map(({ role, port }) => listener(port, [forward(`arn:${role}`)], `l${port}`)),
            ),
            "redirects to a port of the same tier": on(
                listener(80, [redirect("443")], "a"),
                listener(5080, [redirect("5443")], "b"),
                listener(443, [redirect("#{port}")], "c"),
                listener(5443, [redirect()], "d"),
            ),
            "rules for both tiers": on(shared, forOrigin, forEdge),
            "rules of the older token for both tiers, whatever their case": on(
                { ...shared, type: "aws:alb/listener:Listener" },
                { ...forOrigin, type: "aws:alb/listenerRule:ListenerRule" },
                { ...forEdge, props: { ...forEdge.props, conditions: [query("EDGE", "Target")] } },
            ),
            "a rule that redirects to a port of the tier": on(
                shared,
                forOrigin,
                listenerRule(redirect("5443"), [query("edge")], { priority: 3 }),
            ),
            "rules for other queries and other requests": on(
                shared,
                listenerRule(toEdge, [query("origin", "tier")], { priority: 1 }),
                listenerRule(toEdge, [query("origins")], { priority: 2 }, "s"),
                listenerRule(toEdge, [{ queryStrings: [{ value: "origin" }] }], { priority: 3 }, "t"),
                listenerRule(toEdge, [{ pathPattern: { values: ["/target"] } }], { priority: 4 }, "u"),
            ),
            "queries on other ports": on(
                listener(5443, [toEdge]),
                listenerRule(toEdge, [query("origin")], { priority: 1 }),
            ),
            "queries of other profiles": {
                resources: [generic, edge, listener(443, [toEdge]), listenerRule(toEdge, [query("origin")])],
            },
            "ports that the profile does not name": on(listener(8080, [toEdge])),
            "answers that lead nowhere": on(listener(443, [{ type: "fixed-response" }])),
            "target groups outside the stack": on(listener(443, [forward("arn:elsewhere")])),
            "listeners of a balancer outside the stack, by their own profile": {
                resources: [
                    edge,
                    {
                        ...listener(5443, [toEdge]),
                        props: {
                            port: 5443,
                            defaultActions: [toEdge],
                            loadBalancerArn: "arn:elsewhere",
                            tags: antMedia,
                        },
                    },
                ],
            },
            "rules of a listener outside the stack": on(
                listenerRule(toEdge, [query("origin")], { listenerArn: "arn:elsewhere" }),
            ),
            "the same port of different balancers": on(
                listener(443, [toOrigin], "a"),
                {
                    ...listener(443, [toOrigin], "b"),
                    dependsOn: { loadBalancerArn: [{ ...balancer, name: "other" }] },
                },
                { ...balancer, name: "other" },
            ),
            "the same priority of different listeners": on(
                shared,
                listener(8080, [], "other"),
                listenerRule(toOrigin, [], { priority: 7 }, "a"),
                listenerRule(toOrigin, [], { priority: 7, listenerArn: "arn:other" }, "b"),
            ),
            "rules without a priority, and the first and the last": on(
                idle,
                ...listenerRules(2),
                listenerRule(toOrigin, [], { priority: 1 }, "a"),
                listenerRule(toOrigin, [], { priority: 50_000 }, "b"),
            ),
            "one tier on a port that the profile does not name, divided": {
                resources: [generic, web, targetGroup("web", "web2"), listener(80, [divided("web", "web2")])],
            },
            "as many listeners as AWS takes": on(...listeners(50)),
            "as many rules as AWS takes": on(idle, ...listenerRules(100)),
            "as many certificates as AWS takes": on(idle, ...certificates(25)),
            "as many target groups as AWS takes, some of them twice": on(
                listener(20_000, [forward("arn:t0")]),
                ...targetGroups(100),
                ...listenerRules(100, (index) => ({ actions: [forward(`arn:t${index}`)] })),
            ),
            "as many target groups per action as AWS takes": on(
                listener(20_000, [divided(...values(5)), divided(...values(5))]),
            ),
            "as many values as AWS takes": on(
                idle,
                listenerRule(toOrigin, [{ hostHeader: { values: values(5) } }]),
                listenerRule(toOrigin, everyCondition.slice(1), {}, "s"),
                listenerRule(toOrigin, everyCondition.slice(0, 5), {}, "t"),
            ),
            "as many target groups as the configuration takes, all in one action": {
                ...on(listener(20_000, [divided("t0", "t1")]), ...targetGroups(2)),
                parameters: { quotas: { targetGroups: 2 } },
            },
            "more, where the configuration takes more": {
                ...on(...listeners(51)),
                parameters: { quotas: { listeners: 51 } },
            },
            "tiers of the configuration": {
                ...on({ ...listener(443, [toEdge]) }, listener(5443, [toOrigin], "m")),
                parameters: { ports: { "ant-media": { 443: "edge" } } },
            },
        },
        fail: {
            "a port on another tier": { ...on(listener(443, [toEdge])), says: [tier("origin")] },
            "every port of the profile on the other tier": {
                ...on(
                    ...ports.map(({ role, port }) => listener(port, [role === "edge" ? toOrigin : toEdge], `l${port}`)),
                ),
                says: [...ports]
                    .sort((a, b) => (`l${a.port}` < `l${b.port}` ? -1 : 1))
                    .map(({ role, port }) => tier(role, `l${port}`)),
            },
            "a port on two tiers": { ...on(listener(443, [divided("origin", "edge")])), says: [tier("origin")] },
            "a port on servers without a role": {
                ...on(targetGroup(undefined, "x"), listener(443, [forward("arn:x")])),
                says: [tier("origin")],
            },
            "a port on another tier, by dependency": {
                ...on({
                    ...listener(443, [forward(unknown)]),
                    dependsOn: { loadBalancerArn: [balancer], defaultActions: [edge] },
                }),
                says: [tier("origin")],
            },
            "a redirect to a port of another tier": { ...on(listener(80, [redirect("5443")])), says: [tier("origin")] },
            "a redirect to a port of no tier": { ...on(listener(80, [redirect("8080")])), says: [tier("origin")] },
            "a second action that leads astray": {
                ...on(listener(443, [toOrigin, redirect("5443")])),
                says: [tier("origin")],
            },
            "a listener of a balancer outside the stack": {
                resources: [
                    edge,
                    {
                        ...listener(443, [toEdge]),
                        props: {
                            port: 443,
                            defaultActions: [toEdge],
                            loadBalancerArn: "arn:elsewhere",
                            tags: antMedia,
                        },
                    },
                ],
                says: [tier("origin")],
            },
            "two tiers on a port that the profile does not name": {
                ...on(listener(8080, [divided("origin", "edge")])),
                says: [mixed],
            },
            "two listeners with one port": {
                ...on(listener(443, [toOrigin], "a"), listener(443, [toOrigin], "b"), listener(80, [toOrigin], "c")),
                says: [samePort("a"), samePort("b")],
            },
            "two rules with one priority": {
                ...on(idle, ...["a", "b"].map((name) => listenerRule(toOrigin, [], { priority: 7 }, name))),
                says: [samePriority("a"), samePriority("b")],
            },
            "no priority that AWS takes": {
                ...on(idle, listenerRule(toOrigin, [], { priority: 0 })),
                says: [range],
            },
            "a priority above those that AWS takes": {
                ...on(idle, listenerRule(toOrigin, [], { priority: 50_001 })),
                says: [range],
            },
            "a query for the origin that leads to the edge": {
                ...on(shared, forEdge, listenerRule(toEdge, [query("origin")], { priority: 3 })),
                says: [asked("origin")],
            },
            "a query for the edge that leads to the origin": {
                ...on(shared, forOrigin, listenerRule(toOrigin, [query("edge")], { priority: 3 })),
                says: [asked("edge")],
            },
            "a query for the edge that is redirected to the same port": {
                ...on(shared, forOrigin, listenerRule(redirect(), [query("edge")], { priority: 3 })),
                says: [asked("edge")],
            },
            "one rule for both queries": {
                ...on(
                    shared,
                    listenerRule(toOrigin, [
                        { queryStrings: [...query("edge").queryStrings, ...query("origin").queryStrings] },
                    ]),
                ),
                says: [asked("edge")],
            },
            "a query beside another condition": {
                ...on(shared, forOrigin, listenerRule(toOrigin, [{ hostHeader: { values: ["a"] } }, query("edge")])),
                says: [asked("edge")],
            },
            "a rule for the origin alone": { ...on(shared, forOrigin), says: [pair] },
            "a rule for the edge alone": { ...on(shared, forEdge), says: [pair] },
            "more listeners than AWS takes": {
                ...on(...listeners(51)),
                says: [quota('load balancer "alb"', 50, "listeners")],
            },
            "more rules than AWS takes, on two listeners": {
                ...on(
                    idle,
                    listener(8080, [], "m"),
                    ...listenerRules(101, (index) => ({ listenerArn: index < 50 ? "arn:l" : "arn:m" })),
                ),
                says: [quota('load balancer "alb"', 100, "rules")],
            },
            "more certificates than AWS takes": {
                ...on(idle, ...certificates(26)),
                says: [quota('load balancer "alb"', 25, "additional certificates")],
            },
            "more target groups than AWS takes": {
                ...on(
                    listener(20_000, [forward("arn:t100")]),
                    ...targetGroups(101),
                    ...listenerRules(100, (index) => ({ actions: [forward(`arn:t${index}`)] })),
                ),
                says: [quota('load balancer "alb"', 100, "target groups")],
            },
            "more target groups per action than AWS takes, in a listener and in a rule": {
                ...on(listener(20_000, [toOrigin, divided(...values(6))]), listenerRule(divided(...values(6)), [])),
                says: [
                    quota('listener "l"', 5, "target groups per action"),
                    quota('listener rule "r"', 5, "target groups per action"),
                ],
            },
            "more values than AWS takes, of every kind": {
                ...on(idle, listenerRule(toOrigin, everyCondition)),
                says: [quota('listener rule "r"', 5, "condition values per rule")],
            },
            "more values than AWS takes, whatever is not known yet": {
                ...on(
                    idle,
                    listenerRule(toOrigin, [
                        { hostHeader: { values: values(6) } },
                        { pathPattern: { values: unknown } },
                    ]),
                ),
                says: [quota('listener rule "r"', 5, "condition values per rule")],
            },
            "more than the configuration takes": {
                ...on(
                    listener(20_000, [divided("origin", "x")]),
                    ...listeners(1),
                    ...listenerRules(2),
                    ...certificates(2),
                ),
                parameters: {
                    quotas: { listeners: 1, rules: 1, certificates: 1, targetGroupsPerAction: 1 },
                },
                says: [
                    quota('listener "l"', 1, "target groups per action"),
                    samePort("l"),
                    samePort("l0"),
                    quota('load balancer "alb"', 1, "listeners"),
                    quota('load balancer "alb"', 1, "rules"),
                    quota('load balancer "alb"', 1, "additional certificates"),
                ],
            },
        },
        unknown: {
            "a port that is not known yet, and what may have the same": {
                ...on(listener(unknown, [toOrigin]), listener(443, [toOrigin], "m")),
                waitsFor: [
                    ['listener "l"', "port"],
                    ['listener "m"', 'port of the listener "l"'],
                ],
            },
            "a priority that is not known yet": {
                ...on(idle, listenerRule(toOrigin, [], { priority: unknown })),
                waitsFor: [['listener rule "r"', "priority"]],
            },
            "a priority that may be that of another rule": {
                ...on(
                    idle,
                    listenerRule(toOrigin, [], { priority: unknown }),
                    listenerRule(toOrigin, [], { priority: 7 }, "s"),
                ),
                waitsFor: [
                    ['listener rule "r"', "priority"],
                    ['listener rule "s"', 'priority of the listener rule "r"'],
                ],
            },
            "the role of a target group": {
                ...on(targetGroup(unknown, "x"), listener(443, [forward("arn:x")])),
                waitsFor: [['listener "l"', 'tags.media:role of the target group "x"']],
            },
            "roles that may be two": {
                ...on(targetGroup(unknown, "x"), listener(8080, [divided("x", "edge")])),
                waitsFor: [['listener "l"', 'tags.media:role of the target group "x"']],
            },
            "a profile that is not known yet": {
                resources: [{ ...balancer, props: { tags: unknown } }, listener(80, [])],
                waitsFor: [['listener "l"', "tags"]],
            },
            "a balancer that is not known yet": {
                ...on({ ...listener(80, []), dependsOn: {} }),
                waitsFor: [['listener "l"', "loadBalancerArn"]],
            },
            "target groups that are not known yet": {
                ...on(listener(443, [forward(unknown)])),
                waitsFor: [
                    ['listener "l"', "defaultActions.0.targetGroupArn"],
                    ['load balancer "alb"', 'defaultActions.0.targetGroupArn of the listener "l"'],
                ],
            },
            "where a redirect leads": {
                ...on(listener(80, [redirect(unknown)])),
                waitsFor: [['listener "l"', "defaultActions.0.redirect.port"]],
            },
            "what a rule asks for": {
                ...on(shared, listenerRule(toEdge, [{ queryStrings: [{ key: "target", value: unknown }] }])),
                waitsFor: [
                    ['listener "l"', 'conditions.0.queryStrings.0.value of the listener rule "r"'],
                    ['listener rule "r"', "conditions.0.queryStrings.0.value"],
                ],
            },
            "the key of a query": {
                ...on(shared, listenerRule(toEdge, [{ queryStrings: [{ key: unknown, value: "origin" }] }])),
                waitsFor: [
                    ['listener "l"', 'conditions.0.queryStrings.0.key of the listener rule "r"'],
                    ['listener rule "r"', "conditions.0.queryStrings.0.key"],
                ],
            },
            "the port of a rule's listener": {
                ...on(listener(unknown, []), listenerRule(toEdge, [query("origin")])),
                waitsFor: [
                    ['listener "l"', "port"],
                    ['listener rule "r"', 'port of the listener "l"'],
                ],
            },
            "the listener of the other rule": {
                ...on(
                    shared,
                    forOrigin,
                    listenerRule(toEdge, [query("edge")], { priority: 3, listenerArn: unknown }),
                    listenerRule(toOrigin, [], { listenerArn: unknown }, "s"),
                ),
                waitsFor: [
                    ['listener "l"', 'listenerArn of the listener rule "r"'],
                    ['listener rule "r"', "listenerArn"],
                    ['listener rule "s"', "listenerArn"],
                ],
            },
            "numbers of values and of target groups": {
                ...on(
                    listener(20_000, [{ type: "forward", forward: { targetGroups: unknown } }]),
                    listenerRule(toOrigin, [
                        { hostHeader: { values: values(5) } },
                        { pathPattern: { values: unknown } },
                    ]),
                ),
                waitsFor: [
                    ['listener "l"', "defaultActions.0.forward.targetGroups"],
                    ['listener rule "r"', "conditions.1.pathPattern.values"],
                    ['load balancer "alb"', 'defaultActions.0.forward.targetGroups of the listener "l"'],
                ],
            },
        },
        notApplicable: { "stacks without a balancer": { resources: [origin] } },
    },
    () => {
        it("counts the target groups that are known, whatever is not known yet", async () => {
            const resources = [
                balancer,
                ...targetGroups(2),
                listener(20_000, [forward("arn:t0")]),
                listener(20_001, [forward(unknown)], "m"),
                listenerRule(forward("arn:t1"), []),
            ];
            const judge = async (limit: number) =>
                (await judgeStack(rule, resources, { parameters: { quotas: { targetGroups: limit } } })).texts;
            const waiting = (label: string, cause: string) =>
                `Not yet known: the ${label} can be judged once ${cause} has a value.`;
            const cause = "defaultActions.0.targetGroupArn";

            assert.deepEqual(await judge(1), [
                quota('load balancer "alb"', 1, "target groups"),
                waiting('listener "m"', cause),
            ]);
            assert.deepEqual(await judge(2), [
                waiting('listener "m"', cause),
                waiting('load balancer "alb"', `${cause} of the listener "m"`),
            ]);
        });

        it("takes no quota that it does not know, and none below 1", () => {
            const isValid = new Ajv({ strict: false }).compile({ properties: rule.parameters });

            assert.equal(isValid({ quotas: { listeners: 1 }, ports: { generic: { 80: "web" } } }), true);
            assert.equal(isValid({ quotas: { listener: 1 } }), false);
            assert.equal(isValid({ quotas: { listeners: 0 } }), false);
            assert.equal(isValid({ ports: { generic: { 80: 1 } } }), false);
            assert.equal(isValid({ ports: { generic: "web" } }), false);
        });
    },
);
