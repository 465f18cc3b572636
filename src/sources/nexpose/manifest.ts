import type { Detection, Head, Source } from '../source.ts';

export const nexpose: Source = {
  manifest: {
    id: 'nexpose',
    title: 'Rapid7 Nexpose / InsightVM',
    reads: 'Nexpose XML Export 1.0 and 2.0 (NexposeReport), Nexpose Simple XML',
    howToExport: 'Reports → Create → Export → XML Export 2.0, scope: all assets of the site',
    observes: ['device', 'endpoint', 'software', 'vulnerability'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ xml }: Head): Detection | undefined {
  if (xml?.root === 'NexposeReport') {
    const { version } = xml.attributes;
    return { kind: 'read', format: `nexpose xml${version === undefined ? '' : ` ${version.slice(0, 20)}`}` };
  }
  return xml?.root === 'NeXposeSimpleXML' ? { kind: 'read', format: 'nexpose simple xml' } : undefined;
}
