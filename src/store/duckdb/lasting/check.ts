import type { DuckDBConnection } from '@duckdb/node-api';
import { ownTables, type Table } from '../../../schema/index.ts';
import type { CheckedTable } from '../../lasting-store.ts';
import { quote } from '../ddl.ts';

/** Reads all values of all tables of the file, and counts keys of our own tables that stand in more than one row. */
export async function checkTables(connection: DuckDBConnection): Promise<readonly CheckedTable[]> {
  const found = await connection.runAndReadAll(
    `SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary ORDER BY ALL`,
  );
  const tables = found.getRows().map(([schema, name]) => ({ schema: String(schema), name: String(name) }));
  const checked: CheckedTable[] = [];
  for (const { schema, name } of tables) {
    const from = `${quote(schema)}.${quote(name)}`;
    // The hash needs every value, so every block is read and its checksum compared.
    checked.push(
      await guarded(schema === 'main' ? name : `${schema}.${name}`, async () => {
        const [row] = await rowsOf(connection, `SELECT count(*), bit_xor(hash(t)) FROM ${from} t`);
        return { rows: Number(row![0]), doubledKeys: 0 };
      }),
    );
  }
  for (const table of Object.values(ownTables) as readonly Table[])
    checked.push(await guarded(table.name, () => keysOf(connection, table)));
  return checked;
}

async function keysOf(
  connection: DuckDBConnection,
  { name, key }: Table,
): Promise<{ readonly rows: number; readonly doubledKeys: number }> {
  const columns = key.map(quote).join(', ');
  const [row] = await rowsOf(
    connection,
    `SELECT coalesce(sum(n), 0)::DOUBLE, count(*) FILTER (n > 1)::DOUBLE FROM (SELECT count(*) AS n FROM ${quote(name)} GROUP BY ${columns})`,
  );
  return { rows: Number(row![0]), doubledKeys: Number(row![1]) };
}

async function guarded(
  table: string,
  work: () => Promise<{ readonly rows: number; readonly doubledKeys: number }>,
): Promise<CheckedTable> {
  try {
    return { table, ...(await work()) };
  } catch (error) {
    // Only the kind of trouble is told: the engine's text may hold data.
    const kind = /^(?:Failed[^:]*: )?(.*?) ?Error: /.exec(error instanceof Error ? error.message : '')?.[1];
    return { table, rows: 0, doubledKeys: 0, trouble: `${kind ?? 'unknown'} error` };
  }
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await connection.runAndReadAll(sql)).getRows();
}
