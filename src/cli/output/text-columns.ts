import type { ResultColumn } from '../../kql/index.ts';

/** Columns of text, for tables that are no answer of a query. */
export function textColumns(...names: readonly string[]): readonly ResultColumn[] {
  return names.map((name) => ({ name, type: 'string' }));
}
