import type { Rel } from '../ir/index.ts';
import { kind, need, type Node } from '../language/syntax.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Scope } from '../lower/scope.ts';

/** Steps without a start, as inside `mv-apply … on (…)`: they go over the given rows. */
export function lowerSteps(lowering: Lowering, node: Node, input: Rel, scope: Scope): Rel {
  switch (kind(node)) {
    case 'PipeExpression':
      return lowering.operator(
        need(node, 'Operator'),
        lowerSteps(lowering, need(node, 'Expression'), input, scope),
        scope,
      );
    case 'ParenthesizedExpression':
      return lowerSteps(lowering, need(node, 'Expression'), input, scope);
    default:
      return lowering.operator(node, input, scope);
  }
}
