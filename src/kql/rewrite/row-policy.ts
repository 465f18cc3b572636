import type { Catalog } from '../catalog/catalog.ts';
import { call, literal, type Rel } from '../ir/index.ts';
import { columnOf } from './column-of.ts';
import { mapScans } from './walk.ts';

/** What a person may see: rows of these devices only, and the tables that are about no device. */
export interface RowPolicy {
  readonly deviceIds: readonly string[];
}

/** Tables about the world, not about anybody's devices. */
const common = /KB$|^CampaignInfo$/;

/**
 * Puts the policy at every scan, so that no form of a query escapes it: a table with devices shows those that are allowed, a
 * table of common knowledge shows everything, any other table shows nothing.
 */
export function withPolicy(rel: Rel, catalog: Catalog, policy: RowPolicy): Rel {
  const tables = new Map(catalog.tables.map((table) => [table.name, table]));
  return mapScans(rel, (scan) => {
    const table = tables.get(scan.table);
    const device = table?.columns.find(
      (column) => column.name === 'DeviceId' && column.aliasOf === undefined,
    );
    if (device !== undefined) {
      const { rel: seen, column } = columnOf(scan, 'DeviceId', device.type);
      const allowed = policy.deviceIds.map((id) => literal(device.type, id));
      return {
        op: 'filter',
        input: seen,
        columns: scan.columns,
        predicate: call('in', [column, ...allowed], 'bool', false),
      };
    }
    if (common.test(scan.table)) return scan;
    return { op: 'filter', input: scan, columns: scan.columns, predicate: literal('bool', false) };
  });
}
