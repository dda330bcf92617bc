import type { Kind } from "../kinds";
import { at, elements, known, type Reader } from "../properties";
import type { Stack } from "../stack";
import type { Subject } from "../subject";
import { Users } from "./users";

const interfaces: readonly Kind[] = ["network interface"];

/** What Elastic IPs and their associations give an address to. */
export class ElasticIpTargets {
    private readonly byInterface: Users;

    constructor(private readonly stack: Stack) {
        this.byInterface = new Users(stack.ofKind("instance"), (instance) => this.interfacesOf(instance));
    }

    /** Instances and network interfaces of the stack. */
    of(address: Subject): readonly Subject[] {
        const isAssociation = address.kind === "Elastic IP association";
        const named = this.find(address, isAssociation ? "networkInterfaceId" : "networkInterface", interfaces);
        return [
            ...this.find(address, isAssociation ? "instanceId" : "instance", ["instance"]),
            ...named,
            ...named.flatMap((each) => this.byInterface.of(each)),
        ];
    }

    private interfacesOf(instance: Subject): readonly Subject[] {
        const { props } = instance;
        const primary = () => at(props, "primaryNetworkInterface", "networkInterfaceId");
        const others = elements(() => props.networkInterfaces).map((read) => () => at(read(), "networkInterfaceId"));
        return [
            ...this.find(instance, "primaryNetworkInterface", interfaces, [primary]),
            ...this.find(instance, "networkInterfaces", interfaces, others),
        ];
    }

    /**
     * What ids in a property name. AWS fills in what the program leaves out, so that an id that is not known yet, and depends on
     * no resource, need not be one of the stack.
     */
    private find(from: Subject, property: string, kinds: readonly Kind[], ids?: readonly Reader[]): readonly Subject[] {
        const readers = ids ?? [() => from.props[property]];
        return readers.flatMap(
            (read) => known(() => this.stack.referentsOfEach(from, { property, kinds, identity: "id" }, [read])) ?? [],
        );
    }
}
