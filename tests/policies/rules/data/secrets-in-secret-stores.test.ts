import { secretsInSecretStores as rule } from "../../../../policies/rules/data/secrets-in-secret-stores";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const parameter = (name: string, props: object = {}): PolicyResource => ({
    type: "aws:ssm/parameter:Parameter",
    name,
    props: { type: "String", value: "x", ...props },
});
const value = (name: string, secret: unknown): PolicyResource => ({
    type: "media-cluster:preview:ConfigurationValue",
    name,
    props: { secret },
});
const output = (secret: unknown, holdsSecret: unknown): PolicyResource => ({
    type: "media-cluster:preview:StackOutput",
    name: "databaseUri",
    props: { secret, holdsSecret },
});
const secret = (name = "main", props: object = {}): PolicyResource => ({
    type: "aws:secretsmanager/secret:Secret",
    name,
    props,
});
const rotation = (props: object, ...owners: PolicyResource[]): PolicyResource => ({
    type: "aws:secretsmanager/secretRotation:SecretRotation",
    name: "rotation",
    props: { secretId: unknown, ...props },
    dependsOn: owners.length > 0 ? { secretId: owners } : {},
});
const parameters = { requireRotation: true };
const unrotated = ['The secret "main" must be rotated.'];
const insecure = (name: string) => [`The parameter "${name}" must be a SecureString.`];
const plain = (name: string) => [`The configuration value "${name}" must be set as a secret.`];
const shown = ['The stack output "databaseUri" must be marked secret.'];

describeRule(rule, {
    pass: {
        "a secret parameter that is a SecureString": {
            resources: [parameter("db-password", { type: "SecureString", name: "/p/token" })],
        },
        "a SecureString whose name is not known yet": {
            resources: [parameter("a", { type: "SecureString", name: unknown })],
        },
        "parameters that hold no secret": {
            resources: [parameter("security", { name: "/media/url", tags: { "media:role": "shared" } })],
        },
        "a secret of another word than those configured": {
            resources: [parameter("password")],
            parameters: { secretWords: ["key"] },
        },
        "secret configuration that is secret": { resources: [value("database.uri", true), value("licenceKey", true)] },
        "configuration that is no secret": {
            resources: [value("database.members", false), value("uri", false), value("database.uri.x", false)],
        },
        "the configuration of other keys": {
            resources: [value("licenceKey", false)],
            parameters: { secretConfigKeys: ["other"] },
        },
        "an output with a secret that is marked": { resources: [output(true, true)] },
        "an output without a secret": { resources: [output(false, false), output(true, false)] },
        "a secret with a rotation": { resources: [secret(), rotation({}, secret())], parameters },
        "a secret that a rotation names": {
            resources: [secret("main", { arn: "arn:s" }), rotation({ secretId: "arn:s" })],
            parameters,
        },
        "a rotation of which it is not known yet whether it is on": {
            resources: [secret(), rotation({ rotationEnabled: unknown }, secret())],
            parameters,
        },
        "two secrets with one rotation each": {
            resources: [
                secret("a"),
                secret("b"),
                rotation({}, secret("a")),
                { ...rotation({}, secret("b")), name: "second" },
            ],
            parameters,
        },
    },
    fail: {
        "a parameter with a secret in plain text": {
            resources: [parameter("db-password")],
            says: insecure("db-password"),
        },
        "a list of strings": {
            resources: [parameter("tokens", { type: "StringList" })],
            says: insecure("tokens"),
        },
        "a parameter whose name in AWS says so": {
            resources: [parameter("a", { name: "/media/mongo/uri" })],
            says: insecure("a"),
        },
        "a parameter whose role says so": {
            resources: [parameter("a", { tags: { "media:role": "secret" } })],
            says: insecure("a"),
        },
        "each of the words": {
            resources: ["password", "secret", "token", "licence", "uri"].map((word) => parameter(word)),
            says: ["password", "secret", "token", "licence", "uri"].flatMap(insecure),
        },
        "a word of the configuration": {
            resources: [parameter("api-key")],
            parameters: { secretWords: ["key"] },
            says: insecure("api-key"),
        },
        "secret configuration in plain text": {
            resources: [value("database.uri", false), value("licenceKey", false), value("profile", false)],
            says: [...plain("database.uri"), ...plain("licenceKey")],
        },
        "a configured key in plain text": {
            resources: [value("turn.key", false)],
            parameters: { secretConfigKeys: ["turn.key"] },
            says: plain("turn.key"),
        },
        "an output that shows a secret": { resources: [output(false, true)], says: shown },
        "a secret without a rotation": {
            resources: [secret(), secret("other"), rotation({}, secret("other"))],
            parameters,
            says: unrotated,
        },
        "a rotation that is off": {
            resources: [secret(), rotation({ rotationEnabled: false }, secret())],
            parameters,
            says: unrotated,
        },
    },
    unknown: {
        "the type of a parameter": {
            resources: [parameter("password", { type: unknown })],
            waitsFor: [['parameter "password"', "type"]],
        },
        "the name and role of a parameter": {
            resources: [parameter("a", { name: unknown, tags: unknown })],
            waitsFor: [[`parameter "a"`, "name", "tags"]],
        },
        "the secret that a rotation is for": {
            resources: [secret(), rotation({})],
            parameters,
            waitsFor: [['secret "main"', 'secretId of the secret rotation "rotation"']],
        },
    },
    notApplicable: {
        "secrets where no rotation is asked for": { resources: [secret()] },
        "other resources": { resources: [{ type: "aws:ebs/volume:Volume" }], parameters },
    },
});
