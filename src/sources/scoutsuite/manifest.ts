import type { Source } from '../source.ts';

export const scoutsuite: Source = {
  manifest: {
    id: 'scoutsuite',
    title: 'ScoutSuite',
    reads: 'scoutsuite_results_*.js and the same as JSON (ScoutSuite 5)',
    howToExport:
      'scout aws (azure, gcp …); give scoutsuite-report/scoutsuite-results/scoutsuite_results_*.js',
    observes: ['resource', 'control'],
  },
  detect: ({ text, json }) => {
    const isScript = /^\s*scoutsuite_results\s*=/.test(text);
    const isJson =
      json?.form === 'object' &&
      json.paths.has('provider_code') &&
      json.paths.has('account_id') &&
      json.paths.has('last_run');
    return isScript || isJson ? { kind: 'read', format: 'ScoutSuite results' } : undefined;
  },
  load: async () => (await import('./read.ts')).read,
};
