import { observationTables, type Row } from '../src/schema/index.ts';
import type { ImportCounts, LastingStore } from '../src/store/index.ts';

const { device, vulnerability } = observationTables;

/** A report of findings on hosts of one source; equal arguments give equal rows. */
export interface Batch {
  readonly source: string;
  readonly findings: number;
  readonly findingsPerHost: number;
  /** One finding in this many says something else for each value of `day`. */
  readonly changing?: number;
  readonly day: number;
}

const description =
  'A remote attacker can read memory of the process by a request of a length that is not checked. ';

/** Rows of vulnerabilities from one number to another. */
function findingRows(batch: Batch, importId: number, from: number, to: number): Row<typeof vulnerability>[] {
  const { day, findingsPerHost, changing } = batch;
  const rows: Row<typeof vulnerability>[] = [];
  for (let i = from; i < to; i++) {
    const host = Math.floor(i / findingsPerHost);
    const cve = `CVE-${2015 + ((i * 7) % 10)}-${1000 + ((i * 7919) % 30_000)}`;
    const isNew = changing !== undefined && (i + day * 13) % changing === 0;
    rows.push({
      ...{ ImportId: importId, File: `report-${day}.json`, Locator: `Results[${host}][${i}]` },
      ...{ Ref: `${importId}:h${host}`, VulnerabilityId: cve, CveIds: [cve], Title: `Flaw ${cve}` },
      ...{ Severity: 'High', CvssScore: 7.5, CvssVector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' },
      ...{ SoftwareVendor: 'maker', SoftwareName: `package-${i % findingsPerHost}` },
      ...{ SoftwareVersion: isNew ? `1.${day}` : '1.0', FixedVersion: '2.0', FixText: description + cve },
      ...{ Status: 'affected', LastSeen: Date.UTC(2024, 0, 1) + day * 86_400_000 },
    });
  }
  return rows;
}

/** Hands the rows of a batch to a consumer, 8192 at a time. */
export async function produce(
  batch: Batch,
  importId: number,
  take: (table: 'device' | 'vulnerability', rows: readonly object[]) => Promise<void>,
): Promise<void> {
  const hosts = Math.ceil(batch.findings / batch.findingsPerHost);
  for (let host = 0; host < hosts; host += 8192) {
    const rows = Array.from({ length: Math.min(8192, hosts - host) }, (_, i) => ({
      ...{ ImportId: importId, File: `report-${batch.day}.json`, Locator: `host ${host + i}` },
      ...{ Ref: `${importId}:h${host + i}`, DeviceName: `h${host + i}`, Examined: ['vulnerabilities'] },
    }));
    await take('device', rows);
  }
  for (let from = 0; from < batch.findings; from += 8192)
    await take('vulnerability', findingRows(batch, importId, from, Math.min(batch.findings, from + 8192)));
}

/** Imports a batch; answers its counts. */
export async function importBatch(store: LastingStore, batch: Batch): Promise<ImportCounts> {
  const importId = await store.nextImportId();
  await store.begin();
  await produce(batch, importId, async (table, rows) => {
    if (table === 'vulnerability') await store.append(vulnerability, rows as Row<typeof vulnerability>[]);
    else {
      for (const { Ref, DeviceName } of rows as Row<typeof device>[]) store.name(Ref, `name:${DeviceName}`);
      await store.append(device, rows as Row<typeof device>[]);
    }
  });
  const time = Date.UTC(2024, 0, 1) + batch.day * 86_400_000;
  return store.merge(
    {
      ...{ importId, source: batch.source, checks: '', isComplete: true, time, timeBasis: 'stated' },
      ...{ importedAt: time, closeAfter: 1 },
    },
    'keep',
  );
}
