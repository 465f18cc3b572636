import { csvHeader } from '../csv-header.ts';
import type { Detection, Head, Source } from '../source.ts';

export const testssl: Source = {
  manifest: {
    id: 'testssl',
    title: 'testssl.sh',
    reads: 'testssl.sh CSV, flat JSON and pretty JSON, versions 2.9 to 3.2',
    howToExport: 'testssl.sh --jsonfile-pretty result.json TARGET (or --csvfile, --jsonfile)',
    observes: ['device', 'endpoint', 'vulnerability', 'control'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ json, xml, text }: Head): Detection | undefined {
  if (json !== undefined) {
    if (json.form === 'object' && json.paths.has('Invocation') && json.paths.has('scanResult')) {
      return { kind: 'read', format: 'testssl pretty json' };
    }
    const isFlat = ['id', 'ip', 'port', 'severity', 'finding'].every((name) => json.paths.has(`*.${name}`));
    return json.form === 'array' && isFlat ? { kind: 'read', format: 'testssl json' } : undefined;
  }
  if (xml !== undefined) return undefined;
  const header = csvHeader(text);
  const isCsv = ['id', 'fqdn/ip', 'port', 'severity', 'finding'].every((name) => header.has(name));
  return isCsv ? { kind: 'read', format: 'testssl csv' } : undefined;
}
