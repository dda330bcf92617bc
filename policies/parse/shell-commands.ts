/** The commands of a script, one a line: without lines that are comments, and with the lines joined that a backslash continues. */
export function shellCommands(script: string): string {
    return script.replace(/^[ \t]*#.*/gm, "").replace(/\\\r?\n[ \t]*/g, " ");
}
