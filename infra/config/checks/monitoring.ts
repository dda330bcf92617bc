import type { ConfigIssue } from "../issues";
import type { Check } from "./check";

export const mailsHaveAlarms: Check = ({ monitoring, protect }) =>
    monitoring.email !== undefined && !(monitoring.alarms ?? protect)
        ? [{ key: "monitoring.email", text: "needs alarms to send; set monitoring.alarms to true, or leave it out." }]
        : [];

export const topicsHaveAlarms: Check = ({ monitoring: { topicArn, alarms, email }, protect }) => {
    if (topicArn === undefined) return [];
    const issues: ConfigIssue[] = [];
    if (!(alarms ?? protect))
        issues.push({ key: "monitoring.topicArn", text: "needs alarms; set monitoring.alarms to true." });
    if (email !== undefined)
        issues.push({
            key: "monitoring.email",
            text: "subscribes to a new topic; leave it out beside monitoring.topicArn, whose owner says who is told.",
        });
    return issues;
};

export const bucketsHaveLogs: Check = ({ monitoring: { logBucket, accessLogs }, protect, listeners }) =>
    logBucket !== undefined && (!(accessLogs ?? protect) || listeners.length === 0)
        ? [
              {
                  key: "monitoring.logBucket",
                  text: "needs access logs of a balancer; set monitoring.accessLogs to true, or leave it out.",
              },
          ]
        : [];
