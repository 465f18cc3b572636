import type { Detection, Head, Source } from '../source.ts';
import { namespaceVersion } from './version.ts';

/** Versions of the specification that are read. */
const versions: ReadonlySet<string> = new Set(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7']);

export const cyclonedx: Source = {
  manifest: {
    id: 'cyclonedx',
    title: 'CycloneDX',
    reads:
      'CycloneDX 1.0–1.7 as XML and 1.2–1.7 as JSON: SBOM, OBOM, VEX, and the vulnerability extension of 1.0–1.3',
    howToExport: 'any tool that writes CycloneDX: syft, trivy, cdxgen, Dependency-Track, build plugins',
    observes: ['resource', 'software', 'vulnerability'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json, xml } = head;
  if (json?.form === 'object') {
    const isNamed = json.scalars.get('bomFormat') === 'CycloneDX';
    const schema = json.scalars.get('$schema') ?? '';
    if (!isNamed && !(schema.includes('cyclonedx.org') && json.paths.has('specVersion'))) return undefined;
    return ofVersion('JSON', json.scalars.get('specVersion'));
  }
  if (xml?.root !== 'bom') return undefined;
  const version = namespaceVersion(Object.values(xml.attributes));
  return version === undefined ? undefined : ofVersion('XML', version);
}

/** In a JSON file whose keys were sorted the version may lie behind the head: then it is read as any other. */
function ofVersion(form: string, version: string | undefined): Detection {
  const format = `CycloneDX ${version === undefined ? '' : `${version} `}${form}`;
  if (version === undefined || versions.has(version)) return { kind: 'read', format };
  return {
    kind: 'refuse',
    format,
    fault: {
      code: 'wrong-version',
      message: `CycloneDX ${version} is not known; 1.0 to 1.7 are`,
      remedy: 'export with specification version 1.6',
    },
  };
}
