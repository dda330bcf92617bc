import { type CostEstimate, estimateCost } from "../../cost/estimate";
import type { PlannedResource } from "../../cost/plan";
import { modelContextOf } from "../engine/providers";
import type { Registration } from "../engine/registration";
import { masked } from "../engine/values";

/** What the planned resources cost; what is only read exists, and is paid for, already. */
export function reportedCost(registrations: readonly Registration[], configured: string | undefined): CostEstimate {
    const planned = registrations.filter(({ custom, read }) => custom && !read);
    return estimateCost(
        planned.map((one) => plannedResource(one, configured)),
        regionOf({}, configured),
    );
}

function plannedResource(registration: Registration, configured: string | undefined): PlannedResource {
    const { urn, type, name, propertyDependencies } = registration;
    const inputs = masked(registration.inputs) as Record<string, unknown>;
    // A resource may live in another Region than its provider.
    const { region: own } = inputs;
    const region = typeof own === "string" ? own : regionOf(registration.provider?.inputs ?? {}, configured);
    return { urn, type, name, region, inputs, madeFrom: propertyDependencies };
}

function regionOf(inputs: Registration["inputs"], configured: string | undefined): string {
    return modelContextOf(inputs, configured).region;
}
