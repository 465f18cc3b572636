import { readRows } from '../read-rows.ts';
import { formatTime } from '../../base/time.ts';
import { observationTables } from '../../schema/index.ts';
import { deviceRecords, systemColumns } from './device-records.ts';
import type { TableFamily } from './family.ts';
import { publishedProduct } from './product-names.ts';
import { Reports } from './reports.ts';

const columns = [
  'ImportId',
  'Ref',
  'SoftwareVendor',
  'SoftwareName',
  'SoftwareVersion',
  'Ecosystem',
  'Purl',
  'Cpe',
  'InstallPath',
  'EndOfSupportStatus',
  'EndOfSupportDate',
] as const;

/** What sources write where an extension's browser stands. */
const browser = /^(chrome|chromium|edge|edge_beta|firefox|safari|brave|opera|vivaldi|arc|yandex)$/i;

/**
 * Software of devices. What several tools call the same product in the same version is one row of the inventory; every
 * place it was found at is a row of the evidence, with the time of the report. Extensions of browsers have their own table.
 */
export const software: TableFamily = {
  tables: ['DeviceTvmSoftwareInventory', 'DeviceTvmSoftwareEvidenceBeta', 'DeviceTvmBrowserExtensions'],
  async fill(facts, store, out) {
    const reports = new Reports(facts.files);
    const records = await deviceRecords(facts, store);
    const seen = new Set<string>();
    for await (const rows of readRows(store, observationTables.software, columns)) {
      for (const row of rows) {
        const index = facts.estate.devices.ofRef.get(row.Ref);
        if (index === undefined) continue;
        const record = records[index]!;
        const product = publishedProduct({
          vendor: row.SoftwareVendor,
          name: row.SoftwareName,
          cpe: row.Cpe,
          purl: row.Purl,
        });
        const isExtension = row.Ecosystem !== undefined && browser.test(row.Ecosystem);
        const key = `${index} ${isExtension ? row.Ecosystem : ''} ${product?.key ?? row.SoftwareName} ${row.SoftwareVersion ?? ''}`;
        const isNew = !seen.has(key);
        seen.add(key);
        if (isExtension) {
          if (isNew)
            out.published('DeviceTvmBrowserExtensions', {
              DeviceId: record.device.id,
              BrowserName: row.Ecosystem.toLowerCase(),
              ExtensionName: row.SoftwareName,
              ExtensionVersion: row.SoftwareVersion,
              ExtensionVendor: row.SoftwareVendor,
            });
          continue;
        }
        const named = {
          SoftwareVendor: product?.vendor,
          SoftwareName: product?.name ?? row.SoftwareName,
          SoftwareVersion: row.SoftwareVersion,
        };
        if (isNew)
          out.published('DeviceTvmSoftwareInventory', {
            ...systemColumns(record),
            ...named,
            EndOfSupportStatus: row.EndOfSupportStatus,
            EndOfSupportDate: row.EndOfSupportDate,
            ProductCodeCpe: row.Cpe,
          });
        if (row.InstallPath === undefined) continue;
        const seenAt = reports.timeOf(row.ImportId);
        out.published('DeviceTvmSoftwareEvidenceBeta', {
          DeviceId: record.device.id,
          ...named,
          [/^(HKEY_|HKLM|HKCU|HKU)/i.test(row.InstallPath) ? 'RegistryPaths' : 'DiskPaths']: [
            row.InstallPath,
          ],
          LastSeenTime: seenAt === undefined ? undefined : formatTime(seenAt),
        });
      }
      await out.pressure();
    }
  },
};
