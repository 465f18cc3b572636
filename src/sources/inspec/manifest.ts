import type { Detection, Head, Source } from '../source.ts';

const remedy = 'export results: inspec exec PROFILE --reporter json:results.json';

export const inspec: Source = {
  manifest: {
    id: 'inspec',
    title: 'Chef InSpec, CINC Auditor, HDF',
    reads: 'InSpec JSON of versions 1 to 6 (reporters json and json-min), HDF, one control a line (Chef log)',
    howToExport: 'inspec exec PROFILE -t ssh://USER@HOST --reporter json:results.json',
    observes: ['device', 'control'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect({ json }: Head): Detection | undefined {
  if (json === undefined) return undefined;
  const has = (...paths: readonly string[]): boolean => paths.every((path) => json.paths.has(path));
  if (json.form === 'lines' || json.form === 'object') {
    if (has('profile.name', 'results.*.code_desc', 'impact', 'id')) {
      return { kind: 'read', format: 'InSpec controls' };
    }
  }
  if (json.form !== 'object') return undefined;
  if (has('profiles.*.controls') || (has('platform', 'profiles.*.name') && has('profiles.*.supports'))) {
    return { kind: 'read', format: 'InSpec JSON' };
  }
  // In files that begin with the flat list of results, the profiles lie behind the head.
  if (has('version', 'controls.*.code_desc', 'controls.*.status'))
    return { kind: 'read', format: 'InSpec JSON' };
  if (
    has('controls.*.source_location', 'controls.*.code', 'supports') ||
    json.scalars.get('generator.name') === 'inspec'
  ) {
    return {
      kind: 'refuse',
      format: 'InSpec profile',
      fault: {
        code: 'wrong-content',
        message: 'the file is a profile: its controls have no results',
        remedy,
      },
    };
  }
  return undefined;
}
