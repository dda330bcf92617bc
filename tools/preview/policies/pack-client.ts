import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
    type AnalyzeDiagnostic,
    AnalyzeRequest,
    type AnalyzeResponse,
    type AnalyzerInfo,
    AnalyzerStackConfigureRequest,
    AnalyzeStackRequest,
    ConfigureAnalyzerRequest,
    EnforcementLevel,
    PolicyConfig,
    PolicySeverity,
    PolicyType,
    type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Inputs } from "../../aws-model/markers";
import { MESSAGE_LIMITS } from "../engine/grpc-limits";
import type { Registration } from "../engine/registration";
import { fromStruct, packStruct, toStruct } from "../engine/values";
import { PreviewError } from "../errors";
import type { Project } from "../input/project";
import { ORGANIZATION } from "../processes/environment";
import { type Finding, type Level, type Remediation, type Severity, withVerdict } from "./findings";
import { analyzerOptions, analyzerProvider, analyzerResource } from "./pack-requests";
import type { PackInfo, PackRules } from "./policy-config";

const levels: Record<number, Level> = {
    [EnforcementLevel.ADVISORY]: "advisory",
    [EnforcementLevel.MANDATORY]: "mandatory",
    [EnforcementLevel.DISABLED]: "disabled",
    [EnforcementLevel.REMEDIATE]: "remediate",
};

const levelNumbers = {
    advisory: EnforcementLevel.ADVISORY,
    mandatory: EnforcementLevel.MANDATORY,
    disabled: EnforcementLevel.DISABLED,
    remediate: EnforcementLevel.REMEDIATE,
} as const;

const severities: Record<number, Severity> = {
    [PolicySeverity.POLICY_SEVERITY_LOW]: "low",
    [PolicySeverity.POLICY_SEVERITY_MEDIUM]: "medium",
    [PolicySeverity.POLICY_SEVERITY_HIGH]: "high",
    [PolicySeverity.POLICY_SEVERITY_CRITICAL]: "critical",
};

/** Sends one request. */
type Send<Response> = (done: (error: ServiceError | null, response: Response) => void) => unknown;

/** Fix of one rule, with the inputs that it leaves behind where it changed any. */
export interface AppliedFix extends Omit<Remediation, "resourceUrn"> {
    readonly inputs?: Inputs;
    /** Why the rule could not run. */
    readonly diagnostic: string;
}

/** What a pack sees of a resource when it judges it alone. */
export type Judged = Pick<Registration, "type" | "name" | "urn" | "inputs" | "options" | "parent" | "provider">;

/** What a pack says about one resource or about the stack. */
export interface Judgement {
    readonly findings: readonly Finding[];
    /** Why rules did not apply, by their names. */
    readonly notApplicable: ReadonlyMap<string, string>;
}

/** Speaks to the running policy pack the way the engine does. */
export class PackClient {
    private readonly client: AnalyzerClient;

    constructor(address: string) {
        this.client = new AnalyzerClient(address, credentials.createInsecure(), MESSAGE_LIMITS);
    }

    /** Tells the pack about the stack and asks what rules it has. */
    async introduce(project: Project): Promise<PackInfo> {
        const request = new AnalyzerStackConfigureRequest()
            .setStack(project.stack)
            .setProject(project.name)
            .setOrganization(ORGANIZATION)
            .setDryRun(true)
            .setConfigSecretKeysList([...project.configuration.secretKeys]);
        for (const [key, value] of Object.entries(project.configuration.values)) request.getConfigMap().set(key, value);
        // Packs of older SDK versions have no ConfigureStack; the engine goes on as well.
        await this.ask("configuring the stack", (done) => this.client.configureStack(request, done), [
            status.UNIMPLEMENTED,
        ]);
        const info = await this.ask<AnalyzerInfo>("listing the rules", (done) =>
            this.client.getAnalyzerInfo(new Empty(), done),
        );
        if (info === undefined) throw new PreviewError("The policy pack does not list its rules.");
        const initialConfig = [...info.getInitialconfigMap().entries()].map(([rule, config]) => {
            return [
                rule,
                { level: levels[config.getEnforcementlevel()], parameters: fromStruct(config.getProperties()) },
            ] as const;
        });
        return {
            name: info.getName(),
            version: info.getVersion(),
            rules: info.getPoliciesList().map((rule) => ({
                name: rule.getName(),
                level: levels[rule.getEnforcementlevel()] ?? "advisory",
                severity: severities[rule.getSeverity()] ?? "",
                description: rule.getDescription(),
                remediation: rule.getRemediationSteps(),
                link: rule.getUrl(),
                tags: rule.getTagsList(),
                judgesResources: rule.getPolicyType() === PolicyType.POLICY_TYPE_RESOURCE,
                properties: fromStruct(rule.getConfigschema()?.getProperties()),
                required: rule.getConfigschema()?.getRequiredList() ?? [],
            })),
            initialConfig: new Map(initialConfig),
        };
    }

