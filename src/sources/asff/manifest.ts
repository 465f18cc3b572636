import type { Detection, Head, Source } from '../source.ts';

export const asff: Source = {
  manifest: {
    id: 'asff',
    title: 'AWS Security Hub (ASFF)',
    reads:
      'AWS Security Finding Format 2018-10-08, as GetFindings answers it, as list, or one finding a line',
    howToExport:
      'aws securityhub get-findings --filters \'{"RecordState":[{"Value":"ACTIVE","Comparison":"EQUALS"}]}\' > findings.json',
    observes: ['resource', 'device', 'control', 'vulnerability'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ json }: Head): Detection | undefined {
  if (json === undefined) return undefined;
  const isFinding = (at: string): boolean =>
    ['ProductArn', 'GeneratorId', 'Resources'].every((key) => json.paths.has(at + key));
  const ats = json.form === 'array' ? ['*.'] : ['Findings.*.', 'findings.*.', ''];
  return ats.some(isFinding) ? { kind: 'read', format: 'ASFF' } : undefined;
}
