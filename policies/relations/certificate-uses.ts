import { NotYetKnown, type Outcome } from "../condition";
import type { Kind } from "../kinds";
import { known } from "../properties";
import { Referrers, type Relation, type Stack } from "../stack";
import type { Subject } from "../subject";

/** A listener that shows a certificate. */
export interface CertificateUse {
    readonly listener: Subject;
    /** False for certificates that the listener has beside its own. */
    readonly isOwn: boolean;
    /** Whether the listener waits until the certificate has been validated. */
    readonly isValidated: boolean;
}

const certificates: readonly Kind[] = ["certificate"];
const validations: readonly Kind[] = ["certificate validation"];

const certificateOf: Relation = { property: "certificateArn", kinds: certificates, identity: "arn" };
const listenerOf: Relation = { property: "listenerArn", kinds: ["listener"], identity: "arn" };

/** Which listeners show which certificates, and which certificates are validated. */
export class CertificateUses {
    private readonly validations: Referrers;
    /** Whether there are validations of which it is not known yet what they wait for. */
    private readonly mayBeMore: Outcome;
    private readonly byCertificate = new Map<string, CertificateUse[]>();
    private readonly byListener = new Map<string, Subject[]>();

    constructor(private readonly stack: Stack) {
        this.validations = new Referrers(stack, stack.ofKind(...validations), certificateOf);
        const causes = this.validations.unresolved.map(({ label }) => `${certificateOf.property} of the ${label}`);
        this.mayBeMore = causes.length > 0 && new NotYetKnown(causes);
        for (const listener of stack.ofKind("listener")) this.add(listener, listener, true);
        for (const beside of stack.ofKind("listener certificate")) {
            for (const listener of known(() => stack.referents(beside, listenerOf)) ?? [])
                this.add(beside, listener, false);
        }
    }

    /** Whether a validation waits for the certificate. */
    isValidated(certificate: Subject): Outcome {
        return this.validations.of(certificate).length > 0 || this.mayBeMore;
    }

    of({ urn }: Subject): readonly CertificateUse[] {
        return this.byCertificate.get(urn) ?? [];
    }

    /** All certificates of a listener that are in the stack. */
    certificatesOf({ urn }: Subject): readonly Subject[] {
        return this.byListener.get(urn) ?? [];
    }

    /** @param holder resource that names the certificate: the listener, or what adds a certificate to it */
    private add(holder: Subject, listener: Subject, isOwn: boolean): void {
        const waitedFor = this.stack.dependencies(holder, certificateOf.property, validations);
        const validated = waitedFor.flatMap(
            (validation) => known(() => this.stack.referents(validation, certificateOf)) ?? [],
        );
        const direct = known(() => this.stack.referents(holder, certificateOf)) ?? [];
        for (const certificate of new Set([...validated, ...direct])) {
            const use = { listener, isOwn, isValidated: validated.includes(certificate) };
            entryOf(this.byCertificate, certificate.urn).push(use);
            entryOf(this.byListener, listener.urn).push(certificate);
        }
    }
}

/** The list under a key, made when it is not there. */
function entryOf<V>(map: Map<string, V[]>, key: string): V[] {
    const list = map.get(key) ?? [];
    map.set(key, list);
    return list;
}
