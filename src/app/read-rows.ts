import { DataUnavailable } from '../base/data-unavailable.ts';
import { epochMsFromTicks, readTable, type KqlType, type KqlValue } from '../kql/index.ts';
import type { Row, Table } from '../schema/index.ts';
import type { QueryRunner } from '../store/index.ts';

/**
 * Reads the named columns of all rows of a table in the order they were appended, in batches: the query
 * `TABLE | project COLUMNS`. An empty text or a null is an absent property, which means unknown. Facts that cannot be read are
 * `DataUnavailable`.
 */
export async function* readRows<T extends Table, const C extends keyof Row<T> & string>(
  store: QueryRunner,
  table: T,
  names: readonly C[],
): AsyncGenerator<readonly Pick<Row<T>, C>[], void> {
  const query = readTable(table, names);
  const run = store.query(query);
  for await (const { columns, rowCount } of run) {
    const rows: Record<string, unknown>[] = [];
    for (let r = 0; r < rowCount; r++) {
      const row: Record<string, unknown> = {};
      for (const [c, { name, type }] of query.columns.entries()) {
        const value = fromKql(type, columns[c]![r]!);
        if (value !== undefined) row[name] = value;
      }
      rows.push(row);
    }
    yield rows as unknown as readonly Pick<Row<T>, C>[];
  }
  const outcome = await run.outcome;
  if (outcome.ok) return;
  const { code, message } = outcome.fault;
  if (code !== 'store-unusable') throw new Error(`the facts cannot be read: ${message}`);
  throw new DataUnavailable({
    code: 'store-damaged',
    message: `${message} in the table ${table.name}`,
    remedy:
      '`fixfirst doctor` looks at all of them; `fixfirst restore FILE --replace` puts back the last backup',
  });
}

function fromKql(type: KqlType, value: KqlValue): unknown {
  if (value === null || value === '') return undefined;
  switch (type) {
    case 'long':
      return Number(value);
    case 'datetime':
      return epochMsFromTicks(value as bigint);
    case 'dynamic':
      return JSON.parse(value as string) as unknown;
    default:
      return value;
  }
}
