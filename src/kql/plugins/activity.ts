import { literal, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import type { Node } from '../language/syntax.ts';
import type { ActivityKind, ActivitySettings } from '../functions/processes/activity.ts';
import { isTabular } from '../lower/values.ts';
import { unsupported } from '../lower/refusal.ts';
import { columnArgument, needed, oneRow, picked, type Plugin, type PluginCall } from './plugin.ts';

const isTimeline = (column: Column) =>
  column.type === 'datetime' || column.type === 'timespan' || column.type === 'long' || column.type === 'int';

/** A value of the call, computed when the query runs. */
function value(plugin: PluginCall, node: Node | undefined): Scalar {
  if (node === undefined) return literal('long', null);
  return plugin.lowering.scalar(node, { environment: plugin.scope.environment, depth: plugin.scope.depth });
}

/** Whether an argument names a column of the input: a dimension. */
function isColumn(plugin: PluginCall, node: Node): boolean {
  if (isTabular(node)) return false;
  const scalar = plugin.lowering.scalar(node, plugin.scope);
  return scalar.op === 'column';
}

interface Shape {
  readonly kind: ActivityKind;
  /** What stands between the timeline column and the dimensions, in the order of start, end, step, more, period, times. */
  readonly values: readonly (Node | undefined)[];
  readonly dimensions: readonly Node[];
  readonly seen?: Node | undefined;
  /** Columns after the dimensions. */
  readonly results: readonly ('long' | 'real')[];
}

/** A plugin over an id column, a timeline column, values and dimensions. */
function activityPlugin(shapeOf: (plugin: PluginCall) => Shape): Plugin {
  return (plugin) => {
    const { lowering, rows } = plugin;
    const id = columnArgument(plugin, needed(plugin, 'IdColumn', 0));
    const time = columnArgument(plugin, needed(plugin, 'TimelineColumn', 1));
    if (!isTimeline(time))
      throw unsupported(plugin.args[1]!, 'the timeline must be a datetime or a whole number');
    const shape = shapeOf(plugin);
    const values = shape.values.map((node) => value(plugin, node));
    const [, , step] = values;
    const unit = step?.op === 'literal' && step.type === 'string' ? String(step.value) : undefined;
    if (unit !== undefined && unit !== 'week' && unit !== 'month' && unit !== 'year')
      throw unsupported(plugin.node, `${unit} is no window; there are week, month and year`);
    const dimensions = shape.dimensions.map((node) => columnArgument(plugin, node));
    const settings: ActivitySettings = { kind: shape.kind, ...(unit === undefined ? {} : { unit }) };
    const times = [time, ...(shape.kind === 'new' ? [time] : [])];
    return {
      op: 'process',
      process: 'activity',
      inputs: [
        oneRow(lowering, values),
        picked(
          lowering,
          rows,
          [id, time, ...dimensions].map((column) => ref(column)),
        ),
        seenIds(plugin, shape.seen, id),
      ],
      settings,
      columns: [
        ...times.map((column) => lowering.column(column.name, column.type, false)),
        ...dimensions.map((column) => lowering.column(column.name, column.type, column.nullable)),
        ...shape.results.map((type) => lowering.column('', type, false)),
      ],
    };
  };
}

/** The ids of the lookback table: its column of the id's name, else its first one. */
function seenIds(plugin: PluginCall, node: Node | undefined, id: Column): Rel {
  const { lowering, scope } = plugin;
  if (node === undefined) return lowering.empty([{ name: '', type: 'string' }]);
  const rel = lowering.relation(node, { environment: scope.environment, depth: scope.depth });
  const column = rel.columns.find((c) => c.name === id.name) ?? rel.columns[0];
  if (column === undefined) throw unsupported(node, 'the lookback has no column');
  return picked(lowering, rel, [ref(column)]);
}

export const activityCountsMetrics = activityPlugin(({ args }) => ({
  kind: 'counts',
  values: args.slice(2, 5),
  dimensions: args.slice(5),
  results: ['long', 'long', 'long', 'long'],
}));

export const slidingWindowCounts = activityPlugin(({ args }) => ({
  kind: 'sliding',
  values: [args[2], args[3], args[5], args[4]],
  dimensions: args.slice(6),
  results: ['long', 'long'],
}));

export const activeUsersCount = activityPlugin(({ args }) => ({
  kind: 'users',
  values: [args[2], args[3], args[7], args[4], args[5], args[6]],
  dimensions: args.slice(8),
  results: ['long'],
}));

/** Start and end may be left out: then only the window is there before the dimensions. */
export const activityMetrics = activityPlugin((plugin) => {
  const { args } = plugin;
  const short = args.length < 5 || isColumn(plugin, args[3]!);
  return {
    kind: 'metrics',
    values: short ? [undefined, undefined, args[2]] : args.slice(2, 5),
    dimensions: args.slice(short ? 3 : 5),
    results: ['long', 'long', 'real', 'real'],
  };
});

export const activityEngagement = activityPlugin(({ args }) => {
  const short = args.length === 4;
  return {
    kind: 'engagement',
    values: short ? [undefined, undefined, args[2], args[3]] : args.slice(2, 6),
    dimensions: short ? [] : args.slice(6),
    results: ['long', 'long', 'real'],
  };
});

export const newActivityMetrics = activityPlugin((plugin) => {
  const { args } = plugin;
  const rest = args.slice(5);
  const seen = rest.find((node) => isTabular(node));
  const cohort =
    rest[0] !== undefined && rest[0] !== seen && !isColumn(plugin, rest[0]) ? rest[0] : undefined;
  return {
    kind: 'new',
    values: [...args.slice(2, 5), cohort],
    dimensions: rest.filter((node) => node !== seen && node !== cohort),
    seen,
    results: ['long', 'long', 'long', 'real', 'real'],
  };
});
