import type { Detection, Head, Source } from '../source.ts';

export const awsInspector2: Source = {
  manifest: {
    id: 'aws-inspector2',
    title: 'Amazon Inspector',
    reads: 'findings of Amazon Inspector (v2) as JSON: ListFindings and exported reports',
    howToExport:
      'aws inspector2 list-findings --output json > findings.json, or export findings to S3 as JSON',
    observes: ['device', 'resource', 'vulnerability', 'control'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json?.form !== 'object' || !json.paths.has('findings')) return undefined;
  const format = 'Amazon Inspector findings';
  const arn = json.scalars.get('findings.*.findingArn') ?? '';
  const isShaped =
    json.paths.has('findings.*.awsAccountId') &&
    (json.paths.has('findings.*.packageVulnerabilityDetails') || json.paths.has('findings.*.inspectorScore'));
  if (/^arn:aws[\w-]*:inspector2:/.test(arn) || isShaped) return { kind: 'read', format };
  // An empty list has no mark: only the name can tell whose it is.
  const isEmpty = /^\{\s*"findings"\s*:\s*\[\s*\]\s*\}$/.test(head.text.trim());
  return isEmpty && /inspector/i.test(head.name) ? { kind: 'read', format } : undefined;
}
