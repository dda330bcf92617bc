/**
 * True when a name has one of the words in it, as a word or at an end of one: `db-password`, `licenceKey`, `mongouri` and
 * `tokens`, but not `security` for the word `uri`.
 */
export function hasSecretWord(name: string, words: readonly string[]): boolean {
    const parts = name
        .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
        .toLowerCase()
        .split(/[^a-z0-9]/)
        .map(singular);
    return words.map(singular).some((word) => parts.some((part) => part.startsWith(word) || part.endsWith(word)));
}

function singular(word: string): string {
    return word.replace(/s$/, "");
}
