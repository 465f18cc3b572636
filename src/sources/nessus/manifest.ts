import { csvHeader } from '../csv-header.ts';
import type { Source } from '../source.ts';
import { isNessusHeader, namesHosts } from './csv-columns.ts';

const remedy = 'export it as "Nessus" (.nessus v2)';

/** Nessus v2 XML and CSV of Nessus, Tenable Vulnerability Management (tenable.io) and Security Center. */
export const nessus: Source = {
  manifest: {
    id: 'nessus',
    title: 'Nessus / Tenable',
    reads: 'Nessus v2 XML (.nessus) and CSV of Nessus, Tenable Vulnerability Management and Security Center',
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
    if (head.xml !== undefined || head.json !== undefined) return undefined;
    const names = csvHeader(head.text);
    if (!isNessusHeader(names)) return undefined;
    if (namesHosts(names)) return { kind: 'read', format: 'nessus csv' };
    return {
      kind: 'refuse',
      format: 'nessus csv',
      fault: {
        code: 'not-supported',
        message: 'a summary by plugin names no host',
        remedy: 'export the detail list, or the scan as "Nessus" (.nessus v2)',
      },
    };
  },
  load: async () => (await import('./read.ts')).read,
};
