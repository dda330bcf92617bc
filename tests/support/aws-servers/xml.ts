/** One element with text or further elements; nothing at all when there is no content. */
export function element(name: string, content: string | number | undefined): string {
    return content === undefined ? "" : `<${name}>${content}</${name}>`;
}

/** Text between tags. */
export function escaped(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Inner text of every element of the name, in order. The element must not contain another one of the same name. */
export function inside(xml: string, name: string): string[] {
    return [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, "g"))].map(([, content]) => content ?? "");
}

/** Inner text of the first element of the name, with entities decoded. */
export function first(xml: string, name: string): string | undefined {
    return inside(xml, name)[0]
        ?.replaceAll("&quot;", '"')
        .replaceAll("&apos;", "'")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&amp;", "&");
}
