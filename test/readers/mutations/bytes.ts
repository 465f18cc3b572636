import type { Dice } from '../dice.ts';

/** Damage that knows nothing of the format: what transfers, editors and bad disks do to a file. */
export const byteMutations: Readonly<Record<string, (bytes: Buffer, dice: Dice) => Buffer>> = {
  flip(bytes, dice) {
    const copy = Buffer.from(bytes);
    const at = dice.int(copy.length);
    if (copy.length > 0) copy[at]! ^= 1 << dice.int(8);
    return copy;
  },
  'delete a slice': (bytes, dice) => {
    const [from, to] = slice(bytes, dice);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  'double a slice': (bytes, dice) => {
    const [from, to] = slice(bytes, dice);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  'swap two slices': (bytes, dice) => {
    const [first, second, third] = [
      dice.int(bytes.length),
      dice.int(bytes.length),
      dice.int(bytes.length),
    ].sort((a, b) => a - b) as [number, number, number];
    return Buffer.concat([
      bytes.subarray(0, first),
      bytes.subarray(second, third),
      bytes.subarray(first, second),
      bytes.subarray(third),
    ]);
  },
  insert: (bytes, dice) => {
    const at = dice.int(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), dice.pick(inserted), bytes.subarray(at)]);
  },
  truncate: (bytes, dice) => bytes.subarray(0, dice.int(bytes.length)),
  'as UTF-16': (bytes) => Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le'),
};

function slice(bytes: Buffer, dice: Dice): readonly [from: number, to: number] {
  const from = dice.int(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + dice.int(dice.pick([4, 64, 1024])))];
}

const inserted: readonly Buffer[] = [
  ...[
    '\0',
    '"',
    '<',
    '>',
    '&',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\n',
    '\r\n',
    '\t',
    '\\',
    '\\u',
    '\\ud800',
    "'",
  ],
  ...[
    '\ufeff',
    '\u2028',
    '\u202e',
    '\u{1f600}',
    '%',
    '-',
    '9'.repeat(40),
    'x'.repeat(3000),
    '\n'.repeat(300),
  ],
]
  .map((text) => Buffer.from(text))
  .concat(Buffer.from([0xff, 0xfe]), Buffer.from([0xc3]), Buffer.from([0xed, 0xa0, 0x80]));
