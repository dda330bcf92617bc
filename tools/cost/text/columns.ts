/** Lines with cells of equal width in each column: text to the left, and to the right from a column on. */
export function columns(rows: readonly (readonly string[])[], firstNumber: number): string[] {
    const count = Math.max(0, ...rows.map(({ length }) => length));
    const widths = Array.from({ length: count }, (_, column) =>
        Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
    );
    return rows.map((cells) =>
        cells
            .map((cell, column) =>
                column < firstNumber ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
            )
            .join("  ")
            .trimEnd(),
    );
}
