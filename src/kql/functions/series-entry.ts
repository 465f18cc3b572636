import { literal, type Literal } from '../ir/index.ts';
import type { KqlType } from '../types.ts';
import type { ScalarFunction } from './entry.ts';
import { filled } from './shared.ts';
import { shown } from './native-dynamic/series-math.ts';

/** The argument that a call leaves out. */
export const nothing = literal('dynamic', null);
/** A number as the value of an argument that is left out. */
export const real = (value: number | null) => literal('real', value);
/** Numbers as they stand in a dynamic array. */
export const array = (values: readonly number[]) => values.map(shown);

/** An entry that is a function of ours; `defaults` are all arguments, for those that a call leaves out. */
export const native = (
  name: string,
  defaults: readonly Literal[],
  returns: KqlType,
  run: (...args: never[]) => unknown,
): ScalarFunction => ({
  name,
  parameters: defaults.map((one) => one.type),
  nulls: 'may',
  returns,
  rewrite: (args) => filled(name, args, returns, defaults),
  native: { parameters: defaults.map((one) => one.type), returns, run },
});
