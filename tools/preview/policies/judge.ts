import { isDeepStrictEqual } from "node:util";
import type { Registration } from "../engine/registration";
import { propertiesForPack } from "../engine/values";
import type { Finding, Remediation } from "./findings";
import type { PackClient } from "./pack-client";

/** A pack that knows the stack and its configuration. */
export interface ReadyPack {
    readonly client: PackClient;
    /** True when some rule may change inputs; without one nothing needs to be asked. */
    readonly remediates: boolean;
}

/**
 * Puts every registration before the policy pack, in the order of registration. The program waits for remediations,
 * which change its inputs; validators run while it goes on, because in a preview nothing depends on them.
 */
export class Judge {
    readonly findings: Finding[] = [];
    readonly remediations: Remediation[] = [];
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

    /** Puts the whole stack before the rules about relations. */
    async judgeStack(registrations: readonly Registration[], stackUrn: string): Promise<void> {
        const pack = await this.pack;
        if (pack) this.findings.push(...(await pack.client.analyzeStack(registrations, stackUrn)));
    }

    private async remediate(registration: Registration): Promise<void> {
        const pack = await this.pack;
        if (!pack?.remediates) return;
        const { urn: resourceUrn } = registration;
        let current = propertiesForPack(registration.inputs);
        for (const { inputs, diagnostic, ...fix } of await pack.client.remediate(registration)) {
            if (diagnostic !== "") {
                this.findings.push({
                    ...fix,
                    resourceUrn,
                    enforcementLevel: "advisory",
                    severity: "",
                    message: diagnostic,
                });
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
            if (pack) this.findings.push(...(await pack.client.analyze(registration)));
        } catch (error) {
            this.onError(error);
        }
    }
}
