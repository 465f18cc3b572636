import type { Detection, Head, Source } from '../source.ts';

export const grype: Source = {
  manifest: {
    id: 'grype',
    title: 'Grype',
    reads: 'Grype JSON of all versions, with and without EPSS, KEV and risk (0.88)',
    howToExport: 'grype IMAGE -o json > report.json (also dir:PATH, sbom:FILE)',
    observes: ['resource', 'vulnerability'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json?.form !== 'object' || json.paths.has('bomFormat')) return undefined;
  const isNamed = json.scalars.get('descriptor.name') === 'grype';
  const hasMatches = json.paths.has('matches.*.vulnerability') && json.paths.has('matches.*.artifact');
  if (!isNamed && !hasMatches) {
    // A report without matches whose configuration is longer than the head still begins like one.
    if (!(json.paths.has('matches') && json.paths.has('source.target'))) return undefined;
  }
  return { kind: 'read', format: 'Grype JSON' };
}
