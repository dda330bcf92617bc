import { shellCommands } from "./shell-commands";

const download = String.raw`\b(?:curl|wget|aws[ \t]+s3[ \t]+cp)\b`;
const shell = String.raw`(?:[\w./-]*/)?(?:ba|da|k|z)?sh\b`;

/** Up to the end of a command, so that a pipe still belongs to it. */
const rest = String.raw`(?:(?!\|\||&&|;)[^\n])*`;

/** What may stand before the name of a command. */
const prefix = String.raw`(?:(?:sudo|env|exec|nice)\b(?:[ \t]+(?:-\S+|\w+=\S*))*[ \t]+)*`;

const patterns: readonly RegExp[] = [
    // Into a shell. One that is given a file or a command reads what it is sent as data.
    new RegExp(String.raw`${download}${rest}\|&?[ \t]*${prefix}${shell}(?![ \t]+-\w*c\b)(?![ \t]+[a-z./$~"'])`, "i"),
    // Into an interpreter that has nothing else to run.
    new RegExp(
        String.raw`${download}${rest}\|[ \t]*${prefix}(?:python[\d.]*|perl|ruby|node|php)(?:[ \t]+-)?[ \t]*(?=$|[;&|)"'])`,
        "im",
    ),
    // As the code of a shell: bash <(curl …), sh -c "$(curl …)", source <(curl …), eval "$(curl …)".
    new RegExp(
        String.raw`(?:(?<![\w.-])${shell}(?:[ \t]+-\S+)*|\bsource|\beval|(?<![\w./])\.)[ \t]+(?:<<?<?[ \t]*)?["']?(?:<\(|\(|\$\(|\x60)[ \t]*${prefix}${download}`,
        "i",
    ),
];

/** Addresses of files and archives of a repository, with the branch, tag or commit that they are taken from. */
const repositoryFile =
    /\bhttps?:\/\/(?:raw\.githubusercontent\.com\/[^/\s]+\/[^/\s]+|[^\s"']+?\/(?:raw|archive|zip|zipball|tarball|tar\.gz))\/(?<ref>refs\/[a-z]+\/[^/\s"']+|[^/\s"']+)/g;

const clone = /\bgit[ \t]+clone\b(?<options>[^\n;&|]*)/g;
const checkout = /\bgit\b[^\n;&|]*[ \t](?:checkout|reset|switch)\b[^\n;&|]*?[ \t](?<ref>[^\s-][^\s;&|]*)/g;

/** A sum that is compared, or a signature. */
const check =
    /\b(?:sha\d+sum|shasum|b2sum)\b[^\n;&|]*[ \t](?:-\w*c\b|--check\b)|(?:\[|\btest)[ \t][^\n]*\b(?:sha\d+sum|shasum|b2sum)\b|\bgpgv?\b[^\n;&|]*[ \t]--verify\b|\bcosign[ \t]+verify/g;

/**
 * True when a script runs code that others can change after it was reviewed: a download that goes straight into a shell, or
 * one from a branch that nothing compares with a known sum afterwards.
 */
export function runsChangeableCode(script: string): boolean {
    const commands = shellCommands(script);
    return patterns.some((pattern) => pattern.test(commands)) || takesBranch(commands);
}

function takesBranch(commands: string): boolean {
    const files = [...commands.matchAll(repositoryFile)].filter(({ groups }) => isBranch(groups?.ref));
    const clones = [...commands.matchAll(clone)].filter(({ groups }) => isBranch(branchOption(groups?.options)));
    const fixedLater = [...commands.matchAll(checkout)].filter(({ groups }) => !isBranch(groups?.ref));
    return (
        !areFollowed(files, [...commands.matchAll(check)]) ||
        !areFollowed(clones, [...commands.matchAll(check), ...fixedLater])
    );
}

/** Whether one of the others comes after the last of these. */
function areFollowed(these: readonly RegExpExecArray[], others: readonly RegExpExecArray[]): boolean {
    const last = Math.max(...these.map(({ index }) => index));
    return others.some(({ index }) => index > last) || these.length === 0;
}

function branchOption(options = ""): string | undefined {
    return /[ \t](?:-b|--branch)[ \t=]+["']?([^\s"']+)/.exec(options)?.[1];
}

/** A commit, a version, a tag and what a variable names stay the same; the default branch has no name. */
function isBranch(ref = ""): boolean {
    return !/^refs\/tags\/|\$|^[0-9a-f]{7,40}(?![\w-])|\d\.\d/.test(ref);
}
