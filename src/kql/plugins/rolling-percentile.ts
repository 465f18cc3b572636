import { ref } from '../ir/index.ts';
import { convert } from '../lower/convert.ts';
import { columnArgument, needed, oneRow, picked, type Plugin } from './plugin.ts';

/** `rolling_percentile`: for each bin of an index, a percentile of the values in it and the bins before. */
export const rollingPercentile: Plugin = (plugin) => {
  const { lowering, rows, scope } = plugin;
  const outer = { environment: scope.environment, depth: scope.depth };
  const measured = columnArgument(plugin, needed(plugin, 'ValueColumn', 0));
  const percent = lowering.typed(needed(plugin, 'Percentile', 1), outer, 'real');
  const index = columnArgument(plugin, needed(plugin, 'IndexColumn', 2));
  const size = convert(
    lowering.scalar(needed(plugin, 'BinSize', 3), outer),
    index.type === 'datetime' ? 'timespan' : 'long',
  );
  const bins = lowering.typed(needed(plugin, 'BinsPerWindow', 4), outer, 'long');
  const dimensions = plugin.args.slice(5).map((node) => columnArgument(plugin, node));
  return {
    op: 'process',
    process: 'rolling percentile',
    inputs: [
      oneRow(lowering, [percent, size, bins]),
      picked(
        lowering,
        rows,
        [measured, index, ...dimensions].map((column) => ref(column)),
      ),
    ],
    settings: null,
    columns: [
      lowering.column(index.name, index.type, false),
      ...dimensions.map((column) => lowering.column(column.name, column.type, column.nullable)),
      lowering.column('', measured.type),
    ],
  };
};
