import * as assert from "node:assert/strict";
import { Ajv } from "ajv";
import { daysLeft, exceptionsSchema, matchesUrn } from "../../../policies/exceptions/exception";
import { day } from "../../support/rule-fixtures";

const urn = "urn:pulumi:prod::media-cluster::aws:lb/loadBalancer:LoadBalancer::legacy";
const exception = {
    resource: urn,
    reason: "Measured in March, fine.",
    owner: "video-platform",
    expires: "2027-03-31",
};

describe("exceptionsSchema", () => {
    const validate = new Ajv({ strict: true }).compile(exceptionsSchema(["open", "source"]));
    const accepts = (changes: object) => validate([{ ...exception, ...changes }]);

    it("describes itself and every field", () => {
        const { description, items } = exceptionsSchema(["open"]) as {
            description?: string;
            items?: { properties?: Record<string, { description?: string }> };
        };

        for (const text of [description, ...Object.values(items?.properties ?? {}).map((each) => each.description)]) {
            assert.match(text ?? "", /^\S.{10,}\.$/);
        }
    });

    it("takes none, one and several, with all fields and with those that are needed", () => {
        assert.ok(validate([]));
        assert.ok(validate([exception]));
        assert.ok(validate([exception, { ...exception, approvedBy: "security", finding: "source" }]));
        assert.equal(validate(exception), false);
        assert.equal(validate(["legacy"]), false);
    });

    for (const field of ["resource", "reason", "owner", "expires"]) {
        it(`needs the field "${field}"`, () => {
            const { [field]: _, ...others } = exception as Record<string, string>;

            assert.equal(validate([others]), false);
            assert.equal(accepts({ [field]: 7 }), false);
            assert.equal(accepts({ [field]: "" }), false);
        });
    }

    it("refuses a field that it does not know", () => {
        assert.equal(accepts({ approvedby: "security" }), false);
    });

    for (const resource of [
        urn,
        "*::legacy",
        "*::aws:lb/loadBalancer:LoadBalancer::*-legacy",
        "urn:pulumi:*::media-cluster::*::edge*",
        "*legacy",
        "*::a",
    ]) {
        it(`takes the resource "${resource}"`, () => {
            assert.ok(accepts({ resource }));
        });
    }

    for (const resource of [
        "*",
        "**",
        "*::*",
        "*::aws:lb/loadBalancer:LoadBalancer::*",
        "*:: * ",
        "a::",
        ":",
        "a\nb",
        "*::\n",
    ]) {
        it(`refuses the resource ${JSON.stringify(resource)}`, () => {
            assert.equal(accepts({ resource }), false);
        });
    }

    it("wants a reason of at least 20 characters, without the spaces around it", () => {
        const reason = "Twenty, exactly that";

        assert.equal(reason.length, 20);
        assert.ok(accepts({ reason }));
        assert.ok(accepts({ reason: ` ${reason}\n` }));
        assert.ok(accepts({ reason: "Two lines,\nno less than that." }));
        assert.equal(accepts({ reason: reason.slice(1) }), false);
        assert.equal(accepts({ reason: `${reason.slice(1)} ` }), false);
        assert.equal(accepts({ reason: ` ${reason.slice(1)}` }), false);
        assert.equal(accepts({ reason: " ".repeat(30) }), false);
    });

    for (const owner of ["video-platform", "ops@example.com", "Jane Doe <jane@example.com>", "x"]) {
        it(`takes the owner "${owner}"`, () => {
            assert.ok(accepts({ owner }));
        });
    }

    for (const owner of [" ", "video: platform", ":", "video\nplatform"]) {
        it(`refuses the owner ${JSON.stringify(owner)}`, () => {
            assert.equal(accepts({ owner }), false);
        });
    }

    for (const expires of ["2027-01-01", "2027-10-10", "2027-12-31", "2027-11-29"]) {
        it(`takes the end ${expires}`, () => {
            assert.ok(accepts({ expires }));
        });
    }

    for (const expires of [
        "2027-00-10",
        "2027-13-10",
        "2027-20-10",
        "2027-10-00",
        "2027-10-32",
        "2027-10-40",
        "2027-1-1",
        "27-01-01",
        "12027-01-01",
        "2027-01-011",
        "2027/01/01",
        "31.03.2027",
        "2027-01-01T00:00:00Z",
        "never",
    ]) {
        it(`refuses the end "${expires}"`, () => {
            assert.equal(accepts({ expires }), false);
        });
    }

    it("takes no empty name for the second approver, and no message that the rule does not have", () => {
        assert.ok(accepts({ approvedBy: "security" }));
        assert.equal(accepts({ approvedBy: "" }), false);
        assert.equal(accepts({ approvedBy: " " }), false);
        assert.equal(accepts({ approvedBy: true }), false);
        assert.ok(accepts({ finding: "open" }));
        assert.equal(accepts({ finding: "opens" }), false);
    });
});

