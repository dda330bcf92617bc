import { isDeepStrictEqual } from "node:util";
import type { Registration } from "../engine/registration";
import { propertiesForPack } from "../engine/values";
import type { JudgedResource } from "./evaluations";
import { type Finding, type Remediation, withVerdict } from "./findings";
import type { Observation } from "./observations";
import type { Judgement, PackClient } from "./pack-client";

/** A pack that knows the stack and its configuration. */
export interface ReadyPack {
    readonly client: PackClient;
    /** True when some rule may change inputs; without one nothing needs to be asked. */
    readonly remediates: boolean;
    /** True when some rule judges what the engine shows to no policy. */
    readonly observes: boolean;
}

/**
 * Puts every registration before the policy pack, in the order of registration. The program waits for remediations,
 * which change its inputs; validators run while it goes on, because in a preview nothing depends on them.
 */
export class Judge {
    readonly findings: Finding[] = [];
    readonly remediations: Remediation[] = [];
    readonly resources: JudgedResource[] = [];
    stack?: JudgedResource;
    private lastSent: Promise<unknown> = Promise.resolve();
    private readonly underWay: Promise<void>[] = [];

    constructor(
        /** Nothing when the preview runs without a pack. */
        private readonly pack: Promise<ReadyPack | undefined>,
        private readonly onError: (error: unknown) => void,
    ) {}

    /** Resolves when the inputs of the registration are final. */
    submit(registration: Registration): Promise<void> {
        const settled = this.remediate(registration);
        this.lastSent = Promise.all([settled, this.lastSent]).then(() => {
            this.underWay.push(this.analyze(registration));
        });
        // The one who registered hears of the failure through the promise that is returned.
        this.lastSent = this.lastSent.catch(() => undefined);
        return settled;
    }

    /** Waits for all validators. */
    async finish(): Promise<void> {
        await this.lastSent;
        await Promise.all(this.underWay);
    }

    /** Puts what only a preview sees before the rules that ask for it. */
    async observe(observations: readonly Observation[]): Promise<void> {
        const pack = await this.pack;
        if (!pack?.observes) return;
        for (const observation of observations) this.note(observation.urn, await pack.client.analyze(observation));
    }

    /** Puts the whole stack before the rules about relations. Comes last: one of them judges what all others have found. */
    async judgeStack(registrations: readonly Registration[], stackUrn: string): Promise<void> {
        const pack = await this.pack;
        if (!pack) return;
        const judgement = await pack.client.analyzeStack(registrations, stackUrn);
        this.stack = { urn: stackUrn, judgement };
        this.findings.push(...judgement.findings);
    }

    private note(urn: string, judgement: Judgement): void {
        this.resources.push({ urn, judgement });
        this.findings.push(...judgement.findings);
    }

    private async remediate(registration: Registration): Promise<void> {
        const pack = await this.pack;
        if (!pack?.remediates) return;
        const { urn: resourceUrn } = registration;
        let current = propertiesForPack(registration.inputs);
        for (const { inputs, diagnostic, ...fix } of await pack.client.remediate(registration)) {
            if (diagnostic !== "") {
                const level = { enforcementLevel: "advisory", severity: "" } as const;
                this.findings.push(withVerdict({ ...fix, ...level, resourceUrn, message: diagnostic }));
            } else if (inputs && !isDeepStrictEqual(inputs, current)) {
                current = inputs;
                registration.inputs = inputs;
                this.remediations.push({ ...fix, resourceUrn });
            }
        }
    }

    private async analyze(registration: Registration): Promise<void> {
        try {
            const pack = await this.pack;
            if (pack) this.note(registration.urn, await pack.client.analyze(registration));
        } catch (error) {
            this.onError(error);
        }
    }
}
