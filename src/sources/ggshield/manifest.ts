import type { Detection, Head, Source } from '../source.ts';

export const ggshield: Source = {
  manifest: {
    id: 'ggshield',
    title: 'GitGuardian ggshield',
    reads: 'ggshield JSON of scans of commits, paths, archives and Docker images',
    howToExport: 'ggshield secret scan repo PATH --json > ggshield.json (also path -r, commit-range, docker)',
    observes: ['resource', 'secret'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json?.form !== 'object') return undefined;
  const { paths } = json;
  const hasTotals = paths.has('total_incidents') && paths.has('total_occurrences');
  const hasParts = ['', 'scans.*.'].some((prefix) => paths.has(`${prefix}entities_with_incidents`));
  const isScan = paths.has('id') && paths.has('type') && (hasTotals || paths.has('scans.*.total_incidents'));
  // The totals stand behind the scans: of a long report the head shows only those.
  return isScan || (hasParts && paths.has('type')) ? { kind: 'read', format: 'ggshield JSON' } : undefined;
}
