import { TestEngine } from '../../src/kql/conformance/duckdb.ts';
import { duckTypes } from '../../src/kql/dialects/duckdb/literal.ts';
import { catalogFrom, createGlobals } from '../../src/kql/index.ts';
import type { Table } from './generate.ts';
import { jsonText, plainText, type Json, type Type, type Value } from './values.ts';

function cell(type: Type, value: Value): string {
  if (value === null) return 'NULL';
  if (type === 'dynamic') return quoted(jsonText(value as Json));
  return typeof value === 'string' || typeof value === 'number' ? quoted(String(value)) : plainText(value);
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const named = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** An engine that holds tables. */
export async function engineWith(tables: readonly Table[]): Promise<TestEngine> {
  const own = tables.map(({ name, relation }) => ({
    name,
    description: '',
    columns: relation.columns.map((column) => ({ name: column.name, type: column.type, description: '' })),
  }));
  const engine = await TestEngine.open(createGlobals(catalogFrom({ published: [], own })));
  for (const { name, relation } of tables) {
    const columns = relation.columns.map((column) => `${named(column.name)} ${duckTypes[column.type]}`);
    await engine.connection.run(`CREATE TABLE ${named(name)} (${columns.join(', ')})`);
    for (const row of relation.rows) {
      const values = row.map((value, index) => cell(relation.columns[index]!.type, value));
      await engine.connection.run(`INSERT INTO ${named(name)} VALUES (${values.join(', ')})`);
    }
  }
  return engine;
}
