import type { Dice } from '../dice.ts';

const cells = [
  '',
  '"',
  '""',
  '"open',
  "'",
  '\0',
  '=cmd()',
  '-1',
  '1e999',
  'NaN',
  '9'.repeat(400),
  'x'.repeat(300_000),
  '2024-99-99',
  '__proto__',
  'constructor',
  '"two\nlines"',
  '999.999.999.999',
  '::ffff:1.2.3.4',
  'CVE-2024-0001,CVE-0-0',
  '\u202e',
  '-',
  '(empty)',
];

type Table = readonly (readonly string[])[];

const mutations: Readonly<Record<string, (rows: Table, row: number, column: number, dice: Dice) => Table>> = {
  'without a column': (rows, _, column) => rows.map((cellsOf) => cellsOf.filter((__, at) => at !== column)),
  'a column twice': (rows, _, column) =>
    rows.map((cellsOf) => cellsOf.toSpliced(column, 0, cellsOf[column] ?? '')),
  'columns in another order': (rows) => rows.map((cellsOf) => cellsOf.toReversed()),
  'columns more': (rows, _, __, dice) => {
    const more = Array.from({ length: dice.pick([1, 40, 3000]) }, (___, at) => `c${at}`);
    return rows.map((cellsOf, at) => (at === 0 ? [...cellsOf, ...more] : cellsOf));
  },
  'cells more': (rows, row, _, dice) =>
    rows.with(row, [...(rows[row] ?? []), ...Array.from({ length: dice.pick([1, 3000]) }, () => 'x')]),
  'a cell less': (rows, row, column) =>
    rows.with(
      row,
      (rows[row] ?? []).filter((_, at) => at !== column),
    ),
  'another cell': (rows, row, column, dice) =>
    rows.with(
      row,
      (rows[row] ?? []).map((cell, at) => (at === column ? dice.pick(cells) : cell)),
    ),
  'another column': (rows, _, column, dice) => {
    // A long cell in each of many lines would only show how much memory there is.
    const cell = dice.pick(rows.length > 20 ? cells.filter(({ length }) => length < 1000) : cells);
    return rows.map((cellsOf, at) =>
      at === 0 ? cellsOf : cellsOf.map((old, i) => (i === column ? cell : old)),
    );
  },
  'without a line': (rows, row) => rows.toSpliced(row, 1),
  'a line twice': (rows, row) => rows.toSpliced(row, 0, rows[row] ?? []),
  'a line many times': (rows, row, _, dice) =>
    rows.toSpliced(
      row,
      0,
      ...Array.from(
        { length: (rows[row] ?? []).join().length > 5000 ? 3 : dice.pick([20, 500]) },
        () => rows[row] ?? [],
      ),
    ),
  'lines in another order': (rows) => rows.toReversed(),
  'two lines swapped': (rows, row, column) => {
    const other = column % rows.length;
    return rows.with(row, rows[other] ?? []).with(other, rows[row] ?? []);
  },
  'a line of its own': (rows, row, _, dice) => rows.toSpliced(row, 0, [dice.pick(cells)]),
  'an empty line': (rows, row) => rows.toSpliced(row, 0, []),
};

export const lineMutationNames: readonly string[] = Object.keys(mutations);

/** A text of lines with one change of its lines or of its columns, cut at whatever separates most of them. */
export function mutateLines(text: string, name: string, dice: Dice): string {
  const lines = text.split('\n');
  const counts = [',', ';', '\t', '|', '=', ': '].map((mark) => [mark, text.split(mark).length] as const);
  const mark = counts.reduce((most, next) => (next[1] > most[1] ? next : most))[0];
  const rows = lines.map((line) => line.split(mark));
  const row = dice.int(rows.length);
  const column = dice.int(rows[row]?.length ?? 1);
  return mutations[name]!(rows, row, column, dice)
    .map((cellsOf) => cellsOf.join(mark))
    .join('\n');
}
