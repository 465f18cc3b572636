import { call, literal, ref, type Rel, type Scalar } from '../ir/index.ts';
import { externalRecord } from '../catalog/catalog.ts';
import { child, columnsOf, list, nameOf, need, stringOf, tokenText } from '../language/syntax.ts';
import { convert } from '../lower/convert.ts';
import { refused, unsupported } from '../lower/refusal.ts';
import type { LowerOperator } from './operator.ts';

/**
 * `externaldata`: only files that an administrator has mapped to the address. Columns are found by name where the file has
 * all of those names, else by place; texts become what the query declares.
 */
export const externaldata: LowerOperator = (lowering, node) => {
  const declared = columnsOf(node) ?? [];
  const clause = child(node, 'WithClause');
  let skipsFirst = false;
  for (const property of clause === undefined ? [] : list(need(clause, 'Properties'))) {
    const name = nameOf(property).toLowerCase();
    if (name !== 'format' && name !== 'ignorefirstrecord' && name !== 'recordcount')
      throw unsupported(property, `the property ${nameOf(property)} of externaldata is not supported`);
    if (name === 'ignorefirstrecord')
      skipsFirst = tokenText(need(property, 'Expression')).toLowerCase() === 'true';
  }
  const legs = list(need(node, 'URIs')).map((uri) => {
    const url = stringOf(uri);
    const file = lowering.catalog.externalFiles?.get(url);
    if (file === undefined)
      throw refused(
        uri,
        `externaldata reads nothing from the network; an administrator can map ${url} to a local file`,
      );
    lowering.tables.add(file.table);
    const columns = file.columns.map((name) => lowering.column(name, 'string'));
    const record = lowering.column('', 'long', false, true);
    const scan: Rel = {
      op: 'scan',
      table: file.table,
      columns: [...columns, record],
      sources: [...file.columns, externalRecord],
    };
    const places = new Map(file.columns.map((name, index) => [name.toLowerCase(), index]));
    const byName = declared.every(({ name }) => places.has(name.toLowerCase()));
    const expressions = declared.map(({ name, type }, index): Scalar => {
      const column = columns[byName ? places.get(name.toLowerCase())! : index];
      if (column === undefined) return literal(type, null);
      return type === 'dynamic'
        ? call('parse_json', [ref(column)], 'dynamic', true)
        : convert(ref(column), type);
    });
    if (!byName && !skipsFirst) return { rel: scan, expressions };
    // The first record holds the names.
    const predicate = call('>', [ref(record), literal('long', 1n)], 'bool', false);
    return { rel: { op: 'filter', input: scan, columns: scan.columns, predicate } as const, expressions };
  });
  return {
    op: 'union',
    inputs: legs,
    columns: declared.map(({ name, type }) => lowering.column(name, type)),
  };
};

/** `inline_external_table`: another place to read from. */
export const inlineExternalTable: LowerOperator = (_, node) => {
  throw refused(
    node,
    'inline_external_table would read from elsewhere; only the tables of this installation can be read',
  );
};
