import { mappingEnding, sourceOfMapping } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import { filesNamed, openPaths } from './files/open.ts';

/**
 * The sources that mapping files among the paths describe. They must be known before the first file is read, so the
 * paths are walked for their names once more. What is wrong with a mapping is told when it is read as a file.
 */
export async function readMappings(paths: readonly string[]): Promise<readonly Source[]> {
  const found: Source[] = [];
  for await (const path of filesNamed(paths, mappingEnding)) {
    for await (const opened of openPaths([path])) {
      if (opened.kind !== 'file') continue;
      const source = await sourceOfMapping(opened.file);
      if (source !== undefined) found.push(source);
    }
  }
  return found;
}
