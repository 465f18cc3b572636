import { ref, type Column, type Rel } from '../ir/index.ts';
import { convert } from '../lower/convert.ts';
import { liftWindows } from '../lower/windows.ts';
import { need } from '../language/syntax.ts';
import { piped, type LowerOperator } from './operator.ts';
import { numberIfNeeded } from './serialized.ts';

/** `where` (and `filter`): rows for which the condition is true; null is not true. */
export const filter: LowerOperator = (lowering, node, input, scope) => {
  const condition = need(node, 'Condition');
  const { rel, inner, finish } = numberIfNeeded(lowering, condition, piped(input), scope);
  const predicate = convert(lowering.scalar(condition, inner), 'bool');
  const lifted = liftWindows(lowering, rel, [predicate], true);
  const filtered: Rel = {
    op: 'filter',
    input: lifted.input,
    columns: lifted.input.columns,
    predicate: lifted.expressions[0]!,
  };
  return finish(lifted.input === rel ? filtered : keeping(filtered, rel.columns));
};

function keeping(input: Rel, columns: readonly Column[]): Rel {
  return { op: 'project', input, columns, expressions: columns.map((column) => ref(column)) };
}
