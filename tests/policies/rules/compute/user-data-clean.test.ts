import { gzipSync } from "node:zlib";
import { userDataClean as rule } from "../../../../policies/rules/compute/user-data-clean";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const type = "aws:ec2/launchTemplate:LaunchTemplate";
const instance = "aws:ec2/instance:Instance";
const encoded = (script: string) => Buffer.from(script).toString("base64");
const template = (script: string) => ({ resources: [{ type, props: { userData: encoded(script) } }] });
const secrets = 'The user data of the launch template "main" must not contain secrets.';
const code = 'The user data of the launch template "main" must not run code whose content can change.';
const clean = 'uri=$(aws secretsmanager get-secret-value --secret-id db)\n./change_server_mode.sh cluster "$uri"\n';

describeRule(rule, {
    pass: {
        "a script that reads its secrets at boot": template(clean),
        "the same as plain text of an instance": { resources: [{ type: instance, props: { userData: clean } }] },
        "a download that is compared": template(
            "curl -O https://raw.githubusercontent.com/a/b/main/x.sh\nsha256sum -c sums\nbash x.sh",
        ),
    },
    fail: {
        "a password": { ...template("DB_PASSWORD=swordfish"), says: [secrets] },
        "an access key": { ...template("aws configure set x AKIAIOSFODNN7EXAMPLE"), says: [secrets] },
        "an access key of a session": { ...template("aws configure set x ASIAIOSFODNN7EXAMPLE"), says: [secrets] },
        "a private key": { ...template("-----BEGIN RSA PRIVATE KEY-----"), says: [secrets] },
        "a URI with a password": { ...template('join "mongodb://media:swordfish@mongo-1"'), says: [secrets] },
        "a token in a comment": { ...template("# token: swordfish"), says: [secrets] },
        "a download into a shell": { ...template("curl https://example.com/x.sh | bash"), says: [code] },
        "a moving branch": { ...template("wget https://github.com/a/b/raw/main/x.sh; sh x.sh"), says: [code] },
        "both at once": { ...template("SECRET=swordfish\ncurl https://a.b | sh"), says: [secrets, code] },
        "a packed script": {
            resources: [{ type, props: { userData: gzipSync("TOKEN=swordfish").toString("base64") } }],
            says: [secrets],
        },
        "other servers by the same measure": {
            resources: [
                { type: instance, props: { userData: "TOKEN=swordfish" } },
                { type: "aws:ec2/launchConfiguration:LaunchConfiguration", props: { userData: "TOKEN=swordfish" } },
                {
                    type: "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
                    props: { userDataBase64: encoded("TOKEN=swordfish") },
                },
            ],
            says: [
                'The user data of the instance "main" must not contain secrets.',
                'The user data of the launch configuration "main" must not contain secrets.',
                'The user data of the spot instance request "main" must not contain secrets.',
            ],
        },
    },
    unknown: {
        "a script that is not known yet": {
            resources: [{ type, props: { userData: unknown } }],
            waitsFor: [['launch template "main"', "userData"]],
        },
        "a script of an instance": {
            resources: [{ type: instance, props: { userDataBase64: unknown } }],
            waitsFor: [['instance "main"', "userDataBase64"]],
        },
    },
    notApplicable: {
        "servers without user data": { resources: [{ type, props: {} }] },
        "other resources": { resources: [{ type: "aws:ebs/volume:Volume" }] },
    },
});
