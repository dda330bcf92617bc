import type { Check } from "./check";

export const mailsHaveAlarms: Check = ({ monitoring, protect }) =>
    monitoring.email !== undefined && !(monitoring.alarms ?? protect)
        ? [{ key: "monitoring.email", text: "needs alarms to send; set monitoring.alarms to true, or leave it out." }]
        : [];
