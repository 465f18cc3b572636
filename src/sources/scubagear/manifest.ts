import { csvHeader } from '../csv-header.ts';
import type { Detection, Head, Source } from '../source.ts';

export const scubagear: Source = {
  manifest: {
    id: 'scubagear',
    title: 'CISA ScubaGear',
    reads: 'ScubaResults JSON and CSV, ActionPlan CSV, TestResults.json, the reports of single products',
    howToExport: "Invoke-SCuBA -ProductNames '*'; give ScubaResults_*.json of the output folder",
    observes: ['resource', 'control'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ json, text }: Head): Detection | undefined {
  if (json === undefined) {
    const names = csvHeader(text);
    const isScuba = ['control id', 'requirement', 'result', 'criticality'].every((name) => names.has(name));
    return isScuba ? { kind: 'read', format: 'ScubaGear CSV' } : undefined;
  }
  const has = (...paths: readonly string[]): boolean => paths.every((path) => json.paths.has(path));
  if (has('MetaData.TenantId', 'MetaData.ToolVersion') || json.scalars.get('MetaData.Tool') === 'ScubaGear')
    return { kind: 'read', format: 'ScubaResults' };
  if (has('*.ReportSummary', '*.Results') || has('*.ReportSummary.Manual'))
    return { kind: 'read', format: 'ScubaGear report' };
  if (has('*.PolicyId', '*.RequirementMet', '*.Criticality'))
    return { kind: 'read', format: 'ScubaGear tests' };
  return undefined;
}
