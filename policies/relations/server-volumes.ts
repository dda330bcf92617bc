import { NotYetKnown, type Outcome } from "../condition";
import { known } from "../properties";
import { Referrers, type Relation, type Stack } from "../stack";
import type { Subject } from "../subject";

const serverOfAttachment: Relation = { property: "instanceId", kinds: ["instance"], identity: "id" };
const volumeOfAttachment: Relation = { property: "volumeId", kinds: ["volume"], identity: "id" };

/** Which volumes that are resources of their own belong to which servers. */
export class ServerVolumes {
    private readonly byServer: Referrers;
    private readonly byVolume: Referrers;

    constructor(private readonly stack: Stack) {
        const attachments = stack.ofKind("volume attachment");
        this.byServer = new Referrers(stack, attachments, serverOfAttachment);
        this.byVolume = new Referrers(stack, attachments, volumeOfAttachment);
    }

    /** Volumes that are attached to this server and to no other. */
    ownVolumesOf(server: Subject): readonly Subject[] {
        return this.byServer
            .of(server)
            .flatMap((attachment) => this.volumesOf(attachment) ?? [])
            .filter((volume) => this.byVolume.of(volume).length === 1);
    }

    /** Whether a server may have further volumes, because it is not known yet what some attachment connects. */
    mayHaveMore(server: Subject): Outcome {
        const incomplete = this.byServer.of(server).filter((attachment) => this.volumesOf(attachment) === undefined);
        const causes = [
            ...this.byServer.unresolved.map(({ label }) => `instanceId of the ${label}`),
            ...incomplete.map(({ label }) => `volumeId of the ${label}`),
        ];
        return causes.length > 0 && new NotYetKnown(causes);
    }

    private volumesOf(attachment: Subject): readonly Subject[] | undefined {
        return known(() => this.stack.referents(attachment, volumeOfAttachment));
    }
}
