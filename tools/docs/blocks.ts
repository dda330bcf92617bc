/**
 * A page in which the text between `<!-- begin NAME -->` and `<!-- end NAME -->` is replaced, so that a page written by hand
 * can hold tables that come from the code.
 *
 * @throws Error when the page lacks a block
 */
export function fillBlocks(page: string, blocks: Readonly<Record<string, string>>): string {
    return Object.entries(blocks).reduce((filled, [name, text]) => {
        const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
        const [from, to] = [filled.indexOf(begin), filled.indexOf(end)];
        if (from < 0 || to < from) throw new Error(`The page has no block from ${begin} to ${end}.`);
        return `${filled.slice(0, from + begin.length)}\n\n${text}\n\n${filled.slice(to)}`;
    }, page);
}
