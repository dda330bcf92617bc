/** A secret in plain data: whoever prints or serializes the data does not see it. */
export class SensitiveText {
    readonly #text: string;

    constructor(text: string) {
        this.#text = text;
    }

    /** The secret itself, for the resource that keeps it. */
    reveal(): string {
        return this.#text;
    }

    toJSON(): string {
        return "[secret]";
    }
}
