import { windowFunctions } from '../functions/index.ts';
import { ref, type Rel } from '../ir/index.ts';
import { descendants, kind, nameOf, need, type Node } from '../language/syntax.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Scope } from '../lower/scope.ts';

/**
 * Where an expression calls `prev`, `row_number` …, its rows get a number first and lose it afterwards; elsewhere nothing
 * happens.
 */
export function numberIfNeeded(
  lowering: Lowering,
  expressions: Node,
  input: Rel,
  scope: Scope,
): { readonly rel: Rel; readonly inner: Scope; readonly finish: (rel: Rel) => Rel } {
  const plain: Scope = { environment: scope.environment, depth: scope.depth, row: input.columns };
  if (!callsWindow(expressions)) return { rel: input, inner: plain, finish: (rel) => rel };
  const number = lowering.column('', 'long', false, true);
  return {
    rel: { op: 'number', input, columns: [...input.columns, number] },
    inner: { ...plain, order: ref(number) },
    finish(rel) {
      const columns = rel.columns.filter((column) => column.id !== number.id);
      if (columns.length === rel.columns.length) return rel;
      return { op: 'project', input: rel, columns, expressions: columns.map((column) => ref(column)) };
    },
  };
}

function callsWindow(node: Node): boolean {
  for (const one of descendants(node))
    if (kind(one) === 'FunctionCallExpression' && windowFunctions.has(nameOf(need(one, 'Name')))) return true;
  return false;
}
