import { all, type Condition, of } from "../condition";
import type { Kind } from "../kinds";
import { at, elements, known, type Reader } from "../properties";
import type { Stack } from "../stack";
import type { Subject } from "../subject";
import { groupOfPart } from "./group-parts";

/** What a group or an attachment connects. Either end may not be known yet. */
interface Link {
    readonly subject: Subject;
    readonly groups: Reader<readonly Subject[]>;
    readonly targetGroups: Reader<readonly Subject[]>;
}

const targetGroup: readonly Kind[] = ["target group"];

/** Which Auto Scaling groups stand behind which target groups, in any of the four ways in which AWS connects them. */
export class TargetGroupMembers {
    /** Groups and attachments of which it is not known yet what they connect. */
    readonly unresolved: readonly Subject[];
    /** Holds once everything is known; until then it says which properties have no value. */
    readonly isComplete: Condition;
    private readonly groups = new Map<string, Set<Subject>>();
    private readonly targetGroups = new Map<string, Set<Subject>>();

    constructor(stack: Stack) {
        const open = linksOf(stack).filter((link) => !this.connect(link));
        this.unresolved = [...new Set(open.map(({ subject }) => subject))];
        this.isComplete = all(...open.flatMap(isKnown));
    }

    /** Groups whose servers are registered in the target group. */
    groupsOf({ urn }: Subject): readonly Subject[] {
        return [...(this.groups.get(urn) ?? [])];
    }

    /** Target groups in which the servers of the group are registered. */
    targetGroupsOf({ urn }: Subject): readonly Subject[] {
        return [...(this.targetGroups.get(urn) ?? [])];
    }

    /** False when an end of the link is not known yet. */
    private connect(link: Link): boolean {
        const [groups, targets] = [known(link.groups), known(link.targetGroups)];
        for (const group of groups ?? []) {
            for (const target of targets ?? []) {
                add(this.groups, target.urn, group);
                add(this.targetGroups, group.urn, target);
            }
        }
        return groups !== undefined && targets !== undefined;
    }
}

function linksOf(stack: Stack): Link[] {
    return [
        ...stack.ofKind("Auto Scaling group").flatMap((subject) => {
            const groups = () => [subject];
            const sources = elements(() => subject.props.trafficSources).map((read) => () => at(read(), "identifier"));
            return [
                { subject, groups, targetGroups: targetsIn(stack, subject, "targetGroupArns") },
                { subject, groups, targetGroups: targetsIn(stack, subject, "trafficSources", sources) },
            ];
        }),
        ...stack.ofKind("target group attachment").map((subject) => {
            const targetGroups = targetsIn(stack, subject, "lbTargetGroupArn", [() => subject.props.lbTargetGroupArn]);
            return { subject, groups: () => stack.referents(subject, groupOfPart), targetGroups };
        }),
        ...stack.ofKind("traffic source attachment").map((subject) => {
            const source = () => at(subject.props, "trafficSource", "identifier");
            const targetGroups = targetsIn(stack, subject, "trafficSource", [source]);
            return { subject, groups: () => stack.referents(subject, groupOfPart), targetGroups };
        }),
    ];
}

function targetsIn(stack: Stack, subject: Subject, property: string, readers?: Reader[]): Reader<readonly Subject[]> {
    return () => stack.referentsOfEach(subject, { property, kinds: targetGroup, identity: "arn" }, readers);
}

function isKnown({ subject, groups, targetGroups }: Link): Condition[] {
    return [groups, targetGroups].map((read) => of(subject, () => Array.isArray(read())));
}

function add(map: Map<string, Set<Subject>>, urn: string, subject: Subject): void {
    const set = map.get(urn);
    if (set) set.add(subject);
    else map.set(urn, new Set([subject]));
}
