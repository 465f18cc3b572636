import type { Outcome } from '../../src/kql/conformance/duckdb.ts';
import { parseDatetime, parseTimespan } from '../../src/kql/parse-time.ts';
import { matches, type Relation } from './evaluator.ts';
import type { Json, Row, Type, Value } from './values.ts';

/** A cell of the engine's result as the evaluator has it. */
function valueOf(type: Type, cell: unknown): Value {
  if (cell === null) return null;
  switch (type) {
    case 'long':
    case 'int':
      return BigInt(cell as number | string);
    case 'real':
      return Number(cell);
    case 'datetime':
      return parseDatetime(cell as string);
    case 'timespan':
      return parseTimespan(cell as string);
    case 'string':
    case 'guid':
    case 'bool':
    case 'dynamic':
      return cell as Json;
  }
}

/** What is different between a result and what it must be, or undefined. */
export function difference(expected: Relation, outcome: Outcome): string | undefined {
  if (!outcome.ok) return `${outcome.status}: ${outcome.message}`;
  if (outcome.mismatches.length > 0) return `binder: ${outcome.mismatches.join('; ')}`;
  const columns = expected.columns.map((column) => `${column.name}:${column.type}`);
  if (columns.join(', ') !== outcome.columns.join(', '))
    return `columns: ${outcome.columns.join(', ')} instead of ${columns.join(', ')}`;
  const rows = outcome.rows.map((row) =>
    row.map((cell, index) => valueOf(expected.columns[index]!.type, cell)),
  );
  if (rows.length !== expected.rows.length) return `${rows.length} rows instead of ${expected.rows.length}`;
  const equal = (a: Row, b: Row) =>
    expected.columns.every((column, index) => matches(column, a[index]!, b[index]!));
  if (expected.ordered) {
    const at = expected.rows.findIndex((row, index) => !equal(row, rows[index]!));
    return at === -1 ? undefined : `row ${at}: ${show(rows[at]!)} instead of ${show(expected.rows[at]!)}`;
  }
  const rest = [...rows];
  for (const row of expected.rows) {
    const at = rest.findIndex((other) => equal(row, other));
    if (at === -1) return `no row ${show(row)} among ${rest.slice(0, 3).map(show).join(' ')}`;
    rest.splice(at, 1);
  }
  return undefined;
}

function show(row: Row): string {
  return JSON.stringify(row, (_, value: unknown) =>
    typeof value === 'bigint'
      ? `${String(value)}n`
      : typeof value === 'number' && !Number.isFinite(value)
        ? String(value)
        : value,
  );
}
