import type { Detection, Head, Source } from '../source.ts';

export const osvScanner: Source = {
  manifest: {
    id: 'osv-scanner',
    title: 'OSV-Scanner',
    reads: 'OSV-Scanner JSON of versions 1 and 2',
    howToExport: 'osv-scanner scan source -r --format json --output report.json PATH (also scan image)',
    observes: ['resource', 'software', 'vulnerability'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json?.form !== 'object' || !json.paths.has('results')) return undefined;
  const isFilled = json.paths.has('results.*.packages') && json.paths.has('results.*.source.path');
  const isOwn = json.paths.has('experimental_config') || json.paths.has('experimental_generic_findings');
  return isFilled || isOwn ? { kind: 'read', format: 'OSV-Scanner JSON' } : undefined;
}
