import type { ConfigIssue } from "../issues";
import type { Group } from "../schema";
import type { Check } from "./check";

/** At this share of its processors a server refuses new sessions (`server.cpu_limit`). */
const CPU_LIMIT = 75;
/** Size of the system with the server, in GiB. */
const SMALLEST_DISK = 16;
/** Where the server sends and receives media (`settings.webrtc.portRangeMin` and `portRangeMax`). */
const media = { from: 50000, to: 60000 };
/** Sizes with fewer than 4 processors. */
const smallSizes = ["nano", "micro", "small", "medium", "large"];

/** What Ant Media Server demands of the groups that run it. */
export const antMediaGroupsFit: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, group]) =>
        group.software === "ant-media"
            ? [...cpuIssues(name, group), ...sizeIssues(name, group), ...mediaIssues(name, group)]
            : [],
    );

/** Nodes find each other, and streams, in the database. */
export const antMediaHasADatabase: Check = ({ groups, database }) => {
    const name = Object.keys(groups).find((group) => groups[group]?.software === "ant-media");
    return name !== undefined && database === undefined
        ? [
              {
                  key: "database",
                  text: `is missing; the group ${name} needs one to join its cluster: set members, or the uri of an existing one.`,
              },
          ]
        : [];
};

function cpuIssues(name: string, { cpuTarget }: Group): ConfigIssue[] {
    return cpuTarget !== undefined && cpuTarget >= CPU_LIMIT
        ? [
              {
                  key: `groups.${name}.cpuTarget`,
                  text: `is ${cpuTarget}; it must be from 10 to below 75, because Ant Media refuses new publishers and players at 75 % CPU.`,
              },
          ]
        : [];
}

function sizeIssues(name: string, { disk, instanceTypes }: Group): ConfigIssue[] {
    const issues: ConfigIssue[] = instanceTypes.flatMap((type, index) =>
        smallSizes.includes(type.split(".")[1] ?? "")
            ? [
                  {
                      key: `groups.${name}.instanceTypes[${index}]`,
                      text: `is "${type}"; it must be an xlarge or more, because Ant Media Enterprise needs 4 processors and 8 GB.`,
                  },
              ]
            : [],
    );
    if (disk.gib < SMALLEST_DISK) {
        issues.push({
            key: `groups.${name}.disk.gib`,
            text: `is ${disk.gib}; it must be at least ${SMALLEST_DISK}, because the media server needs 16 GiB.`,
        });
    }
    return issues;
}

function mediaIssues(name: string, { ports, publicAddress }: Group): ConfigIssue[] {
    const udp = ports.filter(({ protocol }) => protocol === "udp");
    const isMedia = ({ from, to }: { readonly from: number; readonly to: number }) =>
        from === media.from && to === media.to;
    const touches = udp.filter(({ from, to }) => from <= media.to && to >= media.from);
    const isExact = touches.length > 0 && touches.every(isMedia);
    const areInOrder = udp.every(({ from, to }) => from <= to);
    return publicAddress && areInOrder && !isExact
        ? [
              {
                  key: `groups.${name}.ports`,
                  text: `must hold UDP ${media.from} to ${media.to} and no more around it: there Ant Media sends and receives media.`,
              },
          ]
        : [];
}
