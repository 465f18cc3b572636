import { ref, type ColumnRef, type Rel } from '../ir/index.ts';
import type { KqlType } from '../types.ts';

/** A column of a scan by its source name; a scan that does not read it gets it under an id of its own. */
export function columnOf(
  scan: Extract<Rel, { op: 'scan' }>,
  source: string,
  type: KqlType,
): { readonly rel: Rel; readonly column: ColumnRef } {
  const at = scan.sources.indexOf(source);
  if (at !== -1) return { rel: scan, column: ref(scan.columns[at]!) };
  const column = {
    id: `${scan.columns[0]?.id ?? 'c0'}_${source}`,
    name: source,
    type,
    nullable: type !== 'string',
    hidden: true as const,
  };
  return {
    rel: { ...scan, columns: [...scan.columns, column], sources: [...scan.sources, source] },
    column: ref(column),
  };
}
