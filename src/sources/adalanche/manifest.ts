import type { Source } from '../source.ts';

/** What adalanche's local collector sees on one Windows machine. */
export const adalanche: Source = {
  manifest: {
    id: 'adalanche',
    title: 'adalanche (local machine)',
    reads: '*.localmachine.json of the local collector; its Active Directory dumps are not read',
    howToExport: 'adalanche collect localmachine writes NAME$DOMAIN.localmachine.json',
    observes: ['device', 'software', 'identity', 'relation'],
  },
  detect({ json }) {
    if (json?.form !== 'object') return undefined;
    const has = (path: string): boolean => json.paths.has(path);
    const isMachine = has('Machine.Name') && (has('Machine.LocalSID') || has('Machine.IsDomainJoined'));
    return isMachine ? { kind: 'read', format: 'adalanche local machine' } : undefined;
  },
  load: async () => (await import('./read.ts')).read,
};
