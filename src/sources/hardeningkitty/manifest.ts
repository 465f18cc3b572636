import { csvHeader } from '../csv-header.ts';
import type { Detection, Head, Source } from '../source.ts';

export const hardeningkitty: Source = {
  manifest: {
    id: 'hardeningkitty',
    title: 'HardeningKitty',
    reads: 'the CSV report of an audit (0.6 and later)',
    howToExport:
      'Invoke-HardeningKitty -Mode Audit -Report; give hardeningkitty_report_HOST_LIST-TIME.csv under its own name',
    observes: ['device', 'control'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ text, json }: Head): Detection | undefined {
  const names = json === undefined ? csvHeader(text) : new Set<string>();
  const has = (...keys: readonly string[]): boolean => keys.every((key) => names.has(key));
  if (has('id', 'category', 'name', 'severity', 'result', 'recommended'))
    return { kind: 'read', format: 'HardeningKitty report' };
  if (!has('id', 'category', 'name', 'method', 'recommendedvalue', 'operator')) return undefined;
  return {
    kind: 'refuse',
    format: 'HardeningKitty finding list',
    fault: {
      code: 'wrong-content',
      message: 'the file lists what to check, not what was found',
      remedy: 'run Invoke-HardeningKitty -Mode Audit -Report -FileFindingList LIST and give the report',
    },
  };
}
