import { csvHeader } from '../csv-header.ts';
import type { Source } from '../source.ts';

export const azureSecurityCenter: Source = {
  manifest: {
    id: 'azure-security-center',
    title: 'Microsoft Defender for Cloud (Azure Security Center)',
    reads: 'the CSV of the recommendations',
    howToExport: 'Azure portal: Defender for Cloud → Recommendations → Download CSV report',
    observes: ['resource', 'control'],
  },
  detect: ({ text, json }) => {
    const names = json === undefined ? csvHeader(text) : new Set<string>();
    const isReport = ['subscriptionid', 'resourceid', 'recommendationdisplayname', 'state'].every((name) =>
      names.has(name),
    );
    return isReport ? { kind: 'read', format: 'Defender for Cloud CSV' } : undefined;
  },
  load: async () => (await import('./read.ts')).read,
};
