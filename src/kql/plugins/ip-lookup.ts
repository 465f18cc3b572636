import { call, literal, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { kind, type Node } from '../language/syntax.ts';
import { and } from '../lower/values.ts';
import { unsupported } from '../lower/refusal.ts';
import { joinKey } from '../operators/summarize.ts';
import {
  argument,
  columnArgument,
  constantArgument,
  needed,
  shared,
  withNumber,
  type Plugin,
} from './plugin.ts';

/**
 * `ipv4_lookup` and `ipv6_lookup`: the rows of a lookup table whose address range holds the address; a row without a
 * partner stays only when `return_unmatched` is true.
 */
const lookup =
  (family: 'ipv4' | 'ipv6'): Plugin =>
  (plugin) => {
    const { lowering, scope, rows } = plugin;
    const tableNode = needed(plugin, 'LookupTable', 0);
    const table = lowering.relation(tableNode, { environment: scope.environment, depth: scope.depth });
    const source = columnArgument(
      plugin,
      needed(plugin, family === 'ipv4' ? 'SourceIPv4Key' : 'SourceIPv6Key', 1),
    );
    const key = columnArgument(
      plugin,
      needed(plugin, family === 'ipv4' ? 'IPv4LookupKey' : 'IPv6LookupKey', 2),
      table,
    );
    const positional = plugin.args.filter((arg) => kind(arg) !== 'SimpleNamedExpression').slice(3);
    const isFlag = (node: Node) => {
      const scalar = lowering.scalar(node, { ...scope, row: rows.columns });
      return scalar.op === 'literal' && scalar.type === 'bool';
    };
    const flag = argument(plugin, 'return_unmatched', 99) ?? positional.find(isFlag);
    const unmatched = flag !== undefined && constantArgument(plugin, flag).value === true;
    const extra = positional.filter((node) => node !== flag);
    const pairs = extra.map((node) => {
      const left = columnArgument(plugin, node);
      const right = table.columns.find((column) => column.name === left.name);
      if (right === undefined) throw unsupported(node, `the lookup table has no column ${left.name}`);
      return { left, right };
    });
    const type = family === 'ipv4' ? 'long' : 'string';
    const bound = (end: 'low' | 'high', scalar: Scalar) => call(`${family} ${end}`, [scalar], type, true);
    const withBounds = (rel: Rel, column: Column): Rel => {
      const ends = (['low', 'high'] as const).map((end) => bound(end, ref(column)));
      return {
        op: 'project',
        input: rel,
        columns: [...rel.columns, ...ends.map((end) => lowering.columnFor('', end))],
        expressions: [...rel.columns.map((c) => ref(c)), ...ends],
      };
    };
    const numbered = withNumber(lowering, rows);
    const use = shared(lowering, withBounds(numbered, source));
    const left = use();
    const right = withBounds(table, key);
    const [fromLow, fromHigh] = left.columns.slice(-2).map((c) => ref(c)) as [Scalar, Scalar];
    const [low, high] = right.columns.slice(-2).map((c) => ref(c)) as [Scalar, Scalar];
    const at = (column: Column) => left.columns[rows.columns.indexOf(column)]!;
    const crossed: Rel = {
      op: 'join',
      kind: pairs.length === 0 ? 'cross' : 'inner',
      left,
      right,
      on: pairs.map((pair) => joinKey(ref(at(pair.left)), ref(pair.right))),
      columns: [...left.columns, ...right.columns],
    };
    const inside = and([
      ...(type === 'string'
        ? [
            call('!=', [fromLow, literal('string', '')], 'bool', false),
            call('!=', [low, literal('string', '')], 'bool', false),
          ]
        : []),
      call('>=', [fromLow, low], 'bool', true),
      call('<=', [fromHigh, high], 'bool', true),
    ]);
    const matched: Rel = { op: 'filter', input: crossed, columns: crossed.columns, predicate: inside };
    const own = left.columns.slice(0, rows.columns.length);
    const dropped = new Set(pairs.map((pair) => pair.right.id));
    const theirs = table.columns.filter((column) => !dropped.has(column.id));
    const shown = [...own, ...theirs];
    if (!unmatched)
      return {
        op: 'project',
        input: matched,
        columns: shown,
        expressions: shown.map((column) => ref(column)),
      };
    const number = left.columns[rows.columns.length]!;
    const useMatched = shared(lowering, {
      op: 'project',
      input: matched,
      columns: [...shown, number],
      expressions: [...shown, number].map((column) => ref(column)),
    });
    const [hits, again, rest] = [useMatched(), useMatched(), use()];
    const without: Rel = {
      op: 'join',
      kind: 'leftanti',
      left: rest,
      right: again,
      on: [{ left: ref(rest.columns[rows.columns.length]!), right: ref(again.columns.at(-1)!) }],
      columns: rest.columns,
    };
    return {
      op: 'union',
      inputs: [
        { rel: hits, expressions: hits.columns.slice(0, -1).map((column) => ref(column)) },
        {
          rel: without,
          expressions: [
            ...rest.columns.slice(0, rows.columns.length).map((column): Scalar => ref(column)),
            ...theirs.map((column) => literal(column.type, null)),
          ],
        },
      ],
      columns: [
        ...rows.columns.map((c) => lowering.column(c.name, c.type, c.nullable, c.hidden === true)),
        ...theirs.map((c) => lowering.column(c.name, c.type, true, c.hidden === true)),
      ],
    };
  };

export const ipv4Lookup: Plugin = lookup('ipv4');
export const ipv6Lookup: Plugin = lookup('ipv6');
