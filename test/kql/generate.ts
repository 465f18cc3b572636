import { ticks, unixEpochTicks } from '../../src/kql/ticks.ts';
import { aggregates, type Aggregate } from './aggregates.ts';
import {
  apply,
  evaluate,
  joinKinds,
  type AggregateItem,
  type Column,
  type Expansion,
  type Expression,
  type Item,
  type JoinKey,
  type PatternPart,
  type Pipeline,
  type Relation,
  type SortKey,
  type Step,
  type WindowItem,
} from './evaluator.ts';
import { functions, type ScalarFunction } from './functions.ts';
import { datatableText, expressionText, literalText, pipelineText } from './print.ts';
import { jsonText, Undecided, type Json, type Row, type Type, type Value } from './values.ts';

/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  from(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  /** Some of the choices, each once, in any order. */
  some<T>(choices: readonly T[], count: number): readonly T[] {
    const rest = [...choices];
    return Array.from(
      { length: Math.min(count, rest.length) },
      () => rest.splice(this.below(rest.length), 1)[0]!,
    );
  }
}

// Values.

const day = (text: string) => BigInt(Date.parse(text)) * ticks.millisecond + unixEpochTicks;

/** Values that occur in tables and literals. */
const pools: Readonly<Record<Type, readonly Value[]>> = {
  string: [
    '',
    'a',
    'A',
    'Abc',
    'abc def',
    'foo_bar',
    'foo-bar baz',
    'Grün',
    'GRÜN x',
    'x,y;z',
    'a%b',
    String.raw`C:\Win\cmd.exe`,
    "it's",
    'say "hi"',
    '12',
    '-7',
    '1.5',
    '0x1F',
    'true',
    '2024-05-11',
    '2024-02-29T13:45:07Z',
    '1.02:03:04',
    'u=Bob id=7',
    'x u=Al id=12',
    '{"a":1,"b":"x"}',
    '[1,2,3]',
    'aa_bb_aa',
    '😀x',
    'tab\there',
    '10.1.2.3',
    'zebra',
  ],
  long: [null, 0n, 1n, 2n, 3n, 5n, 7n, 10n, 12n, 100n, -1n, -3n, -7n, 2_147_483_648n],
  int: [null, 0n, 1n, 2n, 3n, 12n, -1n, -14n, 1000n],
  real: [null, 0, 0.5, 1, -1.5, 2.25, 7.75, 100.125, -0.25, 4.5, 12],
  bool: [null, true, false],
  datetime: [
    null,
    day('2024-02-29T13:45:07Z') + 1_234_567n,
    day('2020-01-31T00:00:00Z'),
    day('2023-12-31T23:59:59Z') + 9_999_999n,
    day('1999-01-01T00:00:00Z'),
    day('2024-05-11T00:00:00Z'),
    day('2024-05-12T10:20:30Z'),
    day('2024-05-11T13:45:07Z'),
    day('1969-12-31T23:59:59Z'),
  ],
  timespan: [
    null,
    0n,
    ticks.hour,
    -ticks.hour,
    ticks.day + 2n * ticks.hour + 184n * ticks.second,
    90n * ticks.minute,
    1n,
    -3n * ticks.day,
    7n * ticks.day,
    1_234_567n,
  ],
  guid: [null, '74be27de-1e4e-49d9-b579-fe0b331d3642', '00000000-0000-0000-0000-000000000001'],
  dynamic: [
    null,
    [1, 2, 3],
    [],
    ['a', 'b'],
    [3, 1, 2.5],
    ['x'],
    { a: 1, b: 'x', c: { d: 5 } },
    { a: [1, 2], n: null, 'b c': true },
    { a: '12' },
    {},
    'x',
    7,
    2.5,
    true,
    [[1], { b: 2 }],
  ] as Json[],
};

/** Values at the ends of their types. */
const edges: Partial<Record<Type, readonly Value[]>> = {
  long: [2n ** 63n - 1n, -(2n ** 63n) + 1n, 2n ** 53n + 1n],
  int: [2_147_483_647n, -2_147_483_648n],
  real: [Infinity, -Infinity, Number.NaN, 1e300],
  datetime: [0n, 3_155_378_975_999_999_999n],
  string: ['0123456789'.repeat(30)],
};

