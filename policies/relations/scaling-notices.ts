import { all, any, type Condition, NotYetKnown, type Outcome, of, settle } from "../condition";
import { elements, known } from "../properties";
import { mediaRoles, roleOf, tagOf } from "../roles";
import { Referrers, type Relation, type Stack } from "../stack";
import type { Subject } from "../subject";
import { MARK_TAG } from "./hook-waits";

const groupsOfNotification: Relation = { property: "groupNames", kinds: ["Auto Scaling group"], identity: "name" };
const topicOfNotification: Relation = { property: "topicArn", kinds: ["topic"], identity: "arn" };
const topicOfSubscription: Relation = { property: "topic", kinds: ["topic"], identity: "arn" };

/** A question about a group, prepared once for all groups. */
type GroupCondition = (group: Subject) => Condition;

/** Which scaling events groups publish, and whether these reach the function that keeps the names of their servers. */
export class ScalingNotices {
    private readonly notifications: Referrers;
    private readonly hasDnsTopic: Outcome;

    constructor(private readonly stack: Stack) {
        const notifications = stack.ofKind("scaling notification");
        this.notifications = new Referrers(stack, notifications, groupsOfNotification, "referentsOfEach");
        this.hasDnsTopic = settle(any(...stack.ofKind("topic").map(isDnsTopic)));
    }

    /** Whether a group publishes the event to some topic. */
    publish(event: string): GroupCondition {
        return this.have((notification) => holds(notification, event));
    }

    /** Whether a group publishes the event to a topic of the DNS function. */
    reachDns(event: string): GroupCondition {
        return this.have((notification) => all(holds(notification, event), this.leadsToDns(notification)));
    }

    /** Whether the stack names the servers of the group: groups that name no function may belong to any of the stack. */
    nameServersOf(group: Subject): Condition {
        const isMarked = () => tagOf(group, MARK_TAG) !== undefined;
        return all(
            () => this.hasDnsTopic,
            any(isMarked, () => mediaRoles.includes(roleOf(group) ?? "")),
        );
    }

    /** A notification of which it is not known yet whose events it publishes may be of any group. */
    private have(condition: (notification: Subject) => Condition): GroupCondition {
        const isOfGroup = () => new NotYetKnown([groupsOfNotification.property]);
        const strays = this.notifications.unresolved.map((one) => of(one, all(condition(one), isOfGroup)));
        const mayHave = settle(any(...strays));
        return (group) => any(...this.notifications.of(group).map((one) => of(one, condition(one))), () => mayHave);
    }

    private leadsToDns(notification: Subject): Condition {
        return () => any(...this.topicsOf(notification).map(isDnsTopic))();
    }

    /** The topic behind a subscription that the notification waits for, or the topic itself. */
    private topicsOf(notification: Subject): readonly Subject[] {
        const through = this.stack
            .dependencies(notification, topicOfNotification.property, ["subscription"])
            .flatMap((subscription) => known(() => this.stack.referents(subscription, topicOfSubscription)) ?? []);
        return through.length > 0 ? through : this.stack.referents(notification, topicOfNotification);
    }
}

function holds({ props }: Subject, event: string): Condition {
    return any(...elements(() => props.notifications).map((read) => () => read() === event));
}

function isDnsTopic(topic: Subject): Condition {
    return of(topic, () => roleOf(topic) === "dns");
}
