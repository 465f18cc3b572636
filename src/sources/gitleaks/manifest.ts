import type { Detection, Head, Source } from '../source.ts';

export const gitleaks: Source = {
  manifest: {
    id: 'gitleaks',
    title: 'Gitleaks',
    reads: 'Gitleaks JSON of version 8 (RuleID, Secret …) and version 7 (rule, offender …)',
    howToExport:
      'gitleaks git --report-format json --report-path report.json REPOSITORY (before 8.19: gitleaks detect)',
    observes: ['resource', 'secret'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json === undefined) return undefined;
  if (json.form === 'null' || json.form === 'array') {
    // `null` and `[]` are what several tools write for "nothing found": only the name can tell whose it is.
    if (/^(null|\[\s*\])$/.test(head.text.trim())) {
      return /gitleaks/i.test(head.name) ? { kind: 'read', format: 'Gitleaks without findings' } : undefined;
    }
  }
  const prefix = json.form === 'array' ? '*.' : '';
  const has = (...keys: readonly string[]): boolean => keys.every((key) => json.paths.has(prefix + key));
  if (has('RuleID', 'StartLine', 'File') && (has('Secret') || has('Match'))) {
    return { kind: 'read', format: 'Gitleaks 8' };
  }
  return has('offender', 'rule', 'file') ? { kind: 'read', format: 'Gitleaks 7' } : undefined;
}
