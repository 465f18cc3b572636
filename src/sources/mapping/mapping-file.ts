import type { Result } from '../../base/fault.ts';
import { readJson, type JsonValue } from '../../base/json.ts';
import type { ReportFile, Source } from '../source.ts';
import { mappedSource } from './mapped-source.ts';
import { parseMapping, type Mapping } from './mapping.ts';

/** End of the names by which mappings are found among the paths. */
export const mappingEnding = '.fixfirst-mapping.json';

/** The mapping that a file holds, checked. Faults: those of the JSON reader and `wrong-content`. */
export async function readMapping(file: Pick<ReportFile, 'text'>): Promise<Result<Mapping>> {
  let document: JsonValue = null;
  const result = await readJson(file.text(), {
    records: {
      '': (value) => {
        document = value;
      },
    },
  });
  return result.ok ? parseMapping(document) : result;
}

/** The source that a mapping file describes; undefined for one that is wrong, of which its own report tells. */
export async function sourceOfMapping(file: ReportFile): Promise<Source | undefined> {
  const mapping = await readMapping(file);
  return mapping.ok ? mappedSource(mapping.value) : undefined;
}
