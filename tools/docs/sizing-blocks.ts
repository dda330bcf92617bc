import { figures, type SizedGroup, sizedGroups } from "../sizing/figures";
import { largestLoad, sizeCluster, sizeGroup } from "../sizing/size-cluster";
import { sizingText } from "../sizing/text";
import { table } from "./table";

/** What the page's first command asks for. */
const example = { viewers: 2000, publishers: 50 };

/** Loads that the page shows: full nodes, both sides of each change of the instance type, the vendor's reference, the limit. */
const shownLoads: Readonly<Record<SizedGroup, readonly number[]>> = {
    origin: [40, 120, 121, 480, 481, largestLoad("origin")],
    edge: [150, 1500, 1501, 6000, 6001, 30_000, largestLoad("edge")],
};

/** What docs/sizing.md takes from the code, by the name of the block. */
export function sizingBlocks(): Record<string, string> {
    const output = sizingText(example, sizeCluster(example)).trimEnd();
    return { example: `\`\`\`\n${output}\n\`\`\``, figures: figuresTable(), sizes: sizesTable() };
}

function figuresTable(): string {
    const rows = sizedGroups.flatMap((group) => {
        const { clients, steps, nodesOfAStep } = figures[group];
        return steps.map(({ instanceType, vcpus, perNode }, index) => {
            const largest = index === steps.length - 1 ? largestLoad(group) : perNode * nodesOfAStep;
            return [group, instanceType, String(vcpus), `${number(perNode)} ${clients}`, `up to ${number(largest)}`];
        });
    });
    return table(["Group", "Instance type", "vCPUs", "One node carries", "Taken for"], rows);
}

function sizesTable(): string {
    const rows = sizedGroups.flatMap((group) =>
        shownLoads[group].map((load) => {
            const { instanceType, needed, size } = sizeGroup(group, load);
            const sizes = [needed, size.min, size.desired, size.max].map(String);
            return [`${number(load)} ${figures[group].clients}`, instanceType, ...sizes];
        }),
    );
    return table(["Expected peak", "Instance type", "Needed", "`min`", "`desired`", "`max`"], rows);
}

/** 30000 as 30,000. */
function number(value: number): string {
    return value.toLocaleString("en-US");
}
