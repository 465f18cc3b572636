import type { Head, JsonHead } from '../source.ts';
import { kindOf, type RowKind } from './kinds.ts';

/** How the rows lie in the file. */
export type Form = 'page' | 'hunting' | 'graphHunting' | 'records';

/** Form and kind of a file, undefined when it is not Defender's. */
export function shapeOf(head: Head): { readonly form: Form; readonly kind: RowKind | undefined } | undefined {
  const { json } = head;
  if (json === undefined || json.form === 'null' || json.form === 'scalar') return undefined;
  if (json.form === 'object') {
    if (json.paths.has('Schema.*.Name') && json.paths.has('Results')) {
      return { form: 'hunting', kind: kindUnder(json, 'Results.*.') };
    }
    if (json.paths.has('schema.*.name') && json.paths.has('results')) {
      return { form: 'graphHunting', kind: kindUnder(json, 'results.*.') };
    }
    if (json.paths.has('value')) {
      const kind = kindUnder(json, 'value.*.');
      return isOurs(json) || kind !== undefined ? { form: 'page', kind } : undefined;
    }
  }
  const kind = kindUnder(json, json.form === 'array' ? '*.' : '');
  return kind === undefined && !isOurs(json) ? undefined : { form: 'records', kind };
}

function kindUnder(json: JsonHead, prefix: string): RowKind | undefined {
  const columns = new Set<string>();
  for (const path of json.paths) {
    if (path.startsWith(prefix)) columns.add(path.slice(prefix.length).toLowerCase());
  }
  return kindOf((column) => columns.has(column));
}

/** The address of Defender's own API; Graph and Azure write the same envelope. */
export function isOurs(json: JsonHead): boolean {
  const context = json.scalars.get('@odata.context') ?? '';
  return /securitycenter|windowsDefenderATP|\bsecurity\.microsoft\.(com|us)|PublicAPI\.Public/i.test(context);
}
