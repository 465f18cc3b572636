/** One golden case: a query and what it gives. */
export interface Case {
  readonly title: string;
  readonly query: string;
  /** `name:type` of each column; undefined when a fault is expected. */
  readonly columns: readonly string[] | undefined;
  /** The expected rows as JSON values; or the status of the expected fault. */
  readonly rows: readonly unknown[][];
  readonly fault: string | undefined;
  /** Rows may come in any order. */
  readonly anyOrder: boolean;
}

/**
 * Reads a file of golden cases. A case is `== title`, the query, then `-- name:type, name:type` and one JSON array for each
 * row; `-- unordered name:type …` where the order of rows says nothing; `-- fault: unsupported` where a fault is expected.
 * Lines that start with `//` between cases are comments.
 */
export function parseCases(text: string): readonly Case[] {
  const cases: Case[] = [];
  for (const block of text.split(/^== /m).slice(1)) {
    const lines = block.split('\n');
    const at = lines.findIndex((line) => line.startsWith('-- '));
    if (at === -1) throw new Error(`the case "${lines[0] ?? ''}" has no line that starts with --`);
    const header = lines[at]!.slice(3).trim();
    const fault = /^fault: (\S+)/.exec(header)?.[1];
    const anyOrder = header.startsWith('unordered ');
    const columns = header.replace(/^unordered /, '');
    cases.push({
      title: lines[0]!.trim(),
      query: lines.slice(1, at).join('\n').trim(),
      columns: fault !== undefined ? undefined : columns === '' ? [] : columns.split(', '),
      rows: lines
        .slice(at + 1)
        .filter((line) => line.startsWith('['))
        .map((line) => JSON.parse(line) as unknown[]),
      fault,
      anyOrder,
    });
  }
  return cases;
}