describe("matchesUrn", () => {
    it("takes a URN for itself only", () => {
        assert.equal(matchesUrn(urn, urn), true);
        assert.equal(matchesUrn(urn, `${urn}2`), false);
        assert.equal(matchesUrn(urn, `x${urn}`), false);
    });

    it("takes * for any text, also none, anywhere", () => {
        assert.equal(matchesUrn("*::legacy", urn), true);
        assert.equal(matchesUrn("urn:pulumi:*::media-cluster::*::leg*y", urn), true);
        assert.equal(matchesUrn(`${urn}*`, urn), true);
        assert.equal(matchesUrn("a*b", "a\nb"), true);
        assert.equal(matchesUrn("*::legacy", `${urn}-2`), false);
        assert.equal(matchesUrn("legacy*", urn), false);
        assert.equal(matchesUrn("a*c", "abd"), false);
    });

    it("matches the types of all parents too, which a URN states before the resource's own", () => {
        const child =
            "urn:pulumi:prod::media-cluster::media-cluster:index:Alb$aws:lb/loadBalancer:LoadBalancer::legacy";

        assert.equal(matchesUrn("*aws:lb/loadBalancer:LoadBalancer::legacy", child), true);
        assert.equal(matchesUrn("*$aws:lb/loadBalancer:LoadBalancer::legacy", child), true);
        assert.equal(matchesUrn("*::aws:lb/loadBalancer:LoadBalancer::legacy", child), false);
        assert.equal(matchesUrn("*::aws:lb/loadBalancer:LoadBalancer::legacy", urn), true);
    });

    it("takes every other character for itself", () => {
        const special = "urn::a$b.c+d?e^f{2}(g)|[h]\\i";

        assert.equal(matchesUrn(special, special), true);
        assert.equal(matchesUrn(special, special.replace(".", "x")), false);
        assert.equal(matchesUrn("a.c", "abc"), false);
        assert.equal(matchesUrn("ab+", "abb"), false);
        assert.equal(matchesUrn("ab?", "a"), false);
        assert.equal(matchesUrn("a|b", "a"), false);
        assert.equal(matchesUrn("[ab]", "a"), false);
        assert.equal(matchesUrn("a{2}", "aa"), false);
        assert.equal(matchesUrn("(a)", "a"), false);
        assert.equal(matchesUrn("^a$", "a"), false);
        assert.equal(matchesUrn("\\d", "1"), false);
        assert.equal(matchesUrn("*$*", "type$child"), true);
    });

    it("is not slowed down by many stars in a row", () => {
        assert.equal(matchesUrn(`${"*".repeat(60)}x`, urn.repeat(2)), false);
        assert.equal(matchesUrn(`${"*".repeat(60)}legacy`, urn.repeat(2)), true);
    });
});

describe("daysLeft", () => {
    it("counts whole days in UTC, and includes the last one", () => {
        assert.equal(daysLeft({ expires: day(0) }), 0);
        assert.equal(daysLeft({ expires: day(1) }), 1);
        assert.equal(daysLeft({ expires: day(-1) }), -1);
        assert.equal(daysLeft({ expires: day(400) }), 400);
    });

    for (const expires of ["2027-02-29", "2027-02-31", "2027-04-31", "2027-13-01", "never", ""]) {
        it(`knows no day "${expires}"`, () => {
            assert.equal(daysLeft({ expires }), Number.NaN);
        });
    }

    it("knows the leap day of a leap year", () => {
        assert.equal(Number.isInteger(daysLeft({ expires: "2028-02-29" })), true);
    });
});
