import { call, literal, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { kind, range } from '../language/syntax.ts';
import { convert } from '../lower/convert.ts';
import { type Lowering } from '../lower/lowering.ts';
import { NeedsSchema, type LateColumn } from '../lower/late-columns.ts';
import { Refusal, unsupported } from '../lower/refusal.ts';
import { findColumn } from '../lower/scope.ts';
import { starColumns } from '../lower/values.ts';
import type { KqlType } from '../types.ts';
import {
  argument,
  columnArgument,
  constantArgument,
  needed,
  shared,
  type Plugin,
  type PluginCall,
} from './plugin.ts';

/** Columns that a plugin may make from data; more is a mistake in the query. */
export const maxLateColumns = 1000;

type Conflict = 'error' | 'keep_source' | 'replace_source';

const types: Readonly<Record<string, KqlType>> = {
  VARCHAR: 'string',
  BOOLEAN: 'bool',
  BIGINT: 'long',
  UBIGINT: 'long',
  DOUBLE: 'real',
};

/** `bag_unpack`: one column for each key of a bag, in the order of their names, after the other columns. */
export const bagUnpack: Plugin = (plugin) => {
  const { lowering, node, schema } = plugin;
  const bag = columnArgument(plugin, needed(plugin, 'column', 0));
  const { prefix, conflict, ignored } = options(plugin);
  const others = starColumns(plugin.rows.columns).filter((column) => column.id !== bag.id);
  if (schema === undefined) {
    needsText(plugin);
    throw new NeedsSchema(node, keysAndTypes(lowering, plugin.rows, bag), (rows) => {
      const found = new Map<string, Set<string>>();
      for (const [key, json] of rows) {
        if (ignored.has(String(key))) continue;
        const name = prefix + String(key);
        const set = found.get(name) ?? new Set();
        if (String(json) !== 'NULL') set.add(types[String(json)] ?? 'dynamic');
        found.set(name, set);
      }
      if (found.size > maxLateColumns)
        throw unsupported(
          node,
          `the bags have more than ${maxLateColumns} different keys; use an output schema`,
        );
      const slots = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
      const clash = slots.find(([name]) => findColumn(others, name) !== undefined);
      if (clash !== undefined && conflict === 'error')
        throw new Refusal(
          'bind',
          node,
          `there is a column ${clash[0]} already; say columnsConflict='keep_source' or 'replace_source', or give a prefix`,
        );
      const typeOf = (set: ReadonlySet<string>): KqlType =>
        set.size === 1 ? ([...set][0] as KqlType) : 'dynamic';
      const slotTypes = new Map(slots.map(([name, set]) => [name, typeOf(set)]));
      return [
        ...others.map((c): LateColumn => ({
          name: c.name,
          type: conflict === 'replace_source' ? (slotTypes.get(c.name) ?? c.type) : c.type,
        })),
        ...slots
          .filter(([name]) => findColumn(others, name) === undefined)
          .map(([name, set]): LateColumn => ({ name, type: typeOf(set) })),
      ];
    });
  }
  onceFromData(plugin);
  const use = shared(lowering, plugin.rows);
  const rows = use();
  const at = (column: Column): Scalar => ref(rows.columns[plugin.rows.columns.indexOf(column)]!);
  const slotOf = (name: string, type: KqlType): Scalar | undefined => {
    if (!name.startsWith(prefix) || ignored.has(name.slice(prefix.length))) return undefined;
    const key = literal('string', name.slice(prefix.length));
    return convert(call('get', [at(bag), key], 'dynamic', true), type);
  };
  const expressions = schema.map(({ name, type }): Scalar => {
    const source = findColumn(others, name);
    const kept = source === undefined ? undefined : convert(at(source), type);
    const slot = slotOf(name, type);
    if (kept === undefined) return slot ?? literal(type, null);
    if (slot === undefined || conflict !== 'replace_source') return kept;
    // The slot takes the column's place as soon as one bag has it.
    const present = anyHasKey(lowering, use(), plugin.rows.columns.indexOf(bag), name.slice(prefix.length));
    return call('iff', [present, slot, kept], type, type !== 'string');
  });
  const used = new Set<string>();
  return {
    op: 'project',
    input: rows,
    columns: schema.map(({ name }, index) => {
      const scalar = expressions[index]!;
      const through = scalar.op === 'column' ? rows.columns.find((c) => c.id === scalar.id) : undefined;
      if (through === undefined || used.has(through.id)) return lowering.columnFor(name, scalar);
      used.add(through.id);
      return { ...through, name };
    }),
    expressions,
  };
};

function options(plugin: PluginCall): {
  readonly prefix: string;
  readonly conflict: Conflict;
  readonly ignored: ReadonlySet<string>;
} {
  const positional = plugin.args.slice(1).filter((arg) => kind(arg) !== 'SimpleNamedExpression');
  let [prefix, conflict, ignored] = ['', 'error', '[]'];
  const named = [
    argument(plugin, 'OutputColumnPrefix', 99) ?? argument(plugin, 'column_prefix', 99),
    argument(plugin, 'columnsConflict', 99),
    argument(plugin, 'ignoredProperties', 99),
  ];
  const values = [...positional, ...named.filter((arg) => arg !== undefined)];
  for (const arg of values) {
    const value = constantArgument(plugin, arg);
    const text = typeof value.value === 'string' ? value.value : '';
    if (value.type === 'dynamic') ignored = text === '' ? '[]' : text;
    else if (arg === named[1] || (arg !== named[0] && /^(error|keep_source|replace_source)$/.test(text)))
      conflict = text;
    else prefix = text;
  }
  if (conflict !== 'error' && conflict !== 'keep_source' && conflict !== 'replace_source')
    throw unsupported(named[1] ?? plugin.node, `columnsConflict is error, keep_source or replace_source`);
  const keys = JSON.parse(ignored) as unknown;
  return { prefix, conflict, ignored: new Set(Array.isArray(keys) ? keys.map(String) : []) };
}

/** Each key with each JSON type that its values have. */
function keysAndTypes(lowering: Lowering, rows: Rel, bag: Column): Rel {
  const isBag = call(
    '==',
    [call('json kind', [ref(bag)], 'string', false), literal('string', 'OBJECT')],
    'bool',
    false,
  );
  const bags: Rel = { op: 'filter', input: rows, columns: rows.columns, predicate: isBag };
  const pair = lowering.column('', 'dynamic');
  const pairs: Rel = {
    op: 'unnest',
    input: { op: 'project', input: bags, columns: [bag], expressions: [ref(bag)] },
    arrays: [ref(bag)],
    bagAsArray: true,
    columns: [bag, pair],
    indexed: false,
  };
  const part = (index: bigint) => call('get', [ref(pair), literal('long', index)], 'dynamic', true);
  const keys = [convert(part(0n), 'string'), call('json kind', [part(1n)], 'string', false)];
  const columns = keys.map((key) => lowering.columnFor('', key));
  const grouped: Rel = { op: 'aggregate', input: pairs, columns, keys, aggregates: [] };
  return { op: 'limit', input: grouped, columns, count: BigInt(maxLateColumns * 7) };
}

/** Whether a bag of any row has a key. */
function anyHasKey(lowering: Lowering, rows: Rel, bag: number, key: string): Scalar {
  const has = call('bag has', [ref(rows.columns[bag]!), literal('string', key)], 'bool', false);
  const filtered: Rel = { op: 'filter', input: rows, columns: rows.columns, predicate: has };
  const yes = literal('bool', true);
  const column = lowering.columnFor('', yes);
  const found: Rel = { op: 'project', input: filtered, columns: [column], expressions: [yes] };
  return {
    op: 'subquery',
    rel: { op: 'limit', input: found, columns: found.columns, count: 1n },
    type: 'bool',
    nullable: true,
  };
}

/** A schema can be put only into the text of the query, not into that of a saved function. */
export function needsText({ node }: PluginCall): void {
  const place = range(node);
  if (place.length === 0)
    throw unsupported(node, 'in a saved function this plugin needs an output schema: ": (name:type, …)"');
}

const once = new WeakMap<Lowering, Set<number>>();

/** A schema that was read from the data of one call must not be used for another call of the same function. */
export function onceFromData({ lowering, node, fromData }: PluginCall): void {
  if (!fromData || kind(node.Root) !== 'FunctionBody') return;
  const seen = once.get(lowering) ?? new Set();
  once.set(lowering, seen);
  const { start } = range(node);
  if (seen.has(start))
    throw unsupported(
      node,
      'a function with this plugin is called more than once: give the plugin an output schema',
    );
  seen.add(start);
}
