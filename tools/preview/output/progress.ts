/** Shows on standard error that work goes on: one line that changes on a terminal, nothing in a pipe. */
export class Progress {
    private shown = false;

    constructor(private readonly stream: NodeJS.WriteStream) {}

    readonly update = (registered: number): void => {
        if (!this.stream.isTTY) return;
        this.stream.write(`\r\u001b[KPreviewing offline: ${registered} resources`);
        this.shown = true;
    };

    clear(): void {
        if (this.shown) this.stream.write("\r\u001b[K");
    }
}
