import * as assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { composeDelivery, signatureHeader } from "../../../lambda/notifier/delivery";
import { announcementOf, queued, secret, sendingTime } from "./announcements";

const compose = (secrets = [secret], attempt = 1) =>
    composeDelivery(queued(), { attempt, now: sendingTime + 999, secrets });

describe("a delivery", () => {
    it("holds the announcement with the time of sending and the attempt, in the order of the contract", () => {
        const { body } = compose([secret], 3);

        const { version, id, type, reason, occurredAt, ...rest } = announcementOf();
        assert.equal(
            body,
            JSON.stringify({
                version,
                id,
                type,
                reason,
                occurredAt,
                sentAt: "2026-10-14T09:42:24Z",
                attempt: 3,
                ...rest,
            }),
        );
    });

    it("names its type and key in headers, the same key for every attempt", () => {
        const { headers } = compose([secret], 2);

        const { "X-MC-Signature": _, ...others } = headers;
        assert.deepEqual(others, {
            "Content-Type": "application/json",
            "User-Agent": "media-cluster",
            "X-MC-Event": "node.created",
            "Idempotency-Key": compose([secret], 1).headers["Idempotency-Key"],
        });
    });

    it("is signed over the second of sending and the body as sent", () => {
        const { headers, body } = compose();

        const digest = createHmac("sha256", secret).update(`1791970944.${body}`).digest("hex");
        assert.equal(headers["X-MC-Signature"], `t=1791970944,v1=${digest}`);
    });

    it("has the signature that other implementations of HMAC-SHA-256 make, also for text outside ASCII", () => {
        // printf '1791970944.{"name":"Grüße"}' | openssl dgst -sha256 -hmac 'schlüssel'
        assert.equal(
            signatureHeader(["schlüssel"], 1_791_970_944, '{"name":"Grüße"}'),
            "t=1791970944,v1=9956b1bca279bd669fe1d0d43347ce30fce5d5801a074b2bd4ac356fc50952e2",
        );
    });

    it("carries two signatures while two secrets are valid, the newer first", () => {
        const { headers, body } = compose(["new", "old"]);

        const [newer, older] = ["new", "old"].map((text) =>
            createHmac("sha256", text).update(`1791970944.${body}`).digest("hex"),
        );
        assert.equal(headers["X-MC-Signature"], `t=1791970944,v1=${newer},v1=${older}`);
    });
});
