import { all, any, type Condition, NotYetKnown, type Outcome, of } from "../../condition";
import type { Findings } from "../../findings";
import type { Kind } from "../../kinds";
import { dataActions, isTlsOnly } from "../../parse/tls-only";
import { at, elements, isSet, isTrue, type Reader } from "../../properties";
import { roleOf } from "../../roles";
import { Referrers, type Relation, type Stack } from "../../stack";
import type { Subject } from "../../subject";

const bucketOf: Relation = { property: "bucket", kinds: ["bucket"], identity: "bucket" };

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

/** The files of a bucket, and not only the bucket itself: `arn:aws:s3:::logs/*`. */
const FILES = /\*$/;

/** What the rule about alarms says of buckets with logs. */
export const logBucketMessages = {
    bucket: 'The log bucket "{name}" must be private and accept TLS only.',
    expiry: 'The log bucket "{name}" must delete its files after a time.',
};

/** Judges the buckets that logs are kept in. */
export function logBucketJudge(stack: Stack, findings: Findings): (bucket: Subject) => void {
    const blocks = new Parts(stack, "bucket public access block");
    const policies = new Parts(stack, "bucket policy");
    const lifecycles = new Parts(stack, "bucket lifecycle");
    return (bucket) => {
        if (roleOf(bucket) !== "log") return;
        const { props } = bucket;
        const isBlocked = blocks.some(bucket, (block) => all(...flags.map((flag) => () => isTrue(block.props[flag]))));
        const isTls = ({ props: { policy } }: Subject) => isTlsOnly(policy, dataActions.bucket, FILES);
        const acceptsTlsOnly = any(
            () => isTls(bucket),
            policies.some(bucket, (policy) => () => isTls(policy)),
        );
        findings.require(bucket, "bucket", all(isBlocked, acceptsTlsOnly));
        const own = elements(() => props.lifecycleRules).map((read) =>
            expires(read, () => isTrue(at(read(), "enabled"))),
        );
        const others = lifecycles.some(bucket, (lifecycle) =>
            any(
                ...elements(() => lifecycle.props.rules).map((read) =>
                    expires(read, () => at(read(), "status") === "Enabled"),
                ),
            ),
        );
        findings.require(bucket, "expiry", any(...own, others));
    };
}

/** Resources of one kind that say something about a bucket. */
class Parts {
    private readonly parts: Referrers;
    private readonly mayBeMore: Outcome;

    constructor(stack: Stack, kind: Kind) {
        this.parts = new Referrers(stack, stack.ofKind(kind), bucketOf);
        const causes = this.parts.unresolved.map(({ label }) => `bucket of the ${label}`);
        this.mayBeMore = causes.length > 0 && new NotYetKnown(causes);
    }

    /** Whether one of those of the bucket meets the condition. */
    some(bucket: Subject, condition: (part: Subject) => Condition): Condition {
        return any(...this.parts.of(bucket).map((part) => of(part, condition(part))), () => this.mayBeMore);
    }
}

function expires(rule: Reader, isOn: Condition): Condition {
    const expiration = (name: string) => isSet(() => at(rule(), "expiration", name));
    return all(isOn, () => expiration("days") || expiration("date"));
}
