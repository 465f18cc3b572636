import { csvHeader } from '../csv-header.ts';
import type { Head, Source } from '../source.ts';

const remedy = 'export it as "Nessus" (.nessus v2)';

/** Nessus v2 XML of Nessus, Tenable Vulnerability Management (tenable.io) and Security Center. */
export const nessus: Source = {
  manifest: {
    id: 'nessus',
    title: 'Nessus / Tenable',
    reads: 'Nessus v2 XML (.nessus) of Nessus, Tenable Vulnerability Management and Security Center',
    howToExport: 'Scan → Export → Nessus; Tenable VM: Scans → Export → Nessus; SC: Scan Results → Download',
    observes: ['device', 'endpoint', 'software', 'vulnerability', 'control'],
  },
  detect(head) {
    const root = head.xml?.root;
    if (root === 'NessusClientData_v2') return { kind: 'read', format: 'nessus v2' };
    if (root?.startsWith('NessusClientData') === true) {
      const version =
        root === 'NessusClientData' ? 'v1' : root.replace(/^NessusClientData_?/, '').slice(0, 20);
      return {
        kind: 'refuse',
        format: `nessus ${version}`,
        fault: {
          code: 'wrong-version',
          message: `Nessus XML of version ${version} (<${root.slice(0, 60)}>) cannot be read, only v2`,
          remedy,
        },
      };
    }
    if (!isCsv(head)) return undefined;
    return {
      kind: 'refuse',
      format: 'nessus csv',
      fault: {
        code: 'not-supported',
        message: 'a CSV of Nessus or Tenable leaves out much of what the scan found',
        remedy,
      },
    };
  },
  load: async () => (await import('./read.ts')).read,
};

/** The columns depend on the product and on what was ticked in the export dialog; these are always there. */
const csvColumns: readonly (readonly string[])[] = [
  ['plugin id', 'risk', 'host', 'name'],
  ['plugin', 'plugin name', 'family', 'severity'],
  ['plugin id', 'plugin name', 'severity'],
  ['definition.id', 'definition.name', 'severity'],
];

function isCsv(head: Head): boolean {
  if (head.xml !== undefined || head.json !== undefined) return false;
  const header = csvHeader(head.text);
  return csvColumns.some((columns) => columns.every((column) => header.has(column)));
}
