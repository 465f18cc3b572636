import type { Dice } from '../dice.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A place in a document: what holds it, and its key. */
interface Place {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

/** Texts that become what no JSON printer writes: bare words, numbers of any size, a key for the second time. */
const bare = (word: string): string => `\u0001${word}\u0001`;
const twice = '\u0002';

const values: readonly ((dice: Dice, old: Json) => Json)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1.5,
  () => 2 ** 53,
  () => bare('1e999'),
  () => bare('-1e400'),
  () => bare('9'.repeat(400)),
  () => bare('NaN'),
  () => bare('undefined'),
  () => '',
  () => ' ',
  () => '\0',
  () => '\ud800',
  () => '9'.repeat(400),
  () => 'x'.repeat(300_000),
  () => `${'CVE-2024-0001,'.repeat(50)}CVE-0-0`,
  () => '2024-99-99T99:99:99Z',
  () => '__proto__',
  () => 'constructor',
  () => [],
  () => ({}),
  () => [null],
  () => [[[[[]]]]],
  () => [{}, 1, 'a', null, [1]],
  (_, old) => [old],
  (_, old) => ({ a: old, '': old }),
  (_, old) => [old, old],
  (_, old) => JSON.stringify(old),
  (_, old) =>
    typeof old === 'string' ? Number(old) || 7 : typeof old === 'number' ? String(old) : String(old !== null),
  (dice) => {
    const depth = dice.pick([10, 70, 400, 20_000]);
    return bare(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`);
  },
];

const keys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  'a.b',
  '*',
  '$',
  '0',
  'x'.repeat(2000),
];

const mutations: Readonly<Record<string, (place: Place, dice: Dice) => void>> = {
  'another value': ({ holder, key }, dice) => {
    set(holder, key, dice.pick(values)(dice, get(holder, key)));
  },
  'without it': ({ holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else Reflect.deleteProperty(holder, key);
  },
  'another key': ({ holder, key }, dice) => {
    const value = get(holder, key);
    if (Array.isArray(holder)) holder.push(value);
    else {
      Reflect.deleteProperty(holder, key);
      set(holder, dice.pick([...keys, String(key).toUpperCase(), `${String(key)}s`]), value);
    }
  },
  'a key more': ({ holder }, dice) => {
    set(holder, dice.pick(keys), dice.pick(values)(dice, 'old'));
  },
  'the key twice': ({ holder, key }, dice) => {
    if (!Array.isArray(holder))
      set(holder, `${String(key)}${twice}`, dice.pick(values)(dice, get(holder, key)));
  },
  'keys in another order': ({ holder }) => {
    if (Array.isArray(holder)) holder.reverse();
    else
      for (const [key, value] of Object.entries(holder).reverse()) {
        Reflect.deleteProperty(holder, key);
        set(holder, key, value);
      }
  },
  'many of it': ({ holder, key }, dice) => {
    const value = get(holder, key);
    const count = dice.pick([2, 50, 2000]);
    set(
      holder,
      key,
      Array.from({ length: JSON.stringify(value).length > 500 ? 2 : count }, () => value),
    );
  },
};

export const jsonMutationNames: readonly string[] = Object.keys(mutations);

/** A JSON text (what stands before its first bracket stays) with one change of its tree; undefined for a text that is none. */
export function mutateJson(text: string, name: string, dice: Dice): string | undefined {
  const start = text.search(/[[{]/);
  const root = start < 0 ? undefined : parsed(text.slice(start));
  if (root === undefined) return undefined;
  const top: Place = { holder: [root], key: 0 };
  const places = [top];
  // A place of each depth is as likely as the next, so that the outer shape is met as often as the many leaves.
  for (let found = below(top); found.length > 0; found = below(places.at(-1)!)) places.push(dice.pick(found));
  try {
    mutations[name]!(dice.pick(places), dice);
    return text.slice(0, start) + printed((top.holder as Json[])[0] ?? null);
  } catch (error) {
    // A step before made it too deep to be printed.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The same for one line of a text of which each line is a document. */
export function mutateJsonLine(text: string, name: string, dice: Dice): string | undefined {
  const lines = text.split('\n');
  const at = dice.int(lines.length);
  const changed = mutateJson(lines[at] ?? '', name, dice);
  return changed === undefined ? undefined : lines.with(at, changed).join('\n');
}

function below({ holder, key }: Place): readonly Place[] {
  const value = get(holder, key);
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).map((inner) => ({ holder: value, key: inner }));
}

function get(holder: Place['holder'], key: string | number): Json {
  return (Object.getOwnPropertyDescriptor(holder, key)?.value ?? null) as Json;
}

/** Unlike an assignment, this makes `__proto__` a key as any other. */
function set(holder: Place['holder'], key: string | number, value: Json): void {
  if (Array.isArray(holder) && typeof key === 'string' && !/^\d{1,6}$/.test(key)) holder.push(value);
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function printed(root: Json): string {
  return JSON.stringify(root)
    .replaceAll(/"\\u0001(.*?)\\u0001"/g, (_, word: string) => word.replaceAll('\\"', '"'))
    .replaceAll('\\u0002', '');
}
