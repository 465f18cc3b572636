import { format, resolveConfig } from 'prettier';
import { fileURLToPath } from 'node:url';
import { edgeKindsPage } from './edge-kinds-page.ts';
import { kqlPage } from './kql-page.ts';
import { questionsPage } from './questions-page.ts';
import { sourcesPage } from './sources-page.ts';
import { tablesPage } from './tables-page.ts';
import { thirdPartyPage } from './third-party-page.ts';

/** Every generated page: its path from the root of the repository, and its text as it is committed. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  const config = await resolveConfig(fileURLToPath(import.meta.url));
  const pages: readonly (readonly [string, string])[] = [
    ['docs/reference/edge-kinds.md', edgeKindsPage()],
    ['docs/reference/kql.md', kqlPage()],
    ['docs/reference/questions.md', await questionsPage()],
    ['docs/reference/sources.md', sourcesPage()],
    ['docs/reference/tables.md', await tablesPage()],
    ['THIRD-PARTY.md', thirdPartyPage()],
  ];
  const formatted = await Promise.all(
    pages.map(async ([path, text]) => [path, await format(text, { ...config, parser: 'markdown' })] as const),
  );
  return new Map(formatted);
}
