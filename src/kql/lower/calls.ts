import { scalarFunctions } from '../functions/index.ts';
import type { Nulls, Parameters, ScalarFunction } from '../functions/entry.ts';
import { call, mayBeNull, type Scalar } from '../ir/index.ts';
import type { Node } from '../language/syntax.ts';
import type { KqlType } from '../types.ts';
import { convert, isNumber } from './convert.ts';
import { unsupported } from './refusal.ts';

/** Converts arguments to what the parameters of an entry ask for. */
export function convertArguments(parameters: Parameters, args: readonly Scalar[]): readonly Scalar[] {
  const types = parameters.filter((parameter) => parameter !== '?' && parameter !== '...');
  const repeats = parameters.includes('...');
  return args.map((arg, index) => {
    const type = types[index] ?? (repeats ? types.at(-1) : undefined);
    if (type === undefined || type === 'any') return arg;
    if (type === 'number')
      return isNumber(arg.type) || arg.type === 'datetime' || arg.type === 'timespan' || arg.type === 'bool'
        ? arg
        : convert(arg, 'real');
    return convert(arg, type);
  });
}

/** Whether the result of an entry may be null for these arguments. */
export function nullableResult(nulls: Nulls, args: readonly Scalar[]): boolean {
  return nulls === 'may' || (nulls === 'propagate' && args.some(mayBeNull));
}

/** A call of an entry of the function table; `bound` is the binder's type of it, where it has one. */
export function callOf(name: string, args: readonly Scalar[], node: Node, bound?: KqlType): Scalar {
  const entry = scalarFunctions.get(name);
  if (entry === undefined) throw unsupported(node, `the function ${name} is not supported${nearest(name)}`);
  return buildCall(entry, args, node, bound);
}

function buildCall(
  entry: ScalarFunction,
  args: readonly Scalar[],
  node: Node,
  bound: KqlType | undefined,
): Scalar {
  const converted = convertArguments(entry.parameters, args);
  const refusal = entry.refuse?.(converted);
  if (refusal !== undefined) throw unsupported(node, `${entry.name}: ${refusal}`);
  const own = typeof entry.returns === 'function' ? entry.returns(converted) : entry.returns;
  const type = own ?? bound ?? 'dynamic';
  const rewritten = entry.rewrite?.(converted, type);
  const built = rewritten ?? call(entry.name, converted, type, nullableResult(entry.nulls, converted));
  return bound === undefined || bound === built.type ? built : convert(built, bound);
}

/** The supported name that is most like this one, as the end of a sentence. */
function nearest(name: string): string {
  const close = [...scalarFunctions.keys()]
    .filter((other) => /^[a-z][a-z0-9_]*$/.test(other) && other.startsWith(name.slice(0, 5)))
    .slice(0, 3);
  return close.length === 0 ? '' : `; there is ${close.join(', ')}`;
}
