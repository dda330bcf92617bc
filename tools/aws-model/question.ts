import type { ModelContext } from "./context";
import type { Inputs } from "./markers";

export interface Question {
    /** Function token such as `aws:ec2/getAmi:getAmi`. */
    readonly token: string;
    readonly args: Inputs;
}

export type Answer = (args: Inputs, context: ModelContext, question: Question) => Inputs;

/** Files that a reader extends to answer another question. */
export const files = {
    answers: "tools/aws-model/answers.ts",
    images: "tools/aws-model/images.ts",
    instances: "tools/aws-model/instances.ts",
    networks: "tools/aws-model/networks.ts",
};

/** Thrown for a provider function without a recorded answer: the preview has no network to ask AWS. */
export class UnansweredQuestionError extends Error {
    override readonly name = "UnansweredQuestionError";

    constructor({ token, args }: Question, detail = "", file = files.answers) {
        const keys = Object.keys(args).sort().join(", ");
        super(
            `The program asks AWS through ${token} with ${keys === "" ? "no arguments" : `the arguments ${keys}`}, ` +
                `and there is no recorded answer${detail}. Add one in ${file}.`,
        );
    }
}
