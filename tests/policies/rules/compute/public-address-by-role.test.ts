import * as assert from "node:assert/strict";
import { publicAddressByRole as rule } from "../../../../policies/rules/compute/public-address-by-role";
import { judgeResource, type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

type Relations = PolicyResource["dependsOn"];
const tagged = (role: unknown) => ({ tags: { "media:role": role } });
const template = (networkInterfaces: unknown, role: unknown = "mongo", dependsOn: Relations = {}) => ({
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    name: "db",
    props: { id: "lt-db", networkInterfaces, ...tagged(role) },
    dependsOn,
});
const instance = (props: object, role: unknown = "mongo", dependsOn: Relations = {}) => ({
    type: "aws:ec2/instance:Instance",
    name: "db",
    props: { id: "i-db", ...tagged(role), ...props },
    dependsOn,
});
const subnet = (name: string, mapPublicIpOnLaunch: unknown) => ({
    type: "aws:ec2/subnet:Subnet",
    name,
    props: { id: `subnet-${name}`, mapPublicIpOnLaunch },
});
const group = (props: object, dependsOn: Relations = {}, name = "db") => ({
    type: "aws:autoscaling/group:Group",
    name,
    props: { launchTemplate: { id: "lt-db" }, ...props },
    dependsOn,
});
const inSubnets = (...names: string[]) => group({ vpcZoneIdentifiers: names.map((name) => `subnet-${name}`) });
const networkInterface = (props: object = {}) => ({
    type: "aws:ec2/networkInterface:NetworkInterface",
    name: "db",
    props: { id: "eni-db", ...props },
});
const address = (props: object, dependsOn: Relations = {}) => ({
    type: "aws:ec2/eip:Eip",
    name: "db",
    props,
    dependsOn,
});
const association = (props: object, dependsOn: Relations = {}) => ({
    type: "aws:ec2/eipAssociation:EipAssociation",
    name: "db",
    props,
    dependsOn,
});

const closed = subnet("closed", false);
const open = subnet("open", true);
const stated = (text: string) => [{ associatePublicIpAddress: text }];
const asking = { type: "aws:ec2/subnet:Subnet", name: "later", props: { id: unknown, mapPublicIpOnLaunch: false } };
const opening = { ...asking, props: { ...asking.props, mapPublicIpOnLaunch: true } };
const servers = ['The mongo launch template "db" must not give its servers public addresses.'];
const server = ['The mongo instance "db" must not have a public address.'];
const elastic = ['The Elastic IP "db" must not give a mongo server a public address.'];
const associated = ['The Elastic IP association "db" must not give a mongo server a public address.'];

describeRule(
    rule,
    {
        pass: {
            "templates that say no": { resources: [template(stated("false"))] },
            "templates that say no as a boolean, in a public subnet": {
                resources: [template([{ associatePublicIpAddress: false, subnetId: "subnet-open" }]), open],
            },
            "an interface that exists already": { resources: [template([{ networkInterfaceId: "eni-1" }])] },
            "an interface that is not known yet": { resources: [template([{ networkInterfaceId: unknown }])] },
            "a closed subnet of the template": { resources: [template([{ subnetId: "subnet-closed" }]), closed] },
            "a closed subnet that has no id yet": {
                resources: [template([{ subnetId: unknown }], "mongo", { networkInterfaces: [asking] }), asking],
            },
            "closed subnets of the groups": {
                resources: [template(null), closed, subnet("more", null), inSubnets("closed", "more")],
            },
            "closed subnets of a group for an interface that names none": {
                resources: [template([{ deviceIndex: 0 }]), closed, inSubnets("closed")],
            },
            "closed subnets of a group that have no ids yet": {
                resources: [
                    template(null),
                    asking,
                    group({ vpcZoneIdentifiers: unknown }, { vpcZoneIdentifiers: [asking] }),
                ],
            },
            "an instance that says no": { resources: [instance({ associatePublicIpAddress: false }), open] },
            "an instance that says no in a public subnet": {
                resources: [instance({ associatePublicIpAddress: false, subnetId: "subnet-open" }), open],
            },
            "an instance with an interface of its own": {
                resources: [instance({ primaryNetworkInterface: { networkInterfaceId: "eni-1" } })],
            },
            "an instance with an interface that has no id yet": {
                resources: [instance({ primaryNetworkInterface: { networkInterfaceId: unknown }, subnetId: unknown })],
            },
            "an instance with interfaces, the older way": {
                resources: [instance({ networkInterfaces: [{ networkInterfaceId: "eni-1" }] })],
            },
            "an instance with an interface that it depends on": {
                resources: [
                    networkInterface(),
                    instance({ primaryNetworkInterface: unknown }, "mongo", {
                        primaryNetworkInterface: [networkInterface()],
                    }),
                ],
            },
            "an instance in a closed subnet": { resources: [instance({ subnetId: "subnet-closed" }), closed] },
            "an instance in a closed subnet that has no id yet": {
                resources: [asking, instance({ subnetId: unknown }, "mongo", { subnetId: [asking] })],
            },
            "an Elastic IP of a server that may have one, beside a database": {
                resources: [
                    instance({ associatePublicIpAddress: false }),
                    { ...instance({ id: "i-turn", associatePublicIpAddress: true }, "turn"), name: "turn" },
                    address({ instance: "i-turn" }),
                ],
            },
            "a role that the configuration adds": {
                resources: [template(stated("true")), template(stated("false"), "log")],
                parameters: { publicRoles: ["mongo"] },
            },
        },
        fail: {
            "a template that says yes": { resources: [template(stated("true"))], says: servers },
            "a template that says yes as a boolean": {
                resources: [template([{ associatePublicIpAddress: true }])],
                says: servers,
            },
            "the second interface of a template": {
                resources: [template([...stated("false"), ...stated("true")])],
                says: servers,
            },
            "a template that says nothing, in no group": { resources: [template(null)], says: servers },
            "a template without interfaces, in no group": { resources: [template([])], says: servers },
            "an interface that says nothing, in no group": { resources: [template([{}])], says: servers },
            "an interface that says nothing beside one that says no": {
                resources: [template([...stated("false"), {}])],
                says: servers,
            },
            "a public subnet of the template": {
                resources: [template([{ subnetId: "subnet-open" }]), open, closed],
                says: servers,
            },
            "a public subnet that has no id yet": {
                resources: [template([{ subnetId: unknown }], "mongo", { networkInterfaces: [opening] }), opening],
                says: servers,
            },
            "a subnet outside the stack": { resources: [template([{ subnetId: "subnet-1" }])], says: servers },
            "one public subnet of a group": {
                resources: [template(null), closed, open, inSubnets("closed", "open")],
                says: servers,
            },
            "a second group in a public subnet": {
                resources: [
                    template(null),
                    closed,
                    open,
                    inSubnets("closed"),
                    group({ vpcZoneIdentifiers: ["subnet-open"] }, {}, "more"),
                ],
                says: servers,
            },
            "a group without subnets": { resources: [template(null), closed, group({})], says: servers },
            "a group of another template": {
                resources: [
                    template(null),
                    closed,
                    group({ launchTemplate: { id: "lt-1" }, vpcZoneIdentifiers: ["subnet-closed"] }),
                ],
                says: servers,
            },
            "an instance that says yes": {
                resources: [closed, instance({ associatePublicIpAddress: true, subnetId: "subnet-closed" })],
                says: server,
            },
            "an instance that says yes although it has an interface": {
                resources: [
                    instance({
                        associatePublicIpAddress: true,
                        primaryNetworkInterface: { networkInterfaceId: "eni-1" },
                    }),
                ],
                says: server,
            },
            "an instance in a public subnet": {
                resources: [instance({ subnetId: "subnet-open" }), open],
                says: server,
            },
            "an instance in a public subnet that has no id yet": {
                resources: [opening, instance({ subnetId: unknown }, "mongo", { subnetId: [opening] })],
                says: server,
            },
            "an instance about which AWS has yet to decide": {
                resources: [
                    open,
                    instance({
                        subnetId: "subnet-open",
                        associatePublicIpAddress: unknown,
                        primaryNetworkInterface: unknown,
                        networkInterfaces: unknown,
                    }),
                ],
                says: server,
            },
            "an instance with an empty list of interfaces": {
                resources: [open, instance({ subnetId: "subnet-open", networkInterfaces: [] })],
                says: server,
            },
            "an instance in a subnet outside the stack": {
                resources: [instance({ subnetId: "subnet-1" })],
                says: server,
            },
            "an instance in a default subnet": { resources: [instance({})], says: server },
            "servers of other roles": {
                resources: [template(stated("true"), "log")],
                says: ['The log launch template "db" must not give its servers public addresses.'],
            },
            "a role that no cluster has, without its name": {
                resources: [template(stated("true"), "swordfish")],
                says: ['The private launch template "db" must not give its servers public addresses.'],
            },
            "a role that the configuration takes away": {
                resources: [template(stated("true"), "web")],
                parameters: { publicRoles: ["turn"] },
                says: ['The web launch template "db" must not give its servers public addresses.'],
            },
            "an Elastic IP of an instance": {
                resources: [instance({ associatePublicIpAddress: false }), address({ instance: "i-db" })],
                says: elastic,
            },
            "an Elastic IP of an instance that has no id yet": {
                resources: (() => {
                    const later = instance({ id: unknown, associatePublicIpAddress: false });
                    return [later, address({ instance: unknown, networkInterface: unknown }, { instance: [later] })];
                })(),
                says: elastic,
            },
            "an association with an instance": {
                resources: [instance({ associatePublicIpAddress: false }), association({ instanceId: "i-db" })],
                says: associated,
            },
            "an Elastic IP of a tagged network interface": {
                resources: [networkInterface(tagged("mongo")), address({ networkInterface: "eni-db" })],
                says: elastic,
            },
            "an association with a network interface": {
                resources: [networkInterface(tagged("mongo")), association({ networkInterfaceId: "eni-db" })],
                says: associated,
            },
            "an Elastic IP of the network interface of an instance": {
                resources: [
                    networkInterface(),
                    instance({ primaryNetworkInterface: { networkInterfaceId: "eni-db" } }),
                    address({ networkInterface: "eni-db" }),
                ],
                says: elastic,
            },
            "an Elastic IP of a further network interface of an instance": {
                resources: [
                    networkInterface(),
                    instance({
                        networkInterfaces: [{ networkInterfaceId: "eni-1" }, { networkInterfaceId: "eni-db" }],
                    }),
                    address({ networkInterface: "eni-db" }),
                ],
                says: elastic,
            },
            ...Object.fromEntries(
                ["primaryNetworkInterface", "networkInterfaces"].map((property) => {
                    const later = networkInterface({ id: unknown });
                    const id = { networkInterfaceId: unknown };
                    const props = { [property]: property === "networkInterfaces" ? [id] : id };
                    const resources = [
                        later,
                        instance(props, "mongo", { [property]: [later] }),
                        address({ networkInterface: unknown }, { networkInterface: [later] }),
                    ];
                    return [
                        `an Elastic IP of an interface that has no id yet: ${property}`,
                        { resources, says: elastic },
                    ];
                }),
            ),
            "an Elastic IP of one of two instances with an interface": {
                resources: [
                    networkInterface(),
                    {
                        ...instance({ primaryNetworkInterface: { networkInterfaceId: "eni-db" } }, "turn"),
                        name: "turn",
                    },
                    instance({ networkInterfaces: [{ networkInterfaceId: "eni-db" }] }),
                    address({ networkInterface: "eni-db" }),
                ],
                says: elastic,
            },
        },
        unknown: {
            "what the template says": {
                resources: [template([{ associatePublicIpAddress: unknown }])],
                waitsFor: [['launch template "db"', "networkInterfaces.0.associatePublicIpAddress"]],
            },
            "the interfaces of a template": {
                resources: [template(unknown)],
                waitsFor: [['launch template "db"', "networkInterfaces"]],
            },
            "what a subnet does": {
                resources: [template([{ subnetId: "subnet-later" }]), subnet("later", unknown)],
                waitsFor: [['launch template "db"', 'mapPublicIpOnLaunch of the subnet "later"']],
            },
            "which subnets a group has": {
                resources: [template(null), group({ vpcZoneIdentifiers: unknown })],
                waitsFor: [['launch template "db"', 'vpcZoneIdentifiers of the Auto Scaling group "db"']],
            },
            "which template a group starts": {
                resources: [
                    template(null),
                    closed,
                    group({ launchTemplate: { id: unknown }, vpcZoneIdentifiers: ["subnet-closed"] }),
                ],
                waitsFor: [['launch template "db"', 'launchTemplate.id of the Auto Scaling group "db"']],
            },
            "the subnet of an instance": {
                resources: [instance({ subnetId: unknown })],
                waitsFor: [['instance "db"', "subnetId"]],
            },
            "a role": {
                resources: [instance({}, unknown)],
                waitsFor: [['instance "db"', "tags.media:role"]],
            },
        },
        notApplicable: {
            "servers of roles that may have public addresses": {
                resources: ["origin", "edge", "pool", "turn", "web"].map((role) => ({
                    ...template(stated("true"), role),
                    name: role,
                })),
            },
            "servers without a role": { resources: [template(stated("true"), null), instance({}, null)] },
            "instances that start as their template says": {
                resources: [instance({ launchTemplate: { id: "lt-1" } })],
            },
            "Elastic IPs of something else": {
                resources: [
                    address({ networkInterface: unknown, instance: unknown }),
                    association({ allocationId: "eipalloc-1", instanceId: "i-1" }),
                ],
            },
            "Elastic IPs of servers without a role": {
                resources: [networkInterface(), address({ networkInterface: "eni-db" })],
            },
            "other resources": { resources: [{ type: "aws:ebs/volume:Volume" }] },
        },
    },
    () => {
        it("leaves the judgement to the stack where a template says nothing", async () => {
            assert.equal((await judgeResource(rule, template([{}]))).verdict, "not applicable");
            assert.equal((await judgeResource(rule, template(stated("false")))).verdict, "pass");
        });
    },
);
