import type { ScalarFunction } from './entry.ts';

const refuse = (why: string, ...names: readonly string[]): readonly ScalarFunction[] =>
  names.map((name) => ({
    name,
    parameters: ['?', 'any', '...'],
    nulls: 'may',
    refuse: () => why,
  }));

/** Functions of the language that make no sense here, each with the reason. */
export const refusedFunctions: readonly ScalarFunction[] = [
  ...refuse(
    'queries run without a person or a cluster behind them',
    'current_principal',
    'current_principal_details',
    'current_principal_is_member_of',
    'current_cluster_endpoint',
    'current_database',
    'current_node_id',
  ),
  ...refuse(
    'rows have no extents and no cursors here; compare Timestamp instead',
    'extent_id',
    'extentid',
    'extent_tags',
    'row_id',
    'current_cursor',
    'cursor_current',
    'cursor_after',
    'cursor_before_or_at',
    'rowstore_ordinal_range',
  ),
  ...refuse('bins of their own size are not made; use bin with a size', 'bin_auto'),
];
