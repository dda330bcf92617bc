import { isRecord, isSecret, isUnknown } from "../../aws-model/markers";
import { SECRET_PLACEHOLDER } from "../input/configuration";
import { MASKED_SECRET } from "./values";

/** Shorter texts are too common to be replaced everywhere: they would leave no message readable. */
const SHORTEST = 4;

/** Everything secret that a run has seen, so that no message, log line or value shows it. */
export class Secrets {
    private readonly texts = new Set<string>();
    private pattern?: RegExp | undefined;

    constructor(texts: Iterable<string>) {
        for (const text of texts) this.add(text);
    }

    /** Remembers the texts inside every secret of a value. */
    collect(value: unknown, inside = false): void {
        if (isSecret(value)) this.collect(value.value, true);
        else if (Array.isArray(value)) for (const item of value) this.collect(item, inside);
        else if (isRecord(value)) for (const item of Object.values(value)) this.collect(item, inside);
        else if (inside && typeof value === "string" && !isUnknown(value)) this.add(value);
    }

    /** A copy of a value in which no text shows a secret. */
    hide<T>(value: T): T {
        if (this.texts.size === 0) return value;
        this.pattern ??= new RegExp(longestFirst(this.texts).map(escaped).join("|"), "g");
        return this.hidden(value) as T;
    }

    /** True when a part of a value that is not marked as secret shows one. */
    showsIn(value: unknown): boolean {
        if (isSecret(value)) return false;
        if (Array.isArray(value)) return value.some((item) => this.showsIn(item));
        if (isRecord(value)) return Object.values(value).some((item) => this.showsIn(item));
        return this.hide(value) !== value;
    }

    private hidden(value: unknown): unknown {
        if (typeof value === "string") return this.pattern ? value.replace(this.pattern, MASKED_SECRET) : value;
        if (Array.isArray(value)) return value.map((item) => this.hidden(item));
        if (!isRecord(value)) return value;
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.hidden(item)]));
    }

    private add(text: string): void {
        if (text.length < SHORTEST || text === SECRET_PLACEHOLDER || this.texts.has(text)) return;
        this.texts.add(text);
        this.pattern = undefined;
    }
}

function longestFirst(texts: Iterable<string>): string[] {
    return [...texts].sort((a, b) => b.length - a.length);
}

function escaped(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
