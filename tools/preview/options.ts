/** What a preview is asked for. */
export interface PreviewOptions {
    /** Folder in which to look for the project, upwards. */
    readonly folder: string;
    readonly stack?: string | undefined;
    readonly stackFile?: string | undefined;
    /** Folder of the policy pack. Default `policies` in the project, if it is there. */
    readonly policyPack?: string | undefined;
    /** Configuration of the pack. Default: a file beside the stack file, else `<stack>.json` in its folder, else `dev.json`. */
    readonly policyConfig?: string | undefined;
    /** Fail on findings that mandatory rules cannot judge before the deployment. */
    readonly strict: boolean;
    /** Keep whole stacks in the program, which takes longer. */
    readonly fullStacks: boolean;
    /** Let Pulumi's runner compile the program, with ts-node, which takes longer. */
    readonly tsNode: boolean;
    /** Seconds after which a preview that has not ended has failed. */
    readonly deadlineSeconds: number;
    readonly onProgress: (registered: number) => void;
}
