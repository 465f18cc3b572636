import type { Source } from '../source.ts';

export const maester: Source = {
  manifest: {
    id: 'maester',
    title: 'Maester',
    reads: 'Maester test results, JSON (1 and 2)',
    howToExport: 'Invoke-Maester; give test-results/TestResults-*.json',
    observes: ['resource', 'control'],
  },
  detect: ({ json }) =>
    json?.form === 'object' &&
    json.paths.has('TenantId') &&
    json.paths.has('PassedCount') &&
    json.paths.has('ExecutedAt')
      ? { kind: 'read', format: 'Maester JSON' }
      : undefined,
  load: async () => (await import('./read.ts')).read,
};
