import type { Source } from '../source.ts';

export const dockerBench: Source = {
  manifest: {
    id: 'docker-bench',
    title: 'Docker Bench for Security',
    reads: 'the JSON log of Docker Bench for Security (1.3 and later)',
    howToExport:
      'sh docker-bench-security.sh; give log/docker-bench-security.log.json (name it after the host)',
    observes: ['resource', 'control'],
  },
  detect: ({ json }) =>
    json?.form === 'object' && json.paths.has('dockerbenchsecurity')
      ? { kind: 'read', format: 'Docker Bench JSON' }
      : undefined,
  load: async () => (await import('./read.ts')).read,
};
