import type { Detection, Head, Source } from '../source.ts';

export const stigChecklist: Source = {
  manifest: {
    id: 'stig-checklist',
    title: 'DISA STIG Viewer checklist',
    reads: 'CKL (STIG Viewer 2) and CKLB (STIG Viewer 3)',
    howToExport: 'STIG Viewer: File → Save Checklist (.ckl, .cklb); also Evaluate-STIG and SCC write them',
    observes: ['device', 'control'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ xml, json }: Head): Detection | undefined {
  if (xml?.root === 'CHECKLIST' && (xml.elements.has('ASSET') || xml.elements.has('iSTIG'))) {
    return { kind: 'read', format: 'ckl' };
  }
  if (json?.form === 'object' && json.paths.has('stigs') && json.paths.has('target_data')) {
    return { kind: 'read', format: 'cklb' };
  }
  return undefined;
}