    async configure(rules: PackRules): Promise<void> {
        const request = new ConfigureAnalyzerRequest();
        for (const [name, { level, parameters }] of rules) {
            const config = new PolicyConfig()
                .setEnforcementlevel(levelNumbers[level])
                .setProperties(toStruct(parameters));
            request.getPolicyconfigMap().set(name, config);
        }
        await this.ask("configuring the rules", (done) => this.client.configure(request, done));
    }

    async remediate(registration: Registration): Promise<AppliedFix[]> {
        const request = analyzeRequest(registration, registration.inputs);
        const response = await this.ask<RemediateResponse>(`fixing ${registration.urn}`, (done) =>
            this.client.remediate(request, done),
        );
        return (response?.getRemediationsList() ?? []).map((fix) => ({
            policyName: fix.getPolicyname(),
            policyPackName: fix.getPolicypackname(),
            policyPackVersion: fix.getPolicypackversion(),
            description: fix.getDescription(),
            diagnostic: fix.getDiagnostic(),
            ...(fix.hasProperties() ? { inputs: fromStruct(fix.getProperties()) } : {}),
        }));
    }

    async analyze(registration: Judged): Promise<Judgement> {
        const request = analyzeRequest(registration, withoutInternal(registration.inputs));
        const response = await this.ask<AnalyzeResponse>(`judging ${registration.urn}`, (done) =>
            this.client.analyze(request, done),
        );
        return judgementOf(response, registration.urn);
    }

    async analyzeStack(registrations: readonly Registration[], stackUrn: string): Promise<Judgement> {
        const request = new AnalyzeStackRequest().setResourcesList(registrations.map(analyzerResource));
        const response = await this.ask<AnalyzeResponse>("judging the stack", (done) =>
            this.client.analyzeStack(request, done),
        );
        return judgementOf(response, stackUrn);
    }

    close(): void {
        this.client.close();
    }

    private ask<Response>(
        doing: string,
        send: Send<Response>,
        tolerated: readonly number[] = [],
    ): Promise<Response | undefined> {
        return new Promise((resolve, reject) => {
            send((error, response) => {
                if (error === null) resolve(response);
                else if (tolerated.includes(error.code)) resolve(undefined);
                else
                    reject(
                        new PreviewError(
                            `The policy pack failed while ${doing}:
${error.details}`,
                            { cause: error },
                        ),
                    );
            });
        });
    }
}

function analyzeRequest(registration: Judged, properties: Inputs): AnalyzeRequest {
    return new AnalyzeRequest()
        .setType(registration.type)
        .setName(registration.name)
        .setUrn(registration.urn)
        .setProperties(packStruct(properties))
        .setOptions(analyzerOptions(registration))
        .setProvider(analyzerProvider(registration));
}

/** Validators do not see what providers note for themselves. */
function withoutInternal(inputs: Inputs): Inputs {
    const entries = Object.entries(inputs);
    const shown = entries.filter(([key]) => !key.startsWith("__"));
    return shown.length === entries.length ? inputs : Object.fromEntries(shown);
}

/** @param urn what findings are about that name nothing themselves */
function judgementOf(response: AnalyzeResponse | undefined, urn: string): Judgement {
    const notApplicable = (response?.getNotApplicableList() ?? []).map((one) => {
        return [one.getPolicyName(), one.getReason()] as const;
    });
    return {
        findings: (response?.getDiagnosticsList() ?? []).map((diagnostic) => finding(diagnostic, urn)),
        notApplicable: new Map(notApplicable),
    };
}

/** The pack puts the rule's description before the message; both are told apart again. */
function finding(diagnostic: AnalyzeDiagnostic, urn: string): Finding {
    const description = diagnostic.getDescription();
    const message = diagnostic.getMessage();
    const prefix = `${description}\n`;
    return withVerdict({
        resourceUrn: diagnostic.getUrn() || urn,
        policyName: diagnostic.getPolicyname(),
        policyPackName: diagnostic.getPolicypackname(),
        policyPackVersion: diagnostic.getPolicypackversion(),
        enforcementLevel: levels[diagnostic.getEnforcementlevel()] ?? "advisory",
        severity: severities[diagnostic.getSeverity()] ?? "",
        description,
        message: description !== "" && message.startsWith(prefix) ? message.slice(prefix.length) : message,
    });
}
