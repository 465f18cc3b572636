import type { Detection, Head, Source } from '../source.ts';

export const csaf: Source = {
  manifest: {
    id: 'csaf',
    title: 'CSAF',
    reads: 'CSAF 2.0 and 2.1 documents of all categories: security advisories and VEX',
    howToExport:
      'download the JSON documents of a vendor (provider-metadata.json lists them), or of a CSAF aggregator',
    observes: ['resource', 'vulnerability'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

const versions: ReadonlySet<string> = new Set(['2.0', '2.1']);

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json?.form !== 'object') return undefined;
  const version = json.scalars.get('document.csaf_version');
  if (version === undefined) {
    // A document whose keys were sorted by another tool may carry the version behind its head.
    const isDocument = json.paths.has('document.tracking') && json.paths.has('document.publisher');
    return isDocument ? { kind: 'read', format: 'CSAF' } : undefined;
  }
  const format = `CSAF ${version}`;
  if (versions.has(version)) return { kind: 'read', format };
  return {
    kind: 'refuse',
    format,
    fault: {
      code: 'wrong-version',
      message: `CSAF ${version} is not known; 2.0 and 2.1 are`,
      remedy: 'ask the publisher for a CSAF 2.0 document',
    },
  };
}
