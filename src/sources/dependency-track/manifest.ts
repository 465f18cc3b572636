import type { Detection, Head, Source } from '../source.ts';

export const dependencyTrack: Source = {
  manifest: {
    id: 'dependency-track',
    title: 'Dependency-Track',
    reads:
      'Finding Packaging Format 1.0–1.3 of Dependency-Track 3 and 4, and the API’s list of findings of a project',
    howToExport:
      'project, tab Audit Vulnerabilities, Export Findings (FPF); or GET /api/v1/finding/project/UUID/export',
    observes: ['resource', 'vulnerability'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json?.form === 'object') {
    const isOurs = /^dependency-?track$/i.test(json.scalars.get('meta.application') ?? '');
    const isShaped =
      json.paths.has('findings.*.component') && json.paths.has('findings.*.vulnerability.vulnId');
    if (!isOurs && !isShaped) return undefined;
    const version = json.scalars.get('version');
    return { kind: 'read', format: `Dependency-Track FPF${version === undefined ? '' : ` ${version}`}` };
  }
  if (json?.form !== 'array') return undefined;
  const isList =
    json.paths.has('*.vulnerability.vulnId') && json.paths.has('*.component') && json.paths.has('*.matrix');
  return isList ? { kind: 'read', format: 'Dependency-Track findings' } : undefined;
}
