import type { createColors } from "picocolors";

/** Functions that colour text, or leave it plain in a pipe. */
export type Colors = ReturnType<typeof createColors>;
