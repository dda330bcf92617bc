import { any, type Condition } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, elements, hasEntries, isTrue, type Properties } from "../../properties";

/** P23. Anybody can publish an image under any name; the owner is what nobody can forge. */
export const imageLookupNamesOwners = defineRule({
    id: "P23",
    name: "image-lookup-names-owners",
    area: "compute",
    description:
        "Look-ups of images must name the owners they trust, and the beginning of the image's name, or the image's id.",
    severity: "medium",
    equivalents: ["CKV_AWS_386", "AWS-0344"],
    why: "The newest image with a likely name may be a stranger's, who then runs code on every new server.",
    remediation: "Pass owners, and with mostRecent a filter on the name that does not begin with a wildcard.",
    link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/finding-an-ami.html",
    messages: {
        owners: "The image look-up must name the owners it trusts.",
        name: "The image look-up must filter the newest image by the beginning of its name.",
    },
    parameters: {},
    resource: {
        kinds: ["image look-up"],
        check(subject, _parameters, findings) {
            const { props } = subject;
            const takesAny = () => !isTrue(props.mostRecent);
            findings.require(
                subject,
                "owners",
                any(() => hasEntries(props.owners), namesImages(props)),
            );
            findings.require(subject, "name", any(takesAny, isNamed(props)));
        },
    },
});

/** The id of an image is given by AWS: no stranger's image can have it. */
function namesImages(props: Properties): Condition {
    const filters = elements(() => props.filters).map((read) => () => {
        const values = at(read(), "values");
        const isId = at(read(), "name") === "image-id" && Array.isArray(values) && hasEntries(values);
        return isId && (values as unknown[]).every((value) => /^ami-[0-9a-f]+$/.test(String(value)));
    });
    return any(...filters);
}

/** Filters must all hold, the values of one are alternatives: each of them has to begin with a part of the name. */
function isNamed(props: Properties): Condition {
    const filters = elements(() => props.filters).map((read) => () => {
        const values = at(read(), "values");
        const isName = at(read(), "name") === "name" && Array.isArray(values) && hasEntries(values);
        return isName && (values as unknown[]).every((value) => /^[^*?]/.test(String(value)));
    });
    return any(...filters, () => /^\^[\w/-]/.test(String(props.nameRegex)));
}
