import type { Detection, Head, Source } from '../source.ts';

export const githubSecrets: Source = {
  manifest: {
    id: 'github-secrets',
    title: 'GitHub secret scanning',
    reads:
      'alerts of GitHub secret scanning, as the REST API lists them for a repository, organisation or enterprise',
    howToExport:
      "gh api --paginate '/orgs/ORGANISATION/secret-scanning/alerts?per_page=100' > github-secrets.json",
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
    return /github.?secret|secret.?scanning/i.test(head.name)
      ? { kind: 'read', format: 'GitHub secret scanning without alerts' }
      : undefined;
  }
  const prefix = json.form === 'array' ? '*.' : '';
  const has = (key: string): boolean => json.paths.has(prefix + key);
  return has('number') && has('secret_type') && has('locations_url')
    ? { kind: 'read', format: 'GitHub secret scanning' }
    : undefined;
}
