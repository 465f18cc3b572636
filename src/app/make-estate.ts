import { folderSink, generateEstate, smallestEstate, type EstateSummary } from '../estate/index.ts';
import { failed, ok, type Result } from '../base/fault.ts';

/** The day the sample estate is of: fixed, so that the same options give the same files. */
const estateDay = Date.UTC(2026, 7, 22);

/** Writes the sample estate into a folder as files of the tools' own formats. */
export async function makeEstate(
  options: { readonly devices: number; readonly seed: number },
  folder: string,
): Promise<Result<EstateSummary>> {
  if (options.devices < smallestEstate) {
    return failed({
      code: 'bad-option',
      message: `the smallest sample estate has ${smallestEstate} devices`,
    });
  }
  return ok(await generateEstate({ ...options, asOf: estateDay }, folderSink(folder)));
}
