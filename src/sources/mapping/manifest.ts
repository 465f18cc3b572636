import type { ReportFile, Source } from '../source.ts';

/** End of the names by which mappings are found among the paths. */
export const mappingEnding = '.fixfirst-mapping.json';

/** The source that a mapping file describes; undefined for one that is wrong, of which its own report tells. */
export async function sourceOfMapping(file: ReportFile): Promise<Source | undefined> {
  const { readMapping, mappedSource } = await import('./mapping-file.ts');
  const mapping = await readMapping(file);
  return mapping.ok ? mappedSource(mapping.value) : undefined;
}

/** The mapping files themselves: checked and counted; what they describe is read by the source that they make. */
export const mapping: Source = {
  manifest: {
    id: 'mapping',
    title: 'Mapping files',
    reads: 'any CSV or JSON for which a *.fixfirst-mapping.json among the paths says which column is what',
    howToExport: 'write a mapping (src/sources/mapping/README.md) and pass it with the export',
    observes: [
      'device',
      'resource',
      'endpoint',
      'software',
      'vulnerability',
      'control',
      'identity',
      'relation',
    ],
  },
  detect: ({ json }) =>
    json?.form === 'object' && json.paths.has('fixfirstMapping')
      ? { kind: 'read', format: 'fixfirst mapping' }
      : undefined,
  load: async () => (await import('./read.ts')).read,
};
