import { call, ref, type Rel } from '../ir/index.ts';
import { child, kind, need } from '../language/syntax.ts';
import { unsupported } from '../lower/refusal.ts';
import { Environment, type Scope } from '../lower/scope.ts';
import { piped, rowScope, type LowerOperator } from './operator.ts';
import { lowerSteps } from './subquery.ts';

/** `partition`: steps over the rows of each key for itself; rows of all keys together are the result. */
export const partition: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  const by = need(node, 'ByExpression');
  const shared = lowering.share(rel, true);
  const keysOf = lowering.use(shared);
  const value = lowering.scalar(by, rowScope(scope, keysOf));
  if (value.op !== 'column') throw unsupported(by, 'partition goes by a column');
  const key = lowering.columnFor('', value);
  const keys: Rel = { op: 'aggregate', input: keysOf, columns: [key], keys: [value], aggregates: [] };
  const operand = need(node, 'Operand');
  const rows = lowering.use(shared);
  const own = lowering.scalar(by, rowScope(scope, rows));
  const environment = new Environment(scope.environment);
  const name = keysOf.columns.find((column) => column.id === value.id)?.name;
  if (name !== undefined) environment.bind(name, { kind: 'scalar', scalar: ref(key) });
  const inner: Scope = { environment, depth: scope.depth };
  const part: Rel = {
    op: 'filter',
    input: rows,
    columns: rows.columns,
    predicate: call('same value', [own, ref(key)], 'bool', false),
  };
  const result =
    kind(operand) === 'PartitionQuery'
      ? lowering.relation(need(operand, 'Query'), inner)
      : lowerSteps(lowering, child(operand, 'Subquery') ?? need(operand, 'Expression'), part, {
          environment: scope.environment,
          depth: scope.depth,
        });
  const { columns } = result;
  return {
    op: 'project',
    input: { op: 'apply', input: keys, inner: result, columns: [key, ...columns] },
    columns,
    expressions: columns.map((column) => ref(column)),
  };
};
