/**
 * Writes docs/reference/corpus-facts.json: for each source, the files of ../shared/corpus that were tried, the formats they
 * were recognised as, and the facts that were compared. `npm run gen` puts them on the page of sources.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compareCorpus, figuresOf } from '../test/shared/corpus-facts.ts';

const figures = figuresOf(await compareCorpus(fileURLToPath(new URL('../../shared', import.meta.url))));
writeFileSync(
  new URL('../docs/reference/corpus-facts.json', import.meta.url),
  `${JSON.stringify(figures, null, 2)}\n`,
);
const sum = (part: 'files' | 'facts' | 'different'): number =>
  Object.values(figures).reduce((total, one) => total + one[part], 0);
process.stdout.write(
  `${Object.keys(figures).length} sources, ${sum('files')} files, ${sum('facts')} facts compared, ${sum('different')} different\n`,
);
