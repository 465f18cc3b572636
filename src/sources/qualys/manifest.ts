import type { Detection, Head, Source } from '../source.ts';
import { findHeader } from './csv-columns.ts';

const roots: Readonly<Record<string, string>> = {
  SCAN: 'qualys scan xml',
  ASSET_DATA_REPORT: 'qualys asset data report',
  HOST_LIST_VM_DETECTION_OUTPUT: 'qualys vm detection',
};

export const qualys: Source = {
  manifest: {
    id: 'qualys',
    title: 'Qualys',
    reads:
      'Qualys VM: scan XML, asset data report XML, host list VM detection (API), CSV of scans, reports and VMDR',
    howToExport:
      'Scans → Download → XML or CSV; Reports → template → XML or CSV; VMDR → Vulnerabilities → Download; API asset/host/vm/detection',
    observes: ['device', 'endpoint', 'vulnerability'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  if (head.xml !== undefined) {
    const { root, elements } = head.xml;
    if (!Object.hasOwn(roots, root)) return undefined;
    // Other tools call their root SCAN too.
    if (root === 'SCAN' && !['KEY', 'OPTION_PROFILE', 'IP'].some((name) => elements.has(name)))
      return undefined;
    return { kind: 'read', format: roots[root] ?? root };
  }
  if (head.json !== undefined) return undefined;
  return findHeader(head.text) ? { kind: 'read', format: 'qualys csv' } : undefined;
}
