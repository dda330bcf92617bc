import { Server, ServerCredentials, type sendUnaryData } from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
    type AnalyzeRequest,
    AnalyzeResponse,
    AnalyzerInfo,
    AnalyzerStackConfigureResponse,
    type AnalyzeStackRequest,
    PolicyInfo,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { OBSERVED_TAG } from "../../policies/kinds";
import { conduct } from "../preview/engine/conduct";
import { MESSAGE_LIMITS } from "../preview/engine/grpc-limits";
import { type Project, readProject } from "../preview/input/project";
import { compileProgram } from "../preview/processes/compiled-program";
import { Endpoint } from "../preview/processes/endpoint";
import { startProgram } from "../preview/processes/program";

/** What a preview puts before its policy pack. */
export interface RecordedStack {
    readonly project: Project;
    /** One for each resource, and for what only the preview shows. */
    readonly requests: readonly AnalyzeRequest[];
    readonly whole: AnalyzeStackRequest;
}

/** Previews a stack with a pack that judges nothing and remembers everything. */
export async function recordStack(stack: string): Promise<RecordedStack> {
    const project = readProject({ folder: process.cwd(), stack });
    const recorder = new Recorder();
    const endpoint = await Endpoint.listen();
    const compiled = await compileProgram(project);
    const program = startProgram(project, endpoint.address, { fullStacks: false, compiled }, () => undefined);
    try {
        const report = await conduct(
            {
                ...{ project, endpoint, program, programLines: [], packLines: [], notes: [] },
                pack: { address: recorder.listen(), process: program },
                packChoice: { folder: "", shown: "the recorder" },
            },
            {
                ...{ folder: project.root, strict: false, fullStacks: false, tsNode: false, deadlineSeconds: 120 },
                onProgress: () => undefined,
            },
        );
        const { requests, whole } = recorder;
        if (whole === undefined) throw new Error(`The preview of ${stack} ${report.result}; nothing was recorded.`);
        return { project, requests, whole };
    } finally {
        endpoint.close();
        recorder.close();
        await program.stop();
        await compiled?.remove();
    }
}

/** Stands in for a policy pack. */
class Recorder {
    readonly requests: AnalyzeRequest[] = [];
    whole: AnalyzeStackRequest | undefined;
    private readonly server = new Server(MESSAGE_LIMITS);

    /** @returns the address */
    listen(): Promise<string> {
        const answerWith =
            <Request, Response>(answer: (request: Request) => Response) =>
            ({ request }: { request: Request }, respond: sendUnaryData<Response>) =>
                respond(null, answer(request));
        // One rule that wants to see what only a preview shows.
        const rule = new PolicyInfo().setName("recorder").setTagsList([OBSERVED_TAG]);
        this.server.addService(AnalyzerService, {
            getAnalyzerInfo: answerWith(() => new AnalyzerInfo().setName("recorder").setPoliciesList([rule])),
            configureStack: answerWith(() => new AnalyzerStackConfigureResponse()),
            configure: answerWith(() => new Empty()),
            analyze: answerWith((request: AnalyzeRequest) => {
                this.requests.push(request);
                return new AnalyzeResponse();
            }),
            analyzeStack: answerWith((request: AnalyzeStackRequest) => {
                this.whole = request;
                return new AnalyzeResponse();
            }),
        });
        return new Promise((resolve, reject) => {
            this.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
                error ? reject(error) : resolve(`127.0.0.1:${port}`),
            );
        });
    }

    close(): void {
        this.server.forceShutdown();
    }
}
