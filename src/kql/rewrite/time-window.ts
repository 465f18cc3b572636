import type { Catalog } from '../catalog/catalog.ts';
import { call, literal, type Rel, type Scalar } from '../ir/index.ts';
import { columnOf } from './column-of.ts';
import { mapScans } from './walk.ts';

/** Moments in ticks; a missing end is open. */
export interface TimeWindow {
  readonly from?: bigint;
  readonly to?: bigint;
}

/** Tables of things that happened: what they hold grows without end. All others say how things are. */
function isEventTable(table: { readonly name: string; readonly timestamp?: string }): boolean {
  return (
    table.timestamp !== undefined &&
    (/Events(Beta)?$/.test(table.name) || /^(Alert|Behavior)(Info|Evidence|Entities)$/.test(table.name))
  );
}

/** Only rows of event tables within the window; a row without a time is outside. */
export function withinWindow(rel: Rel, catalog: Catalog, window: TimeWindow): Rel {
  const tables = new Map(catalog.tables.map((table) => [table.name, table]));
  return mapScans(rel, (scan) => {
    const table = tables.get(scan.table);
    if (table?.timestamp === undefined || !isEventTable(table)) return scan;
    const { rel: seen, column } = columnOf(scan, table.timestamp, 'datetime');
    const bounds: Scalar[] = [];
    if (window.from !== undefined)
      bounds.push(call('>=', [column, literal('datetime', window.from)], 'bool', true));
    if (window.to !== undefined)
      bounds.push(call('<=', [column, literal('datetime', window.to)], 'bool', true));
    return bounds.reduce<Rel>(
      (input, predicate) => ({ op: 'filter', input, columns: scan.columns, predicate }),
      seen,
    );
  });
}
