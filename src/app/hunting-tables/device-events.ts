import { readRows } from '../read-rows.ts';
import { factTables, observationTables, type Column } from '../../schema/index.ts';
import type { PublishedRow, TableFamily } from './family.ts';

const tables = [
  'DeviceEvents',
  'DeviceProcessEvents',
  'DeviceNetworkEvents',
  'DeviceFileEvents',
  'DeviceRegistryEvents',
  'DeviceLogonEvents',
  'DeviceImageLoadEvents',
] as const;

const columns = [
  'Ref',
  'Timestamp',
  'ActionType',
  'HuntingTable',
  'HuntingColumns',
  'AdditionalFields',
] as const;

/**
 * Events of devices for which the published tables have an action type. `ReportId` counts the rows of a table. What an
 * event does not state is empty; events without an action type of the tables are in EventObservations.
 */
export const deviceEvents: TableFamily = {
  tables,
  async fill({ estate }, store, out) {
    const counts = new Map<string, number>();
    for await (const rows of readRows(store, observationTables.event, columns)) {
      for (const row of rows) {
        const device = estate.devices.ofRef.get(row.Ref);
        if (row.HuntingTable === undefined || device === undefined) continue;
        const { id, name } = estate.devices.list[device]!;
        const number = (counts.get(row.HuntingTable) ?? 0) + 1;
        counts.set(row.HuntingTable, number);
        const own = tableColumns(row.HuntingTable);
        out.published(row.HuntingTable, {
          ...known(own, row.HuntingColumns),
          Timestamp: row.Timestamp,
          DeviceId: id,
          DeviceName: name,
          ActionType: row.ActionType,
          ReportId: number,
          ...(own.has('AdditionalFields') && row.AdditionalFields !== undefined
            ? { AdditionalFields: JSON.stringify(row.AdditionalFields) }
            : {}),
        });
      }
      await out.pressure();
    }
  },
};

function tableColumns(name: string): ReadonlyMap<string, Column> {
  const found = columnsOf.get(name);
  if (found === undefined) throw new Error(`there is no published table ${name}`);
  return found;
}

const columnsOf: ReadonlyMap<string, ReadonlyMap<string, Column>> = new Map(
  tables.map((name) => [name, new Map(factTables.get(name)?.columns.map((column) => [column.name, column]))]),
);

/** The stated values that fit the columns of the table. */
function known(own: ReadonlyMap<string, Column>, stated: unknown): PublishedRow {
  const row: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(stated ?? {})) {
    const column = own.get(name);
    if (column === undefined) throw new Error(`the published table has no column ${name}`);
    if (fits(column, value)) row[name] = value;
  }
  return row;
}

function fits({ type }: Column, value: unknown): boolean {
  switch (type) {
    case 'int':
      return Number.isInteger(value) && Math.abs(value as number) <= 0x7fffffff;
    case 'long':
    case 'datetime':
      return Number.isSafeInteger(value);
    case 'real':
      return Number.isFinite(value);
    case 'bool':
      return typeof value === 'boolean';
    default:
      return typeof value === 'string';
  }
}
