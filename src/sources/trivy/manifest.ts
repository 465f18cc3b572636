import type { Detection, Head, Source } from '../source.ts';
import { clusterLists } from './forms.ts';

export const trivy: Source = {
  manifest: {
    id: 'trivy',
    title: 'Trivy',
    reads: 'Trivy JSON: schema 2, the older top-level array (schema 1), and `trivy k8s` with all or summary',
    howToExport:
      'trivy image --format json --output report.json IMAGE (also fs, repo, rootfs, vm, config, k8s); add --list-all-pkgs for the package inventory',
    observes: ['resource', 'software', 'vulnerability', 'control', 'secret'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  switch (json?.form) {
    case 'object': {
      const has = (path: string): boolean => json.paths.has(path);
      if (has('ClusterName') && (clusterLists.some(has) || !has('Results'))) {
        return { kind: 'read', format: 'Trivy k8s' };
      }
      const version = json.scalars.get('SchemaVersion');
      if (version !== undefined && (has('ArtifactName') || has('ArtifactType') || has('Results'))) {
        return version === '2'
          ? { kind: 'read', format: 'Trivy schema 2' }
          : {
              kind: 'refuse',
              format: `Trivy schema ${version}`,
              fault: {
                code: 'wrong-version',
                message: `Trivy schema ${version} is not known; 1 and 2 are`,
                remedy: 'export with `--format json` of a Trivy version that writes schema 2',
              },
            };
      }
      const isResult = has('Results.*.Target') && (has('Results.*.Class') || has('Results.*.Type'));
      return isResult ? { kind: 'read', format: 'Trivy schema 2' } : undefined;
    }
    case 'array':
      if (json.paths.has('*.Target') && (json.paths.has('*.Vulnerabilities') || json.paths.has('*.Type'))) {
        return { kind: 'read', format: 'Trivy schema 1' };
      }
      return isEmptyList(head) ? { kind: 'read', format: 'Trivy schema 1' } : undefined;
    case 'null':
      return isEmptyList(head) ? { kind: 'read', format: 'Trivy schema 1' } : undefined;
    default:
      return undefined;
  }
}

/** `null` and `[]` are what several tools write for "nothing found": only the name can tell whose it is. */
function isEmptyList(head: Head): boolean {
  return /^(null|\[\s*\])$/.test(head.text.trim()) && /trivy/i.test(head.name);
}
