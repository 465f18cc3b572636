import { call, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { kind, need, scalarType } from '../language/syntax.ts';
import { convert } from '../lower/convert.ts';
import { and } from '../lower/values.ts';
import { unsupported } from '../lower/refusal.ts';
import { joinKey } from '../operators/summarize.ts';
import { columnArgument, picked, shared, type Plugin } from './plugin.ts';

/**
 * `sequence_detect`: every chain of rows of the same dimensions, one for each condition, each later than the one before by
 * at most the first span, the whole at most the second; each chain of moments once.
 */
export const sequenceDetect: Plugin = (plugin) => {
  const { lowering, scope, node } = plugin;
  const bare = plugin.args.map((arg) =>
    kind(arg) === 'SimpleNamedExpression' ? need(arg, 'Expression') : arg,
  );
  const [timeNode, gapNode, spanNode, ...rest] = bare;
  if (timeNode === undefined || gapNode === undefined || spanNode === undefined)
    throw unsupported(node, 'sequence_detect takes a timeline, two spans, conditions and dimensions');
  const time = columnArgument(plugin, timeNode);
  const outer = { environment: scope.environment, depth: scope.depth };
  const difference = time.type === 'datetime' ? 'timespan' : time.type;
  const [gap, span] = [gapNode, spanNode].map((one) => convert(lowering.scalar(one, outer), difference)) as [
    Scalar,
    Scalar,
  ];
  const split = rest.findIndex((one) => scalarType(one) !== 'bool');
  const steps = (split === -1 ? rest : rest.slice(0, split)).map((one) =>
    convert(lowering.scalar(one, scope), 'bool'),
  );
  const dimensions = (split === -1 ? [] : rest.slice(split)).map((one) => lowering.scalar(one, scope));
  if (steps.length < 2) throw unsupported(node, 'sequence_detect takes at least two conditions');
  const use = shared(lowering, picked(lowering, plugin.rows, [...dimensions, ref(time), ...steps]));
  /** Dimensions and moment of the rows that fulfil one condition, each once. */
  const hits = (step: number): Rel => {
    const rel = use();
    const kept = rel.columns.slice(0, dimensions.length + 1);
    const condition = ref(rel.columns[dimensions.length + 1 + step]!);
    const filtered: Rel = { op: 'filter', input: rel, columns: rel.columns, predicate: condition };
    const columns = kept.map((column) => lowering.columnFor(column.name, ref(column)));
    return {
      op: 'aggregate',
      input: filtered,
      columns,
      keys: kept.map((column) => ref(column)),
      aggregates: [],
    };
  };
  let chain = hits(0);
  const keys = chain.columns.slice(0, dimensions.length);
  const moments: Column[] = [chain.columns.at(-1)!];
  const minus = (a: Column, b: Column) => call('-', [ref(a), ref(b)], difference, true);
  for (let step = 1; step < steps.length; step += 1) {
    const next = hits(step);
    const moment = next.columns.at(-1)!;
    const joined: Rel = {
      op: 'join',
      kind: dimensions.length === 0 ? 'cross' : 'inner',
      left: chain,
      right: next,
      on: keys.map((key, index) => joinKey(ref(key), ref(next.columns[index]!))),
      columns: [...chain.columns, ...next.columns],
    };
    const predicate = and([
      call('>', [ref(moment), ref(moments.at(-1)!)], 'bool', true),
      call('<=', [minus(moment, moments.at(-1)!), gap], 'bool', true),
      call('<=', [minus(moment, moments[0]!), span], 'bool', true),
    ]);
    const filtered: Rel = { op: 'filter', input: joined, columns: joined.columns, predicate };
    moments.push(moment);
    const columns = [...keys, ...moments];
    chain = { op: 'project', input: filtered, columns, expressions: columns.map((column) => ref(column)) };
  }
  const duration = minus(moments.at(-1)!, moments[0]!);
  return {
    op: 'project',
    input: chain,
    columns: [...chain.columns, lowering.columnFor('Duration', duration)],
    expressions: [...chain.columns.map((column) => ref(column)), duration],
  };
};
