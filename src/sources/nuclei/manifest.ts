import type { Detection, Head, Source } from '../source.ts';

export const nuclei: Source = {
  manifest: {
    id: 'nuclei',
    title: 'Nuclei',
    reads: 'Nuclei JSON lines and JSON export, versions 2 and 3',
    howToExport: 'nuclei -u TARGET -jsonl -o results.jsonl (or -json-export results.json)',
    observes: ['device', 'resource', 'endpoint', 'vulnerability'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ json }: Head): Detection | undefined {
  if (json === undefined || json.form === 'null' || json.form === 'scalar') return undefined;
  const at = json.form === 'array' ? '*.' : '';
  const has = (name: string): boolean => json.paths.has(`${at}${name}`);
  const isResult =
    (has('template-id') || has('templateID')) && has('info') && (has('host') || has('matched-at'));
  return isResult ? { kind: 'read', format: 'nuclei json' } : undefined;
}
