import type { Detection, Head, Source } from '../source.ts';

export const kubescape: Source = {
  manifest: {
    id: 'kubescape',
    title: 'Kubescape',
    reads: 'Kubescape JSON format v2 (Kubescape 2 and 3)',
    howToExport: 'kubescape scan --format json --format-version v2 --output results.json',
    observes: ['resource', 'control'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ json }: Head): Detection | undefined {
  if (json === undefined) return undefined;
  const { form, paths } = json;
  if (
    form === 'object' &&
    paths.has('summaryDetails') &&
    (paths.has('summaryDetails.controls') || paths.has('results'))
  ) {
    return { kind: 'read', format: 'Kubescape v2' };
  }
  if (form === 'array' && paths.has('*.controlReports')) {
    return {
      kind: 'refuse',
      format: 'Kubescape v1',
      fault: {
        code: 'wrong-version',
        message: 'the file has the old format of Kubescape',
        remedy: 'kubescape scan --format json --format-version v2 --output results.json',
      },
    };
  }
  return undefined;
}
