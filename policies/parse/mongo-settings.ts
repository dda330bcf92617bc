/**
 * What a script says about the MongoDB server that it starts, in a configuration file or as options of the command. Lines
 * that are comments say nothing.
 *
 * Source: https://www.mongodb.com/docs/manual/reference/configuration-options/
 */
export function mongoSettings(script: string): { readonly requiresLogins: boolean; readonly requiresTls: boolean } {
    const text = script.replace(/^\s*#.*/gm, "");
    return {
        requiresLogins: /\bauthorization["']?\s*:\s*["']?enabled\b|\s--auth(?=\s|$)/.test(text),
        // Older servers call TLS by its former name.
        requiresTls: /\b(mode["']?\s*:\s*["']?|(tls|ssl)Mode[\s=]+)require(TLS|SSL)\b/.test(text),
    };
}
