import type { Changes } from "../../changes";
import { all, any, type Condition } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, elements, isTrue, known, type Properties } from "../../properties";

interface TagParameters {
    required: string[];
    defaults: Record<string, string>;
}

/** P15. A server without tags is paid by nobody and found by no policy. */
export const groupTagsPropagate = defineRule<TagParameters>({
    id: "P15",
    name: "group-tags-propagate",
    area: "scaling",
    description: "Groups must pass the tags that every resource has on to their servers.",
    severity: "low",
    equivalents: ["CKV_AWS_153"],
    why: "Default tags of the provider reach neither groups nor their servers, whose costs and role then nobody can tell.",
    remediation: "List the tags in the group's own tags, each with propagateAtLaunch true.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html",
    messages: { tags: "The {label} must pass the required tags on to its servers." },
    parameters: {
        required: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: ["project", "env", "media:role", "owner", "cost-center"],
            description: "Keys of the tags that every server carries.",
        },
        defaults: {
            type: "object",
            additionalProperties: { type: "string" },
            default: {},
            description: "Values by key, which the fix gives to required tags that are missing.",
        },
    },
    resource: {
        kinds: ["Auto Scaling group"],
        check(subject, { required }, findings) {
            const { props } = subject;
            findings.require(subject, "tags", all(...required.map((key) => passesOn(props, key))));
        },
        fix({ props }, parameters, changes) {
            propagate(props, parameters, changes);
            addMissing(props, parameters, changes);
        },
    },
});

function passesOn(props: Properties, key: string): Condition {
    const tags = elements(() => props.tags);
    return any(
        ...tags.map((read) =>
            all(
                () => at(read(), "key") === key,
                () => isTrue(at(read(), "propagateAtLaunch")),
            ),
        ),
    );
}

function propagate(props: Properties, { required }: TagParameters, changes: Changes): void {
    for (const tag of changes.each(props, "tags")) {
        if (required.includes(String(known(() => tag.key)))) changes.set(tag, "propagateAtLaunch", true, isTrue);
    }
}

/** Adds to the list in place. Throws while a key is not known yet, which may be any of those that seem to be missing. */
function addMissing(props: Properties, { required, defaults }: TagParameters, changes: Changes): void {
    const present = elements(() => props.tags).map((read) => at(read(), "key"));
    for (const key of required) {
        const value = defaults[key];
        if (value === undefined || present.includes(key)) continue;
        if (!Array.isArray(props.tags)) changes.set(props, "tags", []);
        const tags = props.tags as Properties & unknown[];
        changes.set(tags, String(tags.length), { key, value, propagateAtLaunch: true });
    }
}
