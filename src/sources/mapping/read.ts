import { failed, invariant } from '../../base/fault.ts';
import type { Read } from '../source.ts';
import { mappingEnding } from './manifest.ts';
import { readMapping } from './mapping-file.ts';

/** Checks a mapping file and counts what it describes. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const mapping = await readMapping(file);
  if (!mapping.ok) return mapping;
  out.nativeValue('mapping', mapping.value.name);
  out.native('rows', mapping.value.rows.length);
  if (!file.name.endsWith(mappingEnding) || file.name.includes('!/'))
    return failed({
      code: 'not-supported',
      message: `the mapping is well formed but not used: it must be a file of its own whose name ends in ${mappingEnding}`,
      remedy: 'unpack or rename it',
    });
  return { ok: true };
};
