import { readFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import type { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import type { AnnouncedNode, Announcement } from "../../lambda/announcement";

const docs = join(__dirname, "..", "..", "docs");

/** What the example of a receiver exports. */
export interface ReceiverExample {
    isGenuine(header: string, body: Buffer, secrets: readonly string[], now: number): boolean;
    createReceiver(options: {
        secrets: readonly string[];
        now?: () => number;
        onChange?: (announcement: Announcement) => unknown;
    }): { listener: RequestListener; nodes: { serving(): AnnouncedNode[] } };
}

export interface PoolPlan {
    readonly desired: number;
    readonly remove: readonly string[];
    readonly protect: readonly string[];
    readonly unprotect: readonly string[];
}

export interface Places {
    readonly perNode: number;
    readonly leastFree: number;
    readonly mostFree: number;
}

/** What the example of a scaler exports. */
export interface ScalerExample {
    planPool(
        group: {
            desired: number;
            min: number;
            max: number;
            nodes: readonly { instanceId: string; isProtected: boolean }[];
        },
        usage: ReadonlyMap<string, number>,
        places: Places,
    ): PoolPlan;
    scalePool(options: {
        client: AutoScalingClient;
        groupName: string;
        usage: ReadonlyMap<string, number>;
        cordon: (instanceId: string) => Promise<boolean>;
        places: Places;
    }): Promise<PoolPlan & { readonly removed: readonly string[] }>;
}

/** Path of an example. */
export function examplePath(name: string): string {
    return join(docs, "examples", name);
}

export function loadReceiver(): Promise<ReceiverExample> {
    return import(examplePath("webhook-receiver.mjs"));
}

export function loadScaler(): Promise<ScalerExample> {
    return import(examplePath("scale-pool.mjs"));
}

export function readPage(name: string): string {
    return readFileSync(join(docs, name), "utf8");
}

/** Contents of the fenced blocks of a language, in order. */
export function blocksOf(page: string, language: string): string[] {
    return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
        ([, text = ""]) => text,
    );
}
