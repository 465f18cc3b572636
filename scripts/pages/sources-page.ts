import { existsSync, readFileSync } from 'node:fs';
import { feeds } from '../../src/intel/index.ts';
import { sources } from '../../src/sources/registry.ts';
import type { Manifest } from '../../src/sources/source.ts';
import { generatedNote, literal, table } from './markdown.ts';

/** What `npx tsx scripts/corpus-facts.ts` measured of a source. */
interface Figures {
  readonly formats: Readonly<Record<string, number>>;
  readonly files: number;
  readonly refused: number;
  readonly facts: number;
  readonly different: number;
}

/** docs/reference/sources.md, from the manifests and the figures of the corpus. */
export function sourcesPage(): string {
  const manifests = sources.map((source) => source.manifest);
  const figures = JSON.parse(
    readFileSync(new URL('../../docs/reference/corpus-facts.json', import.meta.url), 'utf8'),
  ) as Readonly<Record<string, Figures>>;
  return `# Sources

${generatedNote} \`fixfirst sources\` prints all but the figures.

A file is recognised by its content; its name is at most a hint. The sources look at a file in the order of this page, and the
first that knows it reads it. Zip, gzip and tar open by themselves.

"Real files" are exports of the tools that were read, and "facts" are counts in them that were taken by other means and compared
with what the source counts (\`npx tsx scripts/corpus-facts.ts\`). Versions that no real file showed are read as the
source's own page says; they were tried on made-up files only.

${table(
  ['id', 'tool', 'observes', 'real files', 'facts', 'different'],
  manifests.map(({ id, title, observes }) => [
    `[${id}](#${id})`,
    title,
    observes.join(', '),
    `${figures[id]?.files ?? 'none'}`,
    `${figures[id]?.facts ?? 0}`,
    `${figures[id]?.different ?? 0}`,
  ]),
)}

${manifests.map((manifest) => entry(manifest, figures[manifest.id])).join('\n')}
## Intelligence files

What the world knows about vulnerabilities. A snapshot ships with fixfirst; files among the paths of \`assess\` win over it.

${table(
  ['id', 'feed'],
  feeds.map(({ id, title }) => [id, title]),
)}
`;
}

function entry({ id, title, reads, howToExport, observes }: Manifest, figures: Figures | undefined): string {
  const notes = existsSync(new URL(`../../src/sources/${id}/README.md`, import.meta.url))
    ? `- Mapping, quirks, what is not read: [src/sources/${id}](../../src/sources/${id}/README.md)\n`
    : '';
  return `## ${id}

${title}.

- Reads: ${literal(reads)}
- Export: ${literal(howToExport)}
- Makes: ${observes.join(', ')}
- Tried: ${triedText(figures)}
${notes}`;
}

function triedText(figures: Figures | undefined): string {
  if (figures === undefined) return 'no real file; made-up ones only';
  const { formats, refused, facts, different } = figures;
  const files = Object.entries(formats).map(([format, count]) => `${literal(format)} (${count})`);
  return `${files.join(', ')}; ${refused === 0 ? '' : `${refused} refused with the reason; `}${facts} facts compared, ${different} different`;
}
