import { type Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { RunReport } from "./report";

/** What the registrar needs of the metrics library. */
export type Measures = Pick<Metrics, "addMetric" | "publishStoredMetrics">;

/** Reports a run as metrics. Dimensions are the service and the cluster. */
export function measureRun(report: RunReport, measures: Measures): void {
    const { Count, Percent, Seconds } = MetricUnit;
    measures.addMetric("ChangeCalls", Count, report.changeCalls);
    measures.addMetric("RecordsCreated", Count, report.created);
    measures.addMetric("RecordsDeleted", Count, report.deleted);
    measures.addMetric("ThrottledCalls", Count, report.throttled);
    measures.addMetric("HookCompletions", Count, report.hooksCompleted);
    measures.addMetric("AnnouncementsQueued", Count, report.announced);
    measures.addMetric("ForeignRecord", Count, report.foreign);
    measures.addMetric("NoAddress", Count, report.longWithoutAddress);
    measures.addMetric("MassDeleteRefused", Count, report.refusals["mass-delete"] ?? 0);
    measures.addMetric("ZoneNearLimit", Count, report.zoneNearLimit ? 1 : 0);
    measures.addMetric("NeedsAttention", Count, report.needsAttention);
    measures.addMetric("DrainUsedPercent", Percent, report.drainUsedPercent);
    if (report.reason === "schedule") measures.addMetric("Drift", Count, report.drift);
    if (report.insyncSeconds !== undefined) measures.addMetric("EventToInsyncSeconds", Seconds, report.insyncSeconds);
    measures.publishStoredMetrics();
}
