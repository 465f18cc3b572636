import { call, literal, ref, type Rel, type Scalar } from '../ir/index.ts';
import type { Lowering } from './lowering.ts';
import { and } from './values.ts';

const texts = ['first', 'last', 'country', 'state', 'city'] as const;
const degrees = ['latitude', 'longitude'] as const;

/** Where an address is, as a bag; null for one that is private, unknown or none, and where no table says anything. */
export function whereIs(lowering: Lowering, address: Scalar): Scalar {
  const { geo } = lowering.catalog;
  if (geo === undefined) return literal('dynamic', null);
  lowering.tables.add(geo.table);
  const key = lowering.column('', 'string');
  const asked: Rel = {
    op: 'project',
    input: { op: 'unit', columns: [] },
    columns: [key],
    expressions: [call('public address', [address], 'string', false)],
  };
  const ranges: Extract<Rel, { op: 'scan' }> = {
    op: 'scan',
    table: geo.table,
    columns: [
      ...texts.map((name) => lowering.column(name, 'string')),
      ...degrees.map((name) => lowering.column(name, 'real')),
    ],
    sources: [...texts, ...degrees],
  };
  const [first, last, ...place] = ranges.columns;
  const nearest: Rel = {
    op: 'join',
    kind: 'asof',
    left: asked,
    right: ranges,
    on: [{ left: ref(key), right: ref(first!) }],
    columns: [key, ...ranges.columns],
  };
  const inside = and([
    call('!=', [ref(key), literal('string', '')], 'bool', false),
    call('>=', [ref(last!), ref(key)], 'bool', false),
  ]);
  const bag = call(
    'bag of pairs',
    place.flatMap((column) => [literal('string', column.name), ref(column)]),
    'dynamic',
    false,
  );
  const found = call('iff', [inside, bag, literal('dynamic', null)], 'dynamic', true);
  const column = lowering.columnFor('', found);
  return {
    op: 'subquery',
    rel: { op: 'project', input: nearest, columns: [column], expressions: [found] },
    type: 'dynamic',
    nullable: true,
  };
}
