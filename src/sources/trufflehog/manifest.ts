import type { Detection, Head, Source } from '../source.ts';

export const trufflehog: Source = {
  manifest: {
    id: 'trufflehog',
    title: 'TruffleHog',
    reads:
      'TruffleHog JSON of version 3 (SourceMetadata, DetectorName …) and version 2 (reason, stringsFound …), one finding a line or an array',
    howToExport: 'trufflehog git REPOSITORY --json > report.json (also docker, filesystem, s3 …)',
    observes: ['resource', 'secret'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json === undefined) return undefined;
  if (json.form === 'array' && /^\[\s*\]$/.test(head.text.trim())) {
    // An empty array is nobody's: only the name can tell whose it is.
    return /trufflehog/i.test(head.name)
      ? { kind: 'read', format: 'TruffleHog without findings' }
      : undefined;
  }
  const prefix = json.form === 'array' ? '*.' : '';
  const has = (...keys: readonly string[]): boolean => keys.every((key) => json.paths.has(prefix + key));
  if (has('SourceMetadata') && (has('DetectorName') || has('DetectorType'))) {
    return { kind: 'read', format: 'TruffleHog 3' };
  }
  return has('reason', 'stringsFound') ? { kind: 'read', format: 'TruffleHog 2' } : undefined;
}
