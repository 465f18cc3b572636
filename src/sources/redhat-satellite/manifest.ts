import { csvHeader } from '../csv-header.ts';
import type { Detection, Head, Source } from '../source.ts';

export const redhatSatellite: Source = {
  manifest: {
    id: 'redhat-satellite',
    title: 'Red Hat Satellite, Foreman/Katello',
    reads: 'the report template Host - Applicable Errata, CSV',
    howToExport:
      'Satellite: Monitor → Report Templates → Host - Applicable Errata → Generate, output format CSV',
    observes: ['device', 'vulnerability'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ text, json }: Head): Detection | undefined {
  if (json === undefined) {
    const names = csvHeader(text);
    const isReport = ['host', 'erratum', 'type', 'severity'].every((name) => names.has(name));
    return isReport ? { kind: 'read', format: 'Satellite applicable errata' } : undefined;
  }
  const has = (...paths: readonly string[]): boolean => paths.every((path) => json.paths.has(path));
  if (
    !has('results.*.errata_id', 'results.*.hosts_applicable_count') &&
    !has('results.*.errata_id', 'results.*.cves')
  )
    return undefined;
  return {
    kind: 'refuse',
    format: 'Satellite list of errata',
    fault: {
      code: 'not-supported',
      message: 'the file lists errata and how many hosts need them, but names no host',
      remedy: 'generate the report template Host - Applicable Errata as CSV (Monitor → Report Templates)',
    },
  };
}
