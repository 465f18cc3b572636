import { csvHeader } from '../csv-header.ts';
import type { Detection, Head, Source } from '../source.ts';

export const wiz: Source = {
  manifest: {
    id: 'wiz',
    title: 'Wiz',
    reads: 'CSV exports of Wiz: issues, and vulnerability findings',
    howToExport: 'Issues or Vulnerability Findings, Export to CSV; or Reports',
    observes: ['device', 'resource', 'vulnerability', 'control'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

/** Columns that no other tool has together, lower case. */
const issueColumns = ['title', 'severity', 'status', 'control id', 'issue id', 'resource name', 'wiz url'];
const findingColumns = ['wizurl', 'name', 'findingstatus', 'assetid', 'assetname'];

/** The formats of a report. */
export const formats = { issues: 'Wiz issues', findings: 'Wiz vulnerability findings' } as const;

function detect(head: Head): Detection | undefined {
  const columns = csvHeader(head.text);
  const has = (names: readonly string[]): boolean => names.every((name) => columns.has(name));
  if (has(findingColumns)) return { kind: 'read', format: formats.findings };
  return has(issueColumns) ? { kind: 'read', format: formats.issues } : undefined;
}
