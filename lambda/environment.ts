/** Variables as Node.js gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment cannot be used; the message lists every variable that is wrong. */
export class SettingsError extends Error {
    override readonly name = "SettingsError";
}

/**
 * Reads variables and collects what is wrong with them, so that one error names everything.
 *
 * Checked by hand: a schema library would be a tenth of a bundle, and the bundle's size is start-up time.
 */
export class EnvironmentReader {
    private readonly problems: string[] = [];

    constructor(private readonly environment: Environment) {}

    /** The variable without spaces around it. `allowed` completes "it must be …". */
    read(key: string, allowed: string, accepts: (value: string) => boolean, fallback = ""): string {
        const value = this.value(key, allowed, fallback);
        if (value !== "" && !accepts(value)) this.problems.push(`${key} is "${value}"; it must be ${allowed}.`);
        return value;
    }

    /** The same for a variable that need not be set. */
    readOptional(key: string, allowed: string, accepts: (value: string) => boolean): string | undefined {
        const isSet = (this.environment[key]?.trim() ?? "") !== "";
        return isSet ? this.read(key, `${allowed}, or not set`, accepts) : undefined;
    }

    /** The same for a variable whose value must not show in a log, such as a URL that may hold a key. */
    readUnseen(key: string, allowed: string, accepts: (value: string) => boolean): string {
        const value = this.value(key, allowed);
        if (value !== "" && !accepts(value)) this.problems.push(`${key} cannot be used; it must be ${allowed}.`);
        return value;
    }

    /** Throws a `SettingsError` when anything read before was wrong. `who` is the function, at the start of a sentence. */
    check(who: string): void {
        if (this.problems.length > 0) throw new SettingsError(`${who} cannot start. ${this.problems.join(" ")}`);
    }

    private value(key: string, allowed: string, fallback = ""): string {
        const given = this.environment[key]?.trim() ?? "";
        const value = given === "" ? fallback : given;
        if (value === "") this.problems.push(`${key} is not set; it must be ${allowed}.`);
        return value;
    }
}