function valueOf(random: Random, type: Type, edgy = false): Value {
  const ends = edges[type];
  return edgy && ends !== undefined && random.chance(0.15) ? random.pick(ends) : random.pick(pools[type]);
}

// Tables.

/** A table of the catalogue. */
export interface Table {
  readonly name: string;
  readonly relation: Relation;
}

const shapes: Readonly<Record<string, Readonly<Record<string, Type>>>> = {
  A: {
    id: 'long',
    s: 'string',
    l: 'long',
    i: 'int',
    r: 'real',
    b: 'bool',
    d: 'datetime',
    t: 'timespan',
    y: 'dynamic',
    g: 'guid',
    'odd name': 'string',
  },
  B: { s: 'string', l: 'long', m: 'long', r: 'long', d: 'datetime', w: 'string', b: 'bool' },
  C: { k: 'string', i: 'long', n: 'int', y: 'dynamic', r: 'real', 'select "x"; --': 'string' },
};

function relationOf(
  random: Random,
  shape: Readonly<Record<string, Type>>,
  count: number,
  edgy: boolean,
): Relation {
  const columns = Object.entries(shape).map(([name, type]): Column => ({ name, type, trust: 'exact' }));
  const rows = Array.from({ length: count }, (_, index): Row =>
    columns.map((column) => (column.name === 'id' ? BigInt(index + 1) : valueOf(random, column.type, edgy))),
  );
  return { columns, rows, ordered: false };
}

/** Small tables of three shapes, several of each; every fourth has values at the ends of their types. */
export function tables(): readonly Table[] {
  return Array.from({ length: 8 }, (_, world) =>
    Object.entries(shapes).map(([name, shape]): Table => {
      const random = new Random(1000 * world + name.charCodeAt(0));
      return {
        name: `${name}${world}`,
        relation: relationOf(random, shape, world === 0 ? 0 : random.from(8, 24), world % 4 === 3),
      };
    }),
  ).flat();
}

// Expressions.

/** Functions that give a type. */
const giving = (type: Type): readonly ScalarFunction[] => functions.filter((fn) => fn.result === type);
const byResult = new Map((Object.keys(pools) as Type[]).map((type) => [type, giving(type)]));

/** Functions that have a name in the text of the query beside those of the language. */
interface Surroundings {
  readonly random: Random;
  readonly tables: readonly Table[];
  /** `let` statements so far. */
  readonly statements: string[];
  readonly known: Expression[];
  readonly functions: ScalarFunction[];
}

interface Site extends Surroundings {
  readonly columns: readonly Column[];
}

function leaf(site: Site, type: Type): Expression {
  const { random } = site;
  const known = site.known.filter((expression) => expression.type === type);
  if (known.length > 0 && random.chance(0.3)) return random.pick(known);
  const columns = site.columns.filter((column) => column.type === type && column.trust === 'exact');
  if (columns.length > 0 && random.chance(0.85))
    return { kind: 'column', name: random.pick(columns).name, type };
  const value = valueOf(random, type);
  // The analyser looks into literals of arrays and bags, and refuses what cannot work.
  if (type === 'dynamic' && value !== null)
    return {
      kind: 'known',
      type,
      text: `parse_json(${literalText('string', jsonText(value as Json))})`,
      value,
    };
  return { kind: 'literal', type, value };
}

/** An expression of a type, nested up to a depth; only the outermost may be compared less than exactly. */
function expression(site: Site, type: Type, depth: number, nested = false): Expression {
  const { random } = site;
  const candidates = [
    ...(byResult.get(type) ?? []),
    ...site.functions.filter((fn) => fn.result === type),
  ].filter((fn) => !nested || fn.trust === undefined);
  if (depth === 0 || candidates.length === 0 || random.chance(0.2)) return leaf(site, type);
  const fn = random.pick(candidates);
  return { kind: 'call', fn, type, args: argumentsOf(site, fn, depth - 1) };
}

