import * as assert from "node:assert/strict";
import { ExceptionBook } from "../../../policies/exceptions/exception-book";
import { day, exceptionFor } from "../../support/rule-fixtures";

const [edge, origin] = ["urn:pulumi:test::media-cluster::x::edge", "urn:pulumi:test::media-cluster::x::origin"];

function bookOf(...exceptions: ReturnType<typeof exceptionFor>[]) {
    const book = new ExceptionBook("volumes-encrypted-gp3", "high");
    book.declare(exceptions);
    return book;
}

const usesOf = ({ entries }: ExceptionBook) => entries.map(({ isUsed }) => isUsed);

describe("ExceptionBook", () => {
    it("knows its rule, and is empty before the rule has run", () => {
        const book = new ExceptionBook("volumes-encrypted-gp3", "high");

        assert.deepEqual([book.rule, book.severity, book.entries], ["volumes-encrypted-gp3", "high", []]);
        assert.equal(book.covering(edge, "encrypted"), undefined);
        assert.equal(book.concerns(edge), false);
        book.keepFor(edge);
        book.declare();
        assert.deepEqual(book.entries, []);
    });

    it("lists its exceptions in the order of the configuration, used or not", () => {
        const exceptions = [exceptionFor(edge, 30), exceptionFor(origin, 30)];
        const book = bookOf(...exceptions);

        assert.equal(book.covering(origin, "encrypted"), exceptions[1]);
        assert.deepEqual(book.entries, [
            { exception: exceptions[0], isUsed: false },
            { exception: exceptions[1], isUsed: true },
        ]);
    });

    it("takes the first exception that covers a message, and leaves the others unused", () => {
        const exceptions = [exceptionFor("*::e*", 30), exceptionFor(edge, 30)];
        const book = bookOf(...exceptions);

        assert.equal(book.covering(edge, "encrypted"), exceptions[0]);
        assert.deepEqual(usesOf(book), [true, false]);
    });

    it("covers nothing on the day after the last one, on no such day, and about other resources", () => {
        const [ended, impossible] = [exceptionFor(edge, -1), { ...exceptionFor(edge, 1), expires: "2027-02-31" }];

        for (const exception of [ended, impossible, exceptionFor(origin, 30)]) {
            const book = bookOf(exception);
            assert.equal(book.covering(edge, "encrypted"), undefined);
            assert.equal(book.concerns(edge), false);
            book.keepFor(edge);
            assert.deepEqual(usesOf(book), [false]);
        }
        assert.equal(bookOf(exceptionFor(edge, 0)).covering(edge, "encrypted")?.expires, day(0));
    });

    it("covers only the message that an exception names", () => {
        const limited = { ...exceptionFor(edge, 30), finding: "type" };
        const book = bookOf(limited);

        assert.equal(book.covering(edge, "encrypted"), undefined);
        assert.deepEqual(usesOf(book), [false]);
        assert.equal(book.covering(edge, "type"), limited);
        assert.deepEqual(usesOf(book), [true]);
    });

    it("counts all exceptions of a resource as useful while its verdict is not known yet", () => {
        const book = bookOf({ ...exceptionFor(edge, 30), ...{ finding: "type" } }, exceptionFor(origin, 30));

        book.keepFor(edge);

        assert.deepEqual(usesOf(book), [true, false]);
    });

    it("concerns a resource whichever message an exception names", () => {
        const book = bookOf({ ...exceptionFor(edge, 30), ...{ finding: "type" } });

        assert.equal(book.concerns(edge), true);
        assert.equal(book.concerns(origin), false);
        assert.deepEqual(usesOf(book), [false]);
    });

    it("keeps its counts as long as the configuration is the same, and forgets them with another", () => {
        const exceptions = [exceptionFor(edge, 30)];
        const book = new ExceptionBook("volumes-encrypted-gp3", "high");
        book.declare(exceptions);
        book.covering(edge, "encrypted");

        book.declare(exceptions);
        assert.deepEqual(usesOf(book), [true]);
        book.declare([...exceptions]);
        assert.deepEqual(usesOf(book), [false]);
    });
});
