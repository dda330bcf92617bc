import type { Subject } from "./subject";

/**
 * What a rule says, by key. Exceptions name a message by its key. In braces stand the parts of the subject (`{label}`,
 * `{name}`, `{kind}`) and values that the rule fills in: roles and limits, never a value of a property, which may be secret.
 */
export type Messages = Readonly<Record<string, string>>;

/** Values for the braces of a message. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** @throws Error for a key or a brace that nobody fills, which is a mistake in the rule */
export function messageText(messages: Messages, key: string, subject: Subject, values: MessageValues = {}): string {
    const template = messages[key];
    if (template === undefined) throw new Error(`The rule has no message "${key}".`);
    const { label, name, kind } = subject;
    const all: MessageValues = { label, name, kind, ...values };
    return template.replace(/\{(\w+)\}/g, (_, part: string) => {
        const value = all[part];
        if (value === undefined) throw new Error(`The message "${key}" of the rule has no value for {${part}}.`);
        return String(value);
    });
}