function argumentsOf(site: Site, fn: ScalarFunction, depth: number): readonly Expression[] {
  return fn.parameters.map((parameter): Expression =>
    typeof parameter === 'string'
      ? expression(site, parameter, depth, true)
      : { kind: 'literal', type: parameter.type, value: site.random.pick(parameter.from) },
  );
}

const valueTypes: readonly Type[] = [
  'string',
  'long',
  'int',
  'real',
  'bool',
  'datetime',
  'timespan',
  'dynamic',
];
const depthOf = (random: Random) => random.pick([1, 1, 1, 2, 2, 3, 4]);

// Operators.

type Maker = (site: Site, input: Relation, depth: number) => Step | undefined;

const plain = (input: Relation, ...types: readonly Type[]) =>
  input.columns.filter((column) => column.trust === 'exact' && types.includes(column.type));
const sortable: readonly Type[] = ['long', 'int', 'real', 'string', 'datetime', 'timespan', 'bool'];
const groupable: readonly Type[] = ['long', 'int', 'string', 'datetime', 'timespan', 'bool', 'guid'];
const reference = (column: Column): Expression => ({ kind: 'column', name: column.name, type: column.type });

let names = 0;
const freshName = (random: Random) =>
  random.pick(['x', 'v', 'Z_', '_q']) + String((names = (names + 1) % 1000));

function sortKey(site: Site, input: Relation): SortKey | undefined {
  const { random } = site;
  const columns = plain(input, ...sortable);
  if (columns.length === 0) return undefined;
  const value = random.chance(0.8)
    ? reference(random.pick(columns))
    : expression(site, random.pick(['long', 'string', 'datetime'] as const), 1, true);
  return {
    value,
    direction: random.pick(['asc', 'desc', 'default']),
    nulls: random.pick(['default', 'default', 'first', 'last']),
  };
}

