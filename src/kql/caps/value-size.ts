import type { Call, Scalar } from '../ir/index.ts';

/** The largest text or dynamic value that a function makes, in bytes. */
export const largestValue = 16_777_216;

/** Size in bytes of an argument as SQL, or as a number where it is known. */
type Size = string | number;

/** Bytes that a call's result has at most; undefined: it cannot be much larger than one of its arguments. */
type Growth = (sizes: readonly Size[]) => Size | undefined;

/** Values of other types than text and dynamic have this size at most, as text. */
const smallSize = 40;

const sum = (sizes: readonly Size[]): Size => {
  const known = sizes.reduce<number>((total, size) => total + (typeof size === 'number' ? size : 0), 0);
  const unknown = sizes.filter((size) => typeof size === 'string');
  return unknown.length === 0 ? known : [...unknown, String(known)].join(' + ');
};

const times = (size: Size, factor: Size): Size =>
  typeof size === 'number' && typeof factor === 'number' ? size * factor : `(${size}) * (${factor})`;

/** Result of all arguments after each other; of one large argument it is no larger than that. */
const joined: Growth = (sizes) =>
  sizes.filter((size) => typeof size === 'string').length < 2 ? undefined : sum(sizes);

/** Arguments become JSON inside JSON, in which quotes are escaped. */
const packed: Growth = (sizes) => {
  const all = sum(sizes);
  return typeof all === 'number' ? undefined : times(all, 2);
};

/** Every occurrence of the second is replaced by the third. */
const replaced: Growth = ([value, search, by]) => {
  if (typeof value === 'number') return undefined;
  if (typeof by === 'number' && typeof search === 'number') {
    const factor = Math.ceil(by / Math.max(search, 1));
    return by <= search ? undefined : times(value!, factor);
  }
  return times(value!, `1 + (${by!}) // greatest(${search!}, 1)`);
};

/** A match may be empty, so that there are as many as bytes. */
const replacedPattern: Growth = ([value, , by]) =>
  typeof value === 'number' || by === 0 ? undefined : times(`1 + ${value!}`, `1 + ${by!}`);

const listJoined: Growth = ([list, delimiter]) =>
  delimiter === 0 || typeof list === 'number' ? undefined : times(list!, `1 + ${delimiter!}`);

/** Functions of the engine whose result may be much larger than any argument; our own are held to the same size. */
const growth: Readonly<Record<string, Growth>> = {
  strcat: joined,
  strcat_delim: ([delimiter, ...rest]) => joined([...rest, times(delimiter!, rest.length)]),
  strcat_array: listJoined,
  array_strcat: listJoined,
  replace_string: replaced,
  replace_regex: replacedPattern,
  base64_encode_tostring: ([value]) => (typeof value === 'number' ? undefined : times(value!, 2)),
  repeat: ([value, count]) => times(value!, `least(greatest(${count!}, 0), ${largestValue})`),
  array_concat: joined,
  bag_merge: joined,
  zip: joined,
  bag_zip: joined,
  set_union: joined,
  pack_array: packed,
  pack_list: packed,
  'bag of pairs': packed,
  'bag of filled pairs': packed,
  'bag with name': joined,
};

/** Conversions, whose result is about as long as what they convert. */
const conversions: ReadonlySet<string> = new Set(['tostring', 'to_dynamic']);

/** Whether a value is surely small: a number, a moment, or one of these as text. */
function isSmall(scalar: Scalar): boolean {
  if (scalar.type !== 'string' && scalar.type !== 'dynamic') return true;
  return scalar.op === 'call' && conversions.has(scalar.fn) && isSmall(scalar.args[0]!);
}

function sizeOf(scalar: Scalar, sql: string): Size {
  if (scalar.op === 'literal' && typeof scalar.value === 'string')
    return new TextEncoder().encode(scalar.value).length;
  if (isSmall(scalar)) return smallSize;
  return scalar.type === 'dynamic' ? `coalesce(strlen((${sql})::VARCHAR), 0)` : `strlen(${sql})`;
}

/** SQL that is true when the result of a call would be larger than a value may be; undefined when it cannot be. */
export function tooLarge(call: Call, args: readonly string[]): string | undefined {
  const grows = growth[call.fn];
  if (grows === undefined) return undefined;
  const size = grows(
    call.args.map((arg, index) =>
      call.fn === 'repeat' && arg.type === 'long' ? args[index]! : sizeOf(arg, args[index]!),
    ),
  );
  if (size === undefined || (typeof size === 'number' && size <= largestValue)) return undefined;
  return `${size} > ${largestValue}`;
}
