import type { Source } from '../source.ts';
import { detect, detectArchive } from './detect.ts';

/** Active Directory as SharpHound, RustHound, BloodHound.py or NetExec collected it. */
export const sharphound: Source = {
  manifest: {
    id: 'sharphound',
    title: 'SharpHound (BloodHound collectors)',
    reads:
      'JSON collections of format version 4 to 6 written by SharpHound, RustHound, BloodHound.py or NetExec: the whole zip, a folder packed as zip, or single files',
    howToExport: 'SharpHound.exe -c All writes <time>_BloodHound.zip; import that file as it is',
    observes: ['identity', 'relation', 'device'],
  },
  detect,
  detectArchive,
  load: async () => (await import('./read.ts')).read,
};
