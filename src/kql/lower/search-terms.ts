import { call, literal, type Column, type Scalar } from '../ir/index.ts';
import type { KqlType } from '../types.ts';
import { convert } from './convert.ts';
import { or, starColumns } from './values.ts';

/** Types whose text a term without digits can be part of. */
const wordy: ReadonlySet<KqlType> = new Set(['string', 'dynamic', 'guid']);

/** Whether something holds for any column of the row that can have a value like `wanted`. */
export function overColumns(
  row: readonly Column[] | undefined,
  wanted: string,
  holds: (column: Column) => Scalar,
): Scalar {
  return or(
    starColumns(row)
      .filter((column) => wordy.has(column.type) || (/\d/.test(wanted) && column.type !== 'bool'))
      .map(holds),
  );
}

/** Whether a value has a term as `search` writes it: `x*` begins with it, `*x` ends with it, `*x*` contains it. */
export function matchesTerm(value: Scalar, text: string, caseSensitive: boolean): Scalar {
  const suffix = caseSensitive ? '_cs' : '';
  const bare = text.replace(/^\*|\*$/g, '');
  const [open, closed] = [text.startsWith('*'), text.endsWith('*') && text.length > 1];
  const args = [convert(value, 'string')];
  if (bare.includes('*')) {
    const pattern = bare
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
    const edges = `(?s${caseSensitive ? '' : 'i'})${open ? '' : '\\b'}${pattern}${closed ? '' : '\\b'}`;
    return call('matches regex', [...args, literal('string', edges)], 'bool', false);
  }
  const fn = open && closed ? 'contains' : closed ? 'hasprefix' : open ? 'hassuffix' : 'has';
  return call(`${fn}${suffix}`, [...args, literal('string', bare)], 'bool', false);
}
