import { any, type Condition, not, of } from "../condition";
import type { Kind } from "../kinds";
import { at, elements, hasEntries, isSet, isTrue, known, type Reader } from "../properties";
import type { Stack } from "../stack";
import type { Subject } from "../subject";
import { launchTemplatesOf } from "./launch-templates";
import { named } from "./named-resources";
import { Users } from "./users";

const subnets: readonly Kind[] = ["subnet"];

/** Readers of what the network interfaces of a launch template say about public addresses, where they say anything. */
export function statedAddresses({ props }: Subject): Reader[] {
    return elements(() => props.networkInterfaces)
        .filter(isStated)
        .map(addressOf);
}

/**
 * Which servers get public addresses because nobody says otherwise: their subnet decides. Default subnets hand them out, and
 * of subnets outside the stack nothing is known.
 */
export class AutomaticAddresses {
    private readonly isStarted: (template: Subject) => Condition;
    private readonly isStartedOpenly: (template: Subject) => Condition;

    constructor(private readonly stack: Stack) {
        const groups = new Users(stack.ofKind("Auto Scaling group"), (group) => launchTemplatesOf(stack, group));
        this.isStarted = groups.where(() => () => true);
        this.isStartedOpenly = groups.where((group) => this.opens(group));
    }

    /** Whether servers of a launch template may get one by an interface about which the template is silent. */
    ofTemplate(template: Subject): Condition {
        const declared = elements(() => template.props.networkInterfaces);
        if (!hasEntries(declared)) return this.inGroups(template);
        const silent = declared.filter((read) => !isStated(read) && !isSet(() => at(read(), "networkInterfaceId")));
        return any(
            ...silent.map((read) => {
                const id = () => at(read(), "subnetId");
                return isSet(id) ? this.handsOut(template, "networkInterfaces", id) : this.inGroups(template);
            }),
        );
    }

    /** Whether an instance has one, or may get one. An interface that exists already keeps the addresses that it has. */
    ofInstance(instance: Subject): Condition {
        const { props } = instance;
        // Where the program says nothing, AWS fills these in; that they are not known yet tells nothing.
        const stated = known(() => at(props, "associatePublicIpAddress"));
        if (stated !== undefined) return () => isTrue(stated);
        const keepsInterface = ["primaryNetworkInterface", "networkInterfaces"].some(
            (property) =>
                hasEntries(this.stack.dependencies(instance, property, ["network interface"])) ||
                isSet(() => known(() => props[property])),
        );
        if (keepsInterface) return () => false;
        const id = () => props.subnetId;
        return isSet(id) ? this.handsOut(instance, "subnetId", id) : () => true;
    }

    /** Whether some group starts servers of the template where they get addresses, or none says where it starts them. */
    private inGroups(template: Subject): Condition {
        return any(not(this.isStarted(template)), this.isStartedOpenly(template));
    }

    private opens(group: Subject): Condition {
        const ids = elements(() => group.props.vpcZoneIdentifiers);
        return any(() => ids.length === 0, ...ids.map((id) => this.handsOut(group, "vpcZoneIdentifiers", id)));
    }

    private handsOut(from: Subject, property: string, id: Reader): Condition {
        const isOpen = (subnet: Subject) => of(subnet, () => isTrue(subnet.props.mapPublicIpOnLaunch));
        return named(this.stack, from, { id, property, kinds: subnets }, isOpen, true);
    }
}

function addressOf(read: Reader): Reader {
    return () => at(read(), "associatePublicIpAddress");
}

function isStated(read: Reader): boolean {
    return isSet(addressOf(read));
}
