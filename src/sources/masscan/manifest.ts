import type { Detection, Head, Source } from '../source.ts';

export const masscan: Source = {
  manifest: {
    id: 'masscan',
    title: 'masscan',
    reads: 'masscan JSON (-oJ) of all versions and JSON lines (-oD); its XML is read as that of Nmap',
    howToExport: 'masscan -p1-65535 TARGETS -oJ scan.json',
    observes: ['device', 'endpoint'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ json }: Head): Detection | undefined {
  if (json === undefined) return undefined;
  const at = json.form === 'array' ? '*.' : '';
  const isScan = ['ip', 'ports.*.port', 'ports.*.proto'].every((path) => json.paths.has(`${at}${path}`));
  return isScan ? { kind: 'read', format: 'masscan json' } : undefined;
}
