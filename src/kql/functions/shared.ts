import { call, literal, mayBeNull, type Literal, type Scalar } from '../ir/index.ts';
import type { KqlType } from '../types.ts';
import type { Native, Nulls, ScalarFunction } from './entry.ts';

/** Text of a constant argument. */
export const textOf = (scalar: Scalar | undefined): string | undefined =>
  scalar?.op === 'literal' && scalar.type === 'string' && typeof scalar.value === 'string'
    ? scalar.value
    : undefined;

/** Whole number of a constant argument. */
export const wholeOf = (scalar: Scalar | undefined): bigint | undefined =>
  scalar?.op === 'literal' && typeof scalar.value === 'bigint' ? scalar.value : undefined;

/** A call of an entry with these arguments as they are; it may be null when all of `missing` may, or at all. */
export function given(
  name: string,
  args: readonly Scalar[],
  type: KqlType,
  missing?: readonly Scalar[],
): Scalar {
  return call(name, args, type, missing === undefined || missing.every(mayBeNull));
}

/** Fills up arguments that were left out. */
export function filled(
  name: string,
  args: readonly Scalar[],
  type: KqlType,
  defaults: readonly Literal[],
): Scalar | undefined {
  return args.length >= defaults.length
    ? undefined
    : given(name, [...args, ...defaults.slice(args.length)], type);
}

/** The entries, and the same under other names. */
export function withAliases(
  entries: readonly ScalarFunction[],
  names: Readonly<Record<string, string>>,
): readonly ScalarFunction[] {
  const aliases = Object.entries(names).map(([name, of]): ScalarFunction => {
    const target = entries.find((entry) => entry.name === of);
    if (target === undefined) throw new Error(`${name} is another name of ${of}, which is not there`);
    const { rewrite, nulls, parameters, returns, refuse } = target;
    return {
      name,
      parameters,
      nulls,
      ...(returns === undefined ? {} : { returns }),
      ...(refuse === undefined ? {} : { refuse }),
      rewrite: (args, type) =>
        rewrite?.(args, type) ??
        call(of, args, type, nulls === 'may' || (nulls === 'propagate' && args.some(mayBeNull))),
    };
  });
  return [...entries, ...aliases];
}

/** A whole number as an argument. */
export const long = (value: bigint): Literal => literal('long', value);
/** A text as an argument. */
export const text = (value: string): Literal => literal('string', value);

/** An entry that is a function of ours; texts are never null, all other arguments may be. */
export function nativeEntry(
  name: string,
  parameters: readonly KqlType[],
  returns: KqlType,
  run: Native['run'],
  nulls: Nulls = 'may',
): ScalarFunction {
  return { name, parameters, nulls, returns, native: { parameters, returns, run } };
}
