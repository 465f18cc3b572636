import type { Detection, Head, Source } from '../source.ts';

export const openvex: Source = {
  manifest: {
    id: 'openvex',
    title: 'OpenVEX',
    reads: 'OpenVEX documents 0.0.1 and 0.2.0',
    howToExport: 'vexctl create, or the document that a supplier publishes',
    observes: ['resource', 'vulnerability'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json?.form !== 'object') return undefined;
  const context = json.scalars.get('@context') ?? '';
  const version = /^https?:\/\/openvex\.dev\/ns(?:\/v?([\d.]+))?/i.exec(context);
  return version === null ? undefined : { kind: 'read', format: `OpenVEX ${version[1] ?? '0.0.1'}` };
}
