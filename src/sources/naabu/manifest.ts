import type { Detection, Head, Source } from '../source.ts';

export const naabu: Source = {
  manifest: {
    id: 'naabu',
    title: 'naabu',
    reads: 'naabu JSON lines, versions 2.0 to 2.3',
    howToExport: 'naabu -list targets.txt -json -o ports.json',
    observes: ['device', 'endpoint'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

/** Everything a line of naabu may hold: the names alone are too common to tell by. */
const own =
  /^(?:host|ip|port|port\.(?:Port|Protocol|TLS)|timestamp|protocol|tls|cdn|cdn[-_]name|mac_address|service(?:\..*)?)$/;

function detect({ json }: Head): Detection | undefined {
  if (json === undefined || (json.form !== 'lines' && json.form !== 'object')) return undefined;
  const isScan =
    json.paths.has('ip') && json.paths.has('port') && [...json.paths].every((path) => own.test(path));
  return isScan ? { kind: 'read', format: 'naabu json' } : undefined;
}