function aggregateItem(site: Site, among: readonly Aggregate[], taken: ReadonlySet<string>): AggregateItem {
  const { random } = site;
  const fn = random.pick(among);
  const args = fn.parameters.map((type) => expression(site, type, random.pick([0, 0, 1]), true));
  const first = args[0];
  const unnamed =
    fn.text === 'count()'
      ? 'count_'
      : first?.kind === 'column' && /^(sum|avg|min|max|dcount)\(/.test(fn.text) && /^\w+$/.test(first.name)
        ? `${fn.text.split('(')[0]!}_${first.name}`
        : undefined;
  return unnamed !== undefined && !taken.has(unnamed) && random.chance(0.3)
    ? { name: unnamed, unnamed: true, fn, args }
    : { name: freshName(random), fn, args };
}

function joinKeysOf(random: Random, left: Relation, right: Relation): readonly JoinKey[] | undefined {
  const pairs = plain(left, ...groupable).flatMap((l) =>
    plain(right, ...groupable)
      .filter((r) => r.type === l.type && /^\w+$/.test(l.name + r.name))
      .map((r) => ({ left: l.name, right: r.name })),
  );
  const first = pairs.length === 0 ? undefined : random.pick(pairs);
  if (first === undefined) return undefined;
  const second = random.pick(pairs);
  return second.left !== first.left && second.right !== first.right && random.chance(0.2)
    ? [first, second]
    : [first];
}

const makers: Readonly<Record<Step['op'], Maker>> = {
  where: (site) => ({ op: 'where', predicate: expression(site, 'bool', depthOf(site.random), true) }),
  extend: (site, input) => {
    const { random } = site;
    const items = Array.from({ length: random.from(1, 3) }, (): Item => {
      const value = expression(site, random.pick(valueTypes), depthOf(random));
      const old = input.columns.filter((column) => /^\w+$/.test(column.name));
      return {
        name: old.length > 0 && random.chance(0.15) ? random.pick(old).name : freshName(random),
        value,
      };
    });
    return new Set(items.map((item) => item.name)).size === items.length
      ? { op: 'extend', items }
      : undefined;
  },
  project: (site, input) => {
    const { random } = site;
    const kept = random.some(input.columns, random.from(1, 4)).map((column): Item => ({
      name: random.chance(0.2) ? freshName(random) : column.name,
      value: reference(column),
    }));
    const made = Array.from({ length: random.from(0, 2) }, (): Item => ({
      name: freshName(random),
      value: expression(site, random.pick(valueTypes), depthOf(random)),
    }));
    return { op: 'project', items: [...made, ...kept] };
  },
  'project-away': ({ random }, input) =>
    input.columns.length < 2
      ? undefined
      : {
          op: 'project-away',
          names: random
            .some(input.columns, random.from(1, Math.min(3, input.columns.length - 1)))
            .map((c) => c.name),
        },
  'project-keep': ({ random }, input) => ({
    op: 'project-keep',
    names: random.some(input.columns, random.from(1, 5)).map((c) => c.name),
  }),
  'project-reorder': ({ random }, input) => ({
    op: 'project-reorder',
    names: random.some(input.columns, random.from(1, 3)).map((c) => c.name),
  }),
  'project-rename': ({ random }, input) => ({
    op: 'project-rename',
    from: random.pick(input.columns).name,
    to: freshName(random),
  }),
  distinct: ({ random }, input) => {
    const columns = plain(input, ...groupable, 'real');
    return columns.length === 0
      ? undefined
      : { op: 'distinct', names: random.some(columns, random.from(1, 3)).map((c) => c.name) };
  },
  sort: (site, input) => {
    const first = sortKey(site, input);
    if (first === undefined) return undefined;
    const columns = plain(input, ...sortable).filter((c) => c.type !== 'real');
    // Often by everything that has an order, so that what follows may build on it.
    const rest = site.random.chance(0.7)
      ? columns.map((c): SortKey => ({
          value: reference(c),
          direction: site.random.pick(['asc', 'desc']),
          nulls: 'default',
        }))
      : [];
    return { op: 'sort', by: [first, ...rest] };
  },
  top: (site, input) => {
    const by = sortKey(site, input);
    return by === undefined ? undefined : { op: 'top', count: site.random.from(1, 8), by };
  },
  take: ({ random }) => ({ op: 'take', count: random.pick([1, 3, 5, 100]) }),
  count: () => ({ op: 'count' }),
  summarize: (site, input) => {
    const { random } = site;
    const by = random
      .some(plain(input, ...groupable), random.pick([0, 1, 1, 2]))
      .map((column): Item => ({ name: column.name, value: reference(column) }));
    const expressionKey: readonly Item[] = random.chance(0.3)
      ? [
          {
            name: freshName(random),
            value: expression(site, random.pick(['long', 'string', 'bool', 'datetime'] as const), 2, true),
          },
        ]
      : [];
    const keys = [...by, ...expressionKey];
    const items: AggregateItem[] = [];
    const taken = new Set(input.columns.map((column) => column.name));
    for (let count = random.from(1, 3); count > 0; count--) {
      const item = aggregateItem(site, aggregates, taken);
      taken.add(item.name);
      items.push(item);
    }
    const of = plain(input, 'long', 'datetime').filter((c) => !keys.some((key) => key.name === c.name));
    if (of.length === 0 || random.chance(0.8)) return { op: 'summarize', aggregates: items, by: keys };
    const name = random.pick(of).name;
    const others = random
      .some(
        input.columns.filter((c) => c.name !== name && !keys.some((key) => key.name === c.name)),
        2,
      )
      .map((c) => c.name);
    return {
      op: 'summarize',
      aggregates: random.chance(0.5) ? [] : items,
      by: keys,
      extreme: {
        fn: random.pick(['arg_max', 'arg_min']),
        of: name,
        others: random.chance(0.4) ? '*' : others,
      },
    };
  },
  join: (site, input, depth) => {
    const { random } = site;
    if (depth === 0) return undefined;
    const right = pipeline(site, depth - 1, random.from(0, 2));
    const on = joinKeysOf(random, input, right.relation);
    const kind = random.pick(joinKinds);
    return on === undefined
      ? undefined
      : {
          op: 'join',
          kind,
          unnamed: kind === 'innerunique' && random.chance(0.5),
          right: right.pipeline,
          on,
        };
  },
  lookup: (site, input, depth) => {
    const { random } = site;
    if (depth === 0) return undefined;
    const right = pipeline(site, depth - 1, random.from(0, 1));
    const on = joinKeysOf(random, input, right.relation);
    return on === undefined
      ? undefined
      : { op: 'lookup', kind: random.pick(['leftouter', 'inner']), right: right.pipeline, on };
  },
  union: (site, _, depth) => {
    const { random } = site;
    if (depth === 0) return undefined;
    const others = Array.from(
      { length: random.pick([1, 1, 2]) },
      () => pipeline(site, depth - 1, random.from(0, 2)).pipeline,
    );
    return { op: 'union', others, ...(random.chance(0.2) ? { source: freshName(random) } : {}) };
  },
  'mv-expand': ({ random }, input) => {
    const columns = plain(input, 'dynamic').filter((column) => /^\w+$/.test(column.name));
    if (columns.length === 0) return undefined;
    const items = random.some(columns, random.pick([1, 1, 2])).map((column): Expansion => {
      const to = random.pick([undefined, undefined, 'long', 'string'] as const);
      return {
        name: random.chance(0.3) ? freshName(random) : column.name,
        source: column.name,
        ...(to === undefined ? {} : { to }),
      };
    });
    return { op: 'mv-expand', items, ...(random.chance(0.25) ? { index: freshName(random) } : {}) };
  },
  'mv-apply': (site, input) => {
    const { random } = site;
    const columns = plain(input, 'dynamic').filter((column) => /^\w+$/.test(column.name));
    if (columns.length === 0 || input.columns.some((c) => c.name === 'total')) return undefined;
    const item = { name: freshName(random), source: random.pick(columns).name, to: 'long' as const };
    const inner: Site = { ...site, columns: [{ name: item.name, type: 'long', trust: 'exact' }] };
    return {
      op: 'mv-apply',
      item,
      on: random.pick(['sum', 'count', expression(inner, 'bool', 1, true)] as const),
    };
  },
  serialize: ({ random }, input) => {
    const any = input.columns.filter((column) => column.trust === 'exact');
    const longs = plain(input, 'long');
    if (any.length === 0) return undefined;
    const items = Array.from({ length: random.from(1, 2) }, (): WindowItem => {
      const fn = random.pick([
        'row_number',
        'prev',
        'next',
        ...(longs.length > 0 ? (['row_cumsum', 'prev', 'next'] as const) : []),
      ] as const);
      const column = fn === 'row_cumsum' ? random.pick(longs) : random.pick(any);
      const withDefault = column.type === 'long' && random.chance(0.3);
      return {
        name: freshName(random),
        fn,
        column: column.name,
        offset: random.pick([1, 1, 2]),
        ...(withDefault ? { otherwise: -5n } : {}),
      };
    });
    return { op: 'serialize', items };
  },
  parse: (site, input) => parsing(site, input, 'parse'),
  'parse-where': (site, input) => parsing(site, input, 'parse-where'),
  'make-series': (site, input) => {
    const { random } = site;
    const axis = plain(input, 'long', 'datetime');
    if (axis.length === 0) return undefined;
    const on = random.pick(axis);
    const by = random.some(plain(input, 'string', 'bool'), random.pick([0, 1])).map((c) => c.name);
    const simple = aggregates.filter(
      (fn) =>
        /^(count\(\)|sum\(|max\(|countif\()/.test(fn.text) &&
        !fn.parameters.some((type) => type !== 'long' && type !== 'bool'),
    );
    const named = Array.from({ length: random.from(1, 2) }, () => ({
      ...aggregateItem(site, simple, new Set()),
      name: freshName(random),
    }));
    const items = named.map(({ name, fn, args }): AggregateItem => ({ name, fn, args }));
    const range =
      on.type === 'datetime'
        ? ({
            from: day('2024-02-28T00:00:00Z'),
            to: day('2024-06-01T12:00:00Z'),
            step: 10n * ticks.day,
            stepType: 'timespan',
          } as const)
        : ({
            from: -7n,
            to: random.pick([8n, 13n]),
            step: random.pick([1n, 2n, 5n]),
            stepType: 'long',
          } as const);
    return { op: 'make-series', aggregates: items, axis: on.name, ...range, by };
  },
};

function parsing({ random }: Site, input: Relation, op: 'parse' | 'parse-where'): Step | undefined {
  const columns = plain(input, 'string');
  if (columns.length === 0) return undefined;
  const field = (type: 'string' | 'long' = 'string') => ({ name: freshName(random), type });
  const pattern = random.pick<readonly PatternPart[]>([
    ['*', { text: 'u=' }, field(), { text: ' id=' }, field()],
    ['*', { text: 'u=' }, field(), { text: ' id=' }, field('long')],
    ['*', { text: '=' }, field(), { text: ' ' }, '*'],
    [field(), { text: '_' }, field()],
    [{ text: 'foo' }, field()],
    ['*', { text: String.raw`\ ` }, field()],
  ]);
  return { op, column: random.pick(columns).name, pattern };
}

const weights: Readonly<Record<Step['op'], number>> = {
  where: 14,
  extend: 14,
  project: 6,
  'project-away': 2,
  'project-keep': 2,
  'project-reorder': 1,
  'project-rename': 2,
  distinct: 3,
  sort: 6,
  top: 4,
  take: 3,
  count: 1,
  summarize: 10,
  join: 7,
  lookup: 3,
  union: 4,
  'mv-expand': 4,
  'mv-apply': 2,
  serialize: 4,
  parse: 2,
  'parse-where': 1,
  'make-series': 2,
};
const drawer = Object.entries(weights).flatMap(([op, weight]) =>
  Array.from({ length: weight }, () => op as Step['op']),
);

// Pipelines.

interface Generated {
  readonly pipeline: Pipeline;
  readonly relation: Relation;
}

function source(site: Surroundings, depth: number): { readonly text: string; readonly relation: Relation } {
  const { random } = site;
  const draw = random.next();
  if (draw < 0.72 || depth === 0) {
    const table = random.pick(site.tables);
    return { text: table.name, relation: table.relation };
  }
  if (draw < 0.84) {
    const shape = Object.fromEntries(
      Array.from({ length: random.from(1, 4) }, () => [freshName(random), random.pick(valueTypes)]),
    );
    const relation = relationOf(random, shape, random.from(0, 6), true);
    return { text: datatableText(relation), relation };
  }
  if (draw < 0.9) {
    const [from, to, step] = [random.from(-3, 3), random.from(4, 12), random.from(1, 4)];
    const name = freshName(random);
    const rows = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i): Row => [
      BigInt(from + i * step),
    ]);
    return {
      text: `range ${name} from ${from} to ${to} step ${step}`,
      relation: { columns: [{ name, type: 'long', trust: 'exact' }], rows, ordered: false },
    };
  }
  const inner = pipeline(site, depth - 1, random.from(0, 2));
  const name = freshName(random);
  const form = random.pick(['', 'materialize', '()'] as const);
  const body = pipelineText(inner.pipeline);
  site.statements.push(
    `let ${name} = ${form === '' ? body : form === 'materialize' ? `materialize(${body})` : `() { ${body} }`};`,
  );
  // The order of a named table is not kept on purpose: it is a set of rows.
  return { text: form === '()' ? `${name}()` : name, relation: { ...inner.relation, ordered: false } };
}

/** Some operators one after another; those whose result the reference leaves open are thrown away. */
function pipeline(site: Surroundings, depth: number, length: number): Generated {
  const from = source(site, depth);
  let relation = from.relation;
  const steps: Step[] = [];
  for (let tries = 0; steps.length < length && tries < 12 * length; tries++) {
    const declared = site.statements.length;
    try {
      const step = makers[site.random.pick(drawer)]({ ...site, columns: relation.columns }, relation, depth);
      const next = step === undefined ? undefined : apply(relation, step);
      if (step !== undefined && next !== undefined && isWelcome(site.random, relation, next)) {
        steps.push(step);
        relation = next;
        continue;
      }
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
    }
    // What a rejected operator declared stays away.
    site.statements.length = declared;
  }
  return { pipeline: { source: from, steps }, relation };
}

function isWelcome(random: Random, before: Relation, after: Relation): boolean {
  const names = after.columns.map((column) => column.name);
  if (after.rows.length > 400 || names.length > 40 || new Set(names).size < names.length) return false;
  return after.rows.length > 0 || before.rows.length === 0 || random.chance(0.1);
}

/** A `let` of a value, of a function, or a `toscalar`, for expressions to use. */
function declare(site: Surroundings): void {
  const { random } = site;
  const name = freshName(random);
  const nothing: Site = { ...site, columns: [] };
  const type = random.pick(['long', 'string', 'datetime', 'bool', 'timespan'] as const);
  const row: Row = [];
  try {
    switch (random.below(3)) {
      case 0: {
        const value = expression(nothing, type, 2, true);
        const known = evaluate(value, row, new Map());
        site.statements.push(`let ${name} = ${expressionText(value)};`);
        site.known.push({ kind: 'known', type, text: name, value: known });
        return;
      }
      case 1: {
        const parameters: readonly Column[] = [
          { name: 'p', type, trust: 'exact' },
          { name: 'q', type: 'long', trust: 'exact' },
        ];
        const result = random.pick(['long', 'string', 'bool'] as const);
        const body = expression({ ...nothing, columns: parameters, known: [] }, result, 2, true);
        site.statements.push(`let ${name} = (p: ${type}, q: long) { ${expressionText(body)} };`);
        const places = new Map([
          ['p', 0],
          ['q', 1],
        ]);
        site.functions.push({
          text: `${name}($1, $2)`,
          parameters: [type, 'long'],
          result,
          apply: (args) => evaluate(body, args, places),
        });
        return;
      }
      default: {
        const inner = pipeline(site, 1, random.from(0, 2));
        const column = plain(inner.relation, 'long')[0];
        if (column === undefined) return;
        const step: Step = {
          op: 'summarize',
          by: [],
          aggregates: [
            {
              name: 'only',
              fn:
                aggregates.find(
                  (fn) =>
                    fn.text === random.pick(['max($1)', 'count()']) &&
                    fn.parameters.every((p) => p === 'long'),
                ) ?? aggregates[0]!,
              args: [reference(column)],
            },
          ],
        };
        const result = apply(inner.relation, step);
        const text = `toscalar(${pipelineText({ ...inner.pipeline, steps: [...inner.pipeline.steps, step] })})`;
        site.known.push({ kind: 'known', type: 'long', text, value: result.rows[0]![0]! });
      }
    }
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
  }
}

/** A query and what it must give. */
export interface Query {
  /** `let` statements before the pipeline. */
  readonly statements: readonly string[];
  readonly pipeline: Pipeline;
}

export function queryText(query: Query): string {
  return [...query.statements, pipelineText(query.pipeline)].join('\n');
}

/** The query of a seed. */
export function query(seed: number, among: readonly Table[]): Query {
  names = 0;
  const random = new Random(seed);
  const world = String(random.chance(0.03) ? 0 : random.from(1, 7));
  const site: Surroundings = {
    random,
    tables: among.filter((table) => table.name.endsWith(world)),
    statements: [],
    known: [],
    functions: [],
  };
  for (let count = random.pick([0, 0, 0, 1, 2]); count > 0; count--) declare(site);
  // Short pipelines are as telling as long ones, and easier to read.
  const made = pipeline(site, 2, Math.min(random.from(1, 8), random.from(1, 8)));
  return { statements: site.statements, pipeline: made.pipeline };
}
