/** Writes the generated pages: `npm run gen`. A test fails while one of them is stale. */
import { writeFile } from 'node:fs/promises';
import { generatedPages } from './pages/generated-pages.ts';

for (const [path, text] of await generatedPages()) {
  await writeFile(new URL(`../${path}`, import.meta.url), text);
  process.stdout.write(`${path}\n`);
}
