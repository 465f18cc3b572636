import type { Detection, Head, Source } from '../source.ts';

export const trivyOperator: Source = {
  manifest: {
    id: 'trivy-operator',
    title: 'Trivy Operator',
    reads:
      'objects of the Trivy Operator (aquasecurity.github.io/v1alpha1), single or as list: vulnerability, configuration audit, RBAC and infrastructure assessment, exposed secret, SBOM and compliance reports',
    howToExport: 'kubectl get vulnerabilityreports,configauditreports -A -o json > reports.json',
    observes: ['resource', 'software', 'vulnerability', 'control', 'secret'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

/** The forms; a report's format is one of them, a single object with its kind. */
export const forms = { list: 'Trivy Operator list', single: 'Trivy Operator' } as const;

const group = /^aquasecurity\.github\.io\//;

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json?.form !== 'object') return undefined;
  const scalar = (path: string): string => json.scalars.get(path) ?? '';
  if (group.test(scalar('items.*.apiVersion'))) return { kind: 'read', format: forms.list };
  if (!group.test(scalar('apiVersion'))) return undefined;
  if (json.paths.has('items')) return { kind: 'read', format: forms.list };
  return { kind: 'read', format: `${forms.single} ${scalar('kind')}`.trim() };
}
