import { StatementType, type DuckDBConnection, type DuckDBPreparedStatement } from '@duckdb/node-api';
import type { CompiledQuery, ResultColumn } from '../../kql/index.ts';

/** What was to run is not one statement that reads. */
export class NoSelect extends Error {
  override readonly name = 'NoSelect';
}

/** A result does not have the shape that the compiler stated. */
export class UnexpectedResult extends Error {
  override readonly name = 'UnexpectedResult';
}

/**
 * Prepares the SQL of a query. The compiler writes one SELECT; this is the wall behind it, which no text passes that is
 * anything else.
 */
export async function prepareSelect(
  connection: DuckDBConnection,
  query: CompiledQuery,
): Promise<DuckDBPreparedStatement> {
  // The engine turns some commands (PRAGMA, SHOW, DESCRIBE) into a SELECT by itself.
  if (!/^\(*(?:SELECT|WITH)\b/.test(query.sql)) throw new NoSelect();
  const statements = await connection.extractStatements(query.sql);
  if (statements.count !== 1) throw new NoSelect();
  const prepared = await statements.prepare(0);
  try {
    if (prepared.statementType !== StatementType.SELECT) throw new NoSelect();
    checkColumns(prepared, query.columns);
    return prepared;
  } catch (error) {
    prepared.destroySync();
    throw error;
  }
}

/** Prepares the question for the plan of a query; what is no SELECT is refused as when it runs. */
export async function preparePlan(
  connection: DuckDBConnection,
  query: CompiledQuery,
): Promise<DuckDBPreparedStatement> {
  const select = await prepareSelect(connection, query);
  select.destroySync();
  return connection.prepare(`EXPLAIN ${query.sql}`);
}

/** Columns of a plan. */
export const planColumns: readonly ResultColumn[] = [
  { name: 'explain_key', type: 'string' },
  { name: 'explain_value', type: 'string' },
];

function checkColumns(prepared: DuckDBPreparedStatement, columns: CompiledQuery['columns']): void {
  // A query without columns still has rows to count: the printer puts a constant there.
  if (columns.length === 0) return;
  const names = Array.from({ length: prepared.columnCount }, (_, index) => prepared.columnName(index));
  if (names.length !== columns.length || columns.some((column, index) => column.id !== names[index])) {
    throw new UnexpectedResult(`the columns are ${names.length}, not the ${columns.length} of the query`);
  }
}
