import type { Source } from '../source.ts';

export const lynis: Source = {
  manifest: {
    id: 'lynis',
    title: 'Lynis',
    reads: 'lynis-report.dat (Lynis 2 and 3)',
    howToExport: 'lynis audit system --quick; give /var/log/lynis-report.dat',
    observes: ['device', 'control', 'software', 'endpoint', 'vulnerability'],
  },
  detect: ({ text, json, xml }) =>
    json === undefined &&
    xml === undefined &&
    /^report_version_major=\d/m.test(text) &&
    /^lynis_version=/m.test(text)
      ? { kind: 'read', format: 'lynis-report.dat' }
      : undefined,
  load: async () => (await import('./read.ts')).read,
};
