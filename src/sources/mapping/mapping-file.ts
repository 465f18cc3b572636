import type { Result } from '../../base/fault.ts';
import { readJson, type JsonValue } from '../../base/json.ts';
import type { ReportFile } from '../source.ts';
import { parseMapping, type Mapping } from './mapping.ts';

export { mappedSource } from './mapped-source.ts';

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
