import { generateKeyPairSync, sign } from "node:crypto";

/** A certificate and its key, both as PEM. */
export interface Certificate {
    readonly cert: string;
    readonly key: string;
}

/**
 * Makes a certificate for 127.0.0.1 that is its own authority, valid from yesterday until tomorrow. Written by hand, because
 * Node.js reads certificates but makes none, and not every machine has openssl.
 */
export function makeCertificate(): Certificate {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const algorithm = sequence(objectId("2a8648ce3d040302")); // ecdsa-with-SHA256
    const name = sequence(tagged(0x31, sequence(objectId("550403"), tagged(0x0c, Buffer.from("127.0.0.1")))));
    const day = 24 * 3600 * 1000;
    const validity = sequence(utcTime(Date.now() - day), utcTime(Date.now() + day));
    const alternativeName = sequence(tagged(0x87, Buffer.from([127, 0, 0, 1])));
    const basicConstraints = sequence(tagged(0x01, Buffer.from([0xff])));
    const extensions = sequence(
        sequence(objectId("551d11"), tagged(0x04, alternativeName)),
        sequence(objectId("551d13"), tagged(0x04, basicConstraints)),
    );
    const toSign = sequence(
        tagged(0xa0, tagged(0x02, Buffer.from([2]))), // version 3
        tagged(0x02, Buffer.from([1])), // serial number
        algorithm,
        name,
        validity,
        name,
        publicKey.export({ format: "der", type: "spki" }),
        tagged(0xa3, extensions),
    );
    const signature = tagged(0x03, Buffer.from([0]), sign("sha256", toSign, privateKey));
    const lines =
        sequence(toSign, algorithm, signature)
            .toString("base64")
            .match(/.{1,64}/g) ?? [];
    return {
        cert: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
        key: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    };
}

/** An element of DER: tag, length, content. */
function tagged(tag: number, ...contents: Buffer[]): Buffer {
    const content = Buffer.concat(contents);
    const { length } = content;
    const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
    return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...contents: Buffer[]): Buffer {
    return tagged(0x30, ...contents);
}

function objectId(hex: string): Buffer {
    return tagged(0x06, Buffer.from(hex, "hex"));
}

function utcTime(milliseconds: number): Buffer {
    return tagged(0x17, Buffer.from(`${new Date(milliseconds).toISOString().slice(2, 19).replaceAll(/\D/g, "")}Z`));
}
