import { all, any, type Condition, not, of } from "../condition";
import type { Kind } from "../kinds";
import type { DeclaredInterface } from "../parse/declared-interfaces";
import { elements, isSet, isTrue, type Reader } from "../properties";
import type { Stack } from "../stack";
import type { Subject } from "../subject";
import { named } from "./named-resources";
import { TemplateGroups } from "./template-groups";

const subnets: readonly Kind[] = ["subnet"];

/** In which subnets the servers of launch templates and instances start. */
export class ServerSubnets {
    private readonly groups: TemplateGroups;

    constructor(private readonly stack: Stack) {
        this.groups = new TemplateGroups(stack);
    }

    /**
     * Whether a server's interface may get a public address from its subnet. True where no subnet is named, because the default
     * ones hand them out, and for subnets outside the stack, about which nothing is known.
     */
    mayHandOut(server: Subject, { subnetId }: DeclaredInterface): Condition {
        const { kind } = server;
        const property = kind === "instance" ? "subnetId" : "networkInterfaces";
        if (isSet(subnetId)) return this.isOpen(server, property, subnetId);
        // A template without a subnet starts servers where its groups say.
        return not(this.areClosed(server));
    }

    private areClosed(template: Subject): Condition {
        return all(
            this.groups.have(template, () => () => true),
            not(this.groups.have(template, (group) => this.opens(group))),
        );
    }

    private opens(group: Subject): Condition {
        const ids = elements(() => group.props.vpcZoneIdentifiers);
        return any(() => ids.length === 0, ...ids.map((id) => this.isOpen(group, "vpcZoneIdentifiers", id)));
    }

    private isOpen(from: Subject, property: string, id: Reader): Condition {
        const handsOut = (subnet: Subject) => of(subnet, () => isTrue(subnet.props.mapPublicIpOnLaunch));
        return named(this.stack, from, { id, property, kinds: subnets }, handsOut, true);
    }
}
