import { mayBeNull, type Call, type Scalar } from '../ir/index.ts';
import { quoteText } from '../dialects/duckdb/literal.ts';
import type { ScalarFunction } from './entry.ts';
import { textOf } from './shared.ts';

const mayBeNaN = (scalar: Scalar) =>
  scalar.type === 'real' && (scalar.op !== 'literal' || Number.isNaN(scalar.value));

function equal([a, b]: readonly string[], call: Call): string {
  const [x, y] = comparableTexts(a!, b!, call);
  return `${x} = ${y}${notNaN(call, [x, y])}`;
}

function unequal([a, b]: readonly string[], call: Call): string {
  const [x, y] = comparableTexts(a!, b!, call);
  if (notNaN(call, [x, y]) !== '') return `${x} IS DISTINCT FROM ${y} OR coalesce(isnan(${x}), false)`;
  return call.args.some(mayBeNull) ? `${x} IS DISTINCT FROM ${y}` : `${x} <> ${y}`;
}

function among(args: readonly string[], call: Call): string {
  if (args.length === 1) return 'false';
  const { type } = call.args[0]!;
  const prepared = (arg: string) =>
    type === 'dynamic' ? `kql_dynamic_text(${arg})` : type === 'guid' ? `lower(${arg})` : arg;
  return `${prepared(args[0]!)} IN (${args.slice(1).map(prepared).join(', ')})`;
}

/** Two nulls are neither equal nor different: that is not known. */
function bothNull([a, b]: readonly string[], call: Call, otherwise: string): string {
  return call.args.every(mayBeNull)
    ? `CASE WHEN ${a!} IS NULL AND ${b!} IS NULL THEN NULL ELSE ${otherwise} END`
    : otherwise;
}

/** Text of a comparison: NaN is neither less nor greater than anything, while the engine puts it above all. */
const comparison = (name: '<' | '<=' | '>' | '>='): ScalarFunction => ({
  name,
  parameters: ['any', 'any'],
  nulls: 'propagate',
  returns: 'bool',
  duckdb: ([a, b], call) => {
    const [left, right] = comparableTexts(a!, b!, call);
    const checks = [call.args[0]!, call.args[1]!].flatMap((arg, index) =>
      mayBeNaN(arg) ? [`NOT isnan(${[left, right][index]!})`] : [],
    );
    return [`${left} ${name} ${right}`, ...checks].join(' AND ');
  },
});

/** Two dynamic values compare as their texts, guids without regard to case. */
function comparableTexts(a: string, b: string, call: Call): readonly [string, string] {
  const [left, right] = call.args as [Scalar, Scalar];
  if (left.type === 'dynamic' && right.type === 'dynamic')
    return [`kql_dynamic_text(${a})`, `kql_dynamic_text(${b})`];
  if (left.type === 'guid' || right.type === 'guid') return [`lower(${a})`, `lower(${b})`];
  return [a, b];
}

const notNaN = (call: Call, args: readonly string[]) =>
  mayBeNaN(call.args[0]!) && call.args[1]!.type === 'real' ? ` AND NOT isnan(${args[0]!})` : '';

/** Operators that compare values, and that look for one among others. */
export const comparisons: readonly ScalarFunction[] = [
  // Equality is total but for two nulls: null equals nothing, and differs from everything else.
  {
    name: '==',
    parameters: ['any', 'any'],
    nulls: 'never',
    returns: 'bool',
    duckdb: (args, call) =>
      bothNull(
        args,
        call,
        call.args.some(mayBeNull) ? `coalesce(${equal(args, call)}, false)` : equal(args, call),
      ),
    condition: equal,
  },
  {
    name: '!=',
    parameters: ['any', 'any'],
    nulls: 'never',
    returns: 'bool',
    duckdb: (args, call) => bothNull(args, call, unequal(args, call)),
    condition: unequal,
  },
  comparison('<'),
  comparison('<='),
  comparison('>'),
  comparison('>='),
  {
    name: 'in',
    parameters: ['any', '?', 'any', '...'],
    nulls: 'never',
    returns: 'bool',
    duckdb: (args, call) =>
      call.args.some(mayBeNull) ? `coalesce(${among(args, call)}, false)` : among(args, call),
    condition: among,
  },
  {
    name: 'in~',
    parameters: ['string', '?', 'string', '...'],
    nulls: 'never',
    returns: 'bool',
    duckdb: (args, call) => {
      if (args.length === 1) return 'false';
      const items = call.args.slice(1).map((item, index) => {
        const known = textOf(item);
        return known === undefined ? `lower(${args[index + 1]!})` : quoteText(known.toLowerCase());
      });
      return `lower(${args[0]!}) IN (${items.join(', ')})`;
    },
  },
  {
    name: 'in array',
    parameters: ['string', 'dynamic'],
    nulls: 'never',
    returns: 'bool',
    duckdb: `coalesce(list_contains(kql_texts($2), $1), false)`,
  },
  {
    // 3 and 3.0 are the same number; a text is none.
    name: 'in numbers',
    parameters: ['any', 'dynamic'],
    nulls: 'never',
    returns: 'bool',
    duckdb: ([value, array], call) =>
      call.args[0]!.type === 'real' || call.args[0]!.type === 'decimal'
        ? `coalesce(list_contains([CASE WHEN json_type(x) <> 'VARCHAR' THEN kql_dynamic_real(x) END FOR x IN kql_list(${array!})], ${value!}::DOUBLE), false)`
        : `coalesce(list_contains([kql_key(x) FOR x IN kql_list(${array!})], ${value!}::VARCHAR), false)`,
  },
  {
    name: 'in~ array',
    parameters: ['string', 'dynamic'],
    nulls: 'never',
    returns: 'bool',
    duckdb: `coalesce(list_contains([lower(x) FOR x IN kql_texts($2)], lower($1)), false)`,
  },
];
