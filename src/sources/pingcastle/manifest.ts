import type { Source } from '../source.ts';

export const pingcastle: Source = {
  manifest: {
    id: 'pingcastle',
    title: 'PingCastle',
    reads: 'PingCastle health check XML (2 and 3)',
    howToExport: 'PingCastle.exe --healthcheck --server DOMAIN --level Full; give ad_hc_DOMAIN.xml',
    observes: ['resource', 'device', 'control'],
  },
  detect: ({ xml }) =>
    xml?.root === 'HealthcheckData' ? { kind: 'read', format: 'PingCastle health check' } : undefined,
  load: async () => (await import('./read.ts')).read,
};
