import type { Detection, Head, Source } from '../source.ts';

export const sshAudit: Source = {
  manifest: {
    id: 'ssh-audit',
    title: 'ssh-audit',
    reads: 'ssh-audit JSON of servers, one target or several (2.5 to 3.3)',
    howToExport: 'ssh-audit -j TARGET > result.json (several: -T targets.txt)',
    observes: ['device', 'endpoint', 'software', 'vulnerability', 'control'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ json }: Head): Detection | undefined {
  const at = json?.form === 'array' ? '*.' : '';
  const isAudit = ['banner', 'enc', 'kex', 'mac', 'target'].every(
    (name) => json?.paths.has(`${at}${name}`) === true,
  );
  // A report whose lists are longer than the head ends before its target.
  const isLong = ['banner', 'compression', 'enc', 'kex'].every(
    (name) => json?.paths.has(`${at}${name}`) === true,
  );
  return isAudit || isLong ? { kind: 'read', format: 'ssh-audit json' } : undefined;
}
