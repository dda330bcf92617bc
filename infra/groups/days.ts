interface Time {
    readonly at: string;
    readonly days?: readonly string[];
}

const week = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

/** `1045`, or `1045-15` on Mondays and Fridays only: short, because a schedule's name has 64 characters. */
export function timeName({ at, days }: Time): string {
    const time = at.replace(":", "");
    return days ? `${time}-${days.map((day) => week.indexOf(day) + 1).join("")}` : time;
}

/** Days of a five-field cron expression, from 0 for Sunday; `*` for every day. */
export function daysOfWeek(days: readonly string[] | undefined): string {
    return days ? days.map((day) => (week.indexOf(day) + 1) % 7).join(",") : "*";
}
