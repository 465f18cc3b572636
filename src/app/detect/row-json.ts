import type { KqlValue, ResultColumn } from '../../kql/index.ts';
import { valueJson, valueText } from '../../kql/index.ts';

/** Most bytes of UTF-8 that an alert keeps of its row. */
export const maxRowBytes = 16_384;

/**
 * A row as a JSON object of at most 16,384 bytes. A longer one has its long values cut, each then ending in `…`; when that is
 * not enough, the last columns are left out and `…` counts them.
 */
export function rowJson(columns: readonly ResultColumn[], row: readonly KqlValue[]): string {
  const cells = columns.map(({ name, type }, i) => ({ name, type, value: row[i] ?? null }));
  const whole = JSON.stringify(
    objectOf(cells.map(({ name, type, value }) => [name, valueJson(type, value)])),
  );
  if (bytes(whole) <= maxRowBytes) return whole;
  let short = '';
  for (const length of [4096, 1024, 256, 64]) {
    short = JSON.stringify(objectOf(cells.map((cell) => shortened(cell, length))));
    if (bytes(short) <= maxRowBytes) return short;
  }
  return withoutLast(cells.map((cell) => shortened(cell, 64)));
}

type Entry = readonly [name: string, value: unknown];

function shortened(cell: ResultColumn & { readonly value: KqlValue }, length: number): Entry {
  const text = valueText(cell.type, cell.value);
  return text.length > length
    ? [cell.name, `${text.slice(0, length)}…`]
    : [cell.name, valueJson(cell.type, cell.value)];
}

function withoutLast(entries: readonly Entry[]): string {
  let kept = 0;
  // Room for the count, the brackets and commas.
  let room = maxRowBytes - 64;
  for (const [name, value] of entries) {
    room -= bytes(JSON.stringify({ [name]: value }));
    if (room < 0) break;
    kept++;
  }
  const left: Entry = ['…', `${entries.length - kept} more columns`];
  return JSON.stringify(objectOf([...entries.slice(0, kept), left]));
}

/** Column names are the query's own: `__proto__` is one like any other. */
function objectOf(entries: readonly Entry[]): unknown {
  return Object.fromEntries(entries);
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
