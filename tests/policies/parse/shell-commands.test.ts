import * as assert from "node:assert/strict";
import { shellCommands } from "../../../policies/parse/shell-commands";

describe("shellCommands", () => {
    it("leaves out lines that are comments, also indented ones", () =>
        assert.equal(shellCommands("#!/bin/sh\na\n  # b\n\t#c\nd # e\n"), "\na\n\n\nd # e\n"));

    it("joins lines that a backslash continues, with any line ending and indentation", () => {
        assert.equal(shellCommands("a \\\n    b \\\r\n\tc\nd"), "a  b  c\nd");
        assert.equal(shellCommands("a\\ b\\\n\\\nc"), "a\\ b  c");
    });

    it("joins no line to a comment", () => assert.equal(shellCommands("# a \\\nb"), "\nb"));
});
