import { existsSync } from 'node:fs';
import { feeds } from '../../src/intel/index.ts';
import { sources } from '../../src/sources/registry.ts';
import type { Manifest } from '../../src/sources/source.ts';
import { generatedNote, literal, table } from './markdown.ts';

/** docs/reference/sources.md, from the manifests. */
export function sourcesPage(): string {
  const manifests = sources.map((source) => source.manifest);
  return `# Sources

${generatedNote} \`fixfirst sources\` prints the same.

A file is recognised by its content; its name is at most a hint. The sources look at a file in the order of this page, and the
first that knows it reads it. Zip, gzip and tar open by themselves.

${table(
  ['id', 'tool', 'observes'],
  manifests.map(({ id, title, observes }) => [`[${id}](#${id})`, title, observes.join(', ')]),
)}

${manifests.map(entry).join('\n')}
## Intelligence files

What the world knows about vulnerabilities. A snapshot ships with fixfirst; files among the paths of \`assess\` win over it.

${table(
  ['id', 'feed'],
  feeds.map(({ id, title }) => [id, title]),
)}
`;
}

function entry({ id, title, reads, howToExport, observes }: Manifest): string {
  const notes = existsSync(new URL(`../../src/sources/${id}/README.md`, import.meta.url))
    ? `- Mapping, quirks, what is not read: [src/sources/${id}](../../src/sources/${id}/README.md)\n`
    : '';
  return `## ${id}

${title}.

- Reads: ${literal(reads)}
- Export: ${literal(howToExport)}
- Makes: ${observes.join(', ')}
${notes}`;
}
