import type { Source } from '../source.ts';

export const outpost24: Source = {
  manifest: {
    id: 'outpost24',
    title: 'Outpost24 (OUTSCAN, HIAB)',
    reads: 'Outpost24 XML reports of vulnerabilities',
    howToExport: 'Reporting Tools → Export → XML, type Vulnerability, all details',
    observes: ['device', 'endpoint', 'vulnerability'],
  },
  detect: ({ xml }) =>
    xml?.root === 'main' && xml.elements.has('reportinfo') && xml.elements.has('hostlist')
      ? { kind: 'read', format: 'outpost24 xml' }
      : undefined,
  load: async () => (await import('./read.ts')).read,
};
