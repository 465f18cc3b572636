import { processes } from '../../functions/processes.ts';
import type { Column, Rel } from '../../ir/index.ts';
import { duckTypes, quoteText } from './literal.ts';
import { nativeName } from './native.ts';

/**
 * A process as SQL: every input's rows become one JSON array of arrays of texts, the engine calls our function once, and
 * its answer, again an array of arrays of texts, becomes rows. Too many rows, and a fault of the function, end the query
 * with a message that starts with `kql-limit: `.
 */
export function processSql(rel: Extract<Rel, { op: 'process' }>, select: (rel: Rel) => string): string {
  const process = processes.get(rel.process);
  if (process === undefined) throw new Error(`no process ${rel.process}`);
  const { maxRows, title } = process;
  const inputs = rel.inputs.map((input, index) => {
    const cells = input.columns.map((column) => `${column.id}::VARCHAR`).join(', ');
    const rows = `SELECT *, row_number() OVER () AS input_row FROM (${select(input)}) LIMIT ${maxRows + 1}`;
    const tooMany = quoteText(`kql-limit: ${title} takes at most ${maxRows} rows`);
    return `(SELECT CASE WHEN count(*) > ${maxRows} THEN error(${tooMany}) ELSE coalesce(to_json(list([${cells}] ORDER BY input_row)), '[]'::JSON) END FROM (${rows}) AS p${index})`;
  });
  const settings = `${quoteText(JSON.stringify(rel.settings))}::JSON`;
  const call = `${nativeName(`process_${rel.process}`)}(${[settings, ...inputs].join(', ')})::JSON`;
  const checked = `SELECT CASE json_type(answer) WHEN 'VARCHAR' THEN error('kql-limit: ' || (answer->>'$')) ELSE answer END AS answer FROM (SELECT ${call} AS answer)`;
  const columns = rel.columns.map(
    (column, index) => `${cellSql(`cells[${index + 1}]`, column)} AS ${column.id}`,
  );
  return `SELECT ${columns.join(', ')} FROM (SELECT unnest(from_json(answer, '[["VARCHAR"]]')) AS cells FROM (${checked}))`;
}

function cellSql(cell: string, column: Column): string {
  return column.type === 'string' ? `coalesce(${cell}, '')` : `${cell}::${duckTypes[column.type]}`;
}
