import { defineRule } from "../../define-rule";
import { runsChangeableCode } from "../../parse/changeable-code";
import { assignsSecret, holdsCredential } from "../../parse/secret-patterns";
import { userDataOf } from "../../parse/user-data";

/** P20. User data is no secret, and what it fetches and runs is part of it. */
export const userDataClean = defineRule({
    id: "P20",
    name: "user-data-clean",
    area: "compute",
    description: "User data must hold no secrets, and must run only code that stays what it was when it was reviewed.",
    severity: "critical",
    equivalents: ["CKV_AWS_46", "AWS-0129", "AWS-0029"],
    why: "Every process of the server and everybody who may describe it reads user data; a script from a moving branch runs whatever is there tomorrow.",
    remediation:
        "Read secrets by the instance's role at boot, and take downloads from a version or compare them with a checksum before they run.",
    link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
    messages: {
        secrets: "The user data of the {label} must not contain secrets.",
        code: "The user data of the {label} must not run code whose content can change.",
    },
    parameters: {},
    resource: {
        kinds: ["launch template", "launch configuration", "instance", "spot instance request"],
        check(subject, _parameters, findings) {
            const script = userDataOf(subject);
            if (script === undefined) return findings.notApplicable("The server starts without user data.");
            findings.forbid(subject, "secrets", () => holdsCredential(script) || assignsSecret(script));
            findings.forbid(subject, "code", () => runsChangeableCode(script));
        },
    },
});
