import { holdsCredential } from "./secret-patterns";
import { shellCommands } from "./shell-commands";

const joins = /\bchange_server_mode\.sh["']?[ \t]+["']?cluster\b["']?(?<rest>[^\n]*)/g;

/** One word between double quotes, with nothing glued to it. */
const quotedWord = /^[ \t]+"(?<word>[^"]*)"(?=$|[\s;&|)'])/;

/** A variable, or one that stops the script when it is empty. What a command prints may be empty, and no one would notice. */
const variable = /^\$(?:\w+|\{\w+(?::?\?[^}]*)?\})$/;

/** Whether each command of a script that puts an Ant Media server into cluster mode is good; empty without such a command. */
export function clusterJoins(script: string): boolean[] {
    return [...shellCommands(script).matchAll(joins)].map(({ groups }) => {
        const word = quotedWord.exec(groups?.rest ?? "")?.groups?.word ?? "";
        return variable.test(word) || (/^(?:mongodb(?:\+srv)?|redis):\/\/./.test(word) && !holdsCredential(word));
    });
}
