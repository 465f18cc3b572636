import type { ScalarFunction } from './entry.ts';
import { converted, unitKinds } from './native/units.ts';
import { nativeEntry } from './shared.ts';

/** `convert_length(value, from, to)` and the like: null when a unit is not known. */
export const units: readonly ScalarFunction[] = unitKinds.map((kind) =>
  nativeEntry(
    `convert_${kind}`,
    ['real', 'string', 'string'],
    'real',
    (value: number | null, from: string, to: string) =>
      value === null ? null : converted(kind, value, from, to),
  ),
);
