import type { Detection, Head, Source } from '../source.ts';

export const noseyparker: Source = {
  manifest: {
    id: 'noseyparker',
    title: 'Nosey Parker',
    reads: 'Nosey Parker findings as JSON lines or JSON (also of older versions, with match_content)',
    howToExport: 'noseyparker report -d DATASTORE --format jsonl -o noseyparker.jsonl',
    observes: ['resource', 'secret'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json === undefined) return undefined;
  // `[]` and `{}` are nobody's: only the name can tell whose they are.
  if (/^(\[\s*\]|\{\s*\})$/.test(head.text.trim())) {
    return /nosey.?parker/i.test(head.name)
      ? { kind: 'read', format: 'Nosey Parker without findings' }
      : undefined;
  }
  const prefix = json.form === 'array' ? '*.' : '';
  const has = (key: string): boolean => json.paths.has(prefix + key);
  // A finding may be longer than the head: its groups and its first match stand at its beginning.
  const isFinding = has('finding_id') || has('match_content') || has('num_matches');
  return has('rule_name') && isFinding && (has('matches') || has('groups'))
    ? { kind: 'read', format: 'Nosey Parker' }
    : undefined;
}
