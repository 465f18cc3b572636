import type { Detection, Head, Source } from '../source.ts';

export const detectSecrets: Source = {
  manifest: {
    id: 'detect-secrets',
    title: 'detect-secrets',
    reads: 'baselines of detect-secrets (.secrets.baseline) of all versions, audited or not',
    howToExport: 'detect-secrets scan > .secrets.baseline',
    observes: ['resource', 'secret'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  return json?.form === 'object' && json.paths.has('plugins_used') && json.paths.has('version')
    ? { kind: 'read', format: `detect-secrets ${json.scalars.get('version') ?? ''}`.trim() }
    : undefined;
}
