import { failed, ok, type Result } from '../../base/fault.ts';
import type { SavedQuery } from '../../state/index.ts';
import type { Hunting, HuntingAnswer } from '../detect/index.ts';
import { queryWithValues } from './parameters.ts';

/** Runs a saved query with values for its parameters, over all event time up to `nowMs` (epoch milliseconds). */
export async function runSavedQuery(
  hunting: Hunting,
  query: SavedQuery,
  values: ReadonlyMap<string, string>,
  { nowMs, maxRows }: { readonly nowMs: number; readonly maxRows: number },
): Promise<Result<HuntingAnswer>> {
  const kql = queryWithValues(query, values);
  return kql.ok
    ? hunting.run(kql.value, { from: 0, to: nowMs, maxRows, linesBefore: query.parameters.length })
    : kql;
}

/** Reads values as `name=value`; a later one of the same name counts. `bad-option` when there is no `=`. */
export function parseValues(texts: readonly string[]): Result<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) {
      return failed({
        code: 'bad-option',
        message: `"${text.slice(0, 80)}" gives no value`,
        remedy: 'write --param name=value',
      });
    }
    values.set(text.slice(0, at).trim(), text.slice(at + 1));
  }
  return ok(values);
}
