import { literal, ref, type Rel } from '../ir/index.ts';
import type { ReduceSettings } from '../functions/processes/reduce.ts';
import { child, list, nameOf, need, parameters, tokenText, type Node } from '../language/syntax.ts';
import { convert } from '../lower/convert.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import { shared, withNumber } from '../plugins/plugin.ts';
import type { Scope } from '../lower/scope.ts';
import { piped, rowScope, type LowerOperator } from './operator.ts';

/** `reduce by`: groups of texts that are alike; with `kind=source` every row and the pattern of its group. */
export const reduce: LowerOperator = (lowering, node, input, scope) => {
  const rows = piped(input);
  const given = parameters(node).get('kind');
  const kind = given === undefined ? '' : tokenText(given).trim();
  if (kind !== '' && kind !== 'source') throw unsupported(given ?? node, `reduce has no kind ${kind}`);
  const { threshold, characters } = options(lowering, node, scope);
  const settings: ReduceSettings = { threshold, characters, source: kind === 'source' };
  const use = shared(lowering, withNumber(lowering, rows));
  const asked = use();
  const number = asked.columns.at(-1)!;
  const by = need(node, 'Expression');
  const text = convert(lowering.scalar(by, rowScope(scope, asked)), 'string');
  const key = lowering.columnFor('', text);
  const texts: Rel = {
    op: 'project',
    input: asked,
    columns: [number, key],
    expressions: [ref(number), text],
  };
  const groups = (columns: Rel['columns']): Rel => ({
    op: 'process',
    process: 'reduce',
    inputs: [texts],
    settings,
    columns,
  });
  if (kind !== 'source')
    return groups([
      lowering.column('Pattern', 'string'),
      lowering.column('Count', 'long', false),
      lowering.column('Representative', 'string'),
    ]);
  const found = groups([lowering.column('', 'long', false, true), lowering.column('Pattern', 'string')]);
  const all = use();
  const own = all.columns.at(-1)!;
  const joined: Rel = {
    op: 'join',
    kind: 'inner',
    left: all,
    right: found,
    on: [{ left: ref(own), right: ref(found.columns[0]!) }],
    columns: [...all.columns, ...found.columns],
  };
  const columns = [...all.columns.slice(0, -1), found.columns[1]!];
  // The binder has the columns of the groups here too: they are there for it, and hidden.
  return {
    op: 'project',
    input: joined,
    columns: [
      ...columns,
      lowering.column('Count', 'long', true, true),
      lowering.column('Representative', 'string', false, true),
    ],
    expressions: [...columns.map((column) => ref(column)), literal('long', null), literal('string', '')],
  };
};

function options(
  lowering: Lowering,
  node: Node,
  scope: Scope,
): { readonly threshold: number; readonly characters: string | null } {
  const clause = child(node, 'With');
  let threshold = 0.1;
  let characters: string | null = null;
  for (const one of clause === undefined ? [] : list(need(clause, 'Parameters'))) {
    const value = lowering.scalar(need(one, 'Expression'), {
      environment: scope.environment,
      depth: scope.depth,
    });
    if (value.op !== 'literal') throw unsupported(one, `${nameOf(one)} must be a constant`);
    if (nameOf(one) === 'threshold') threshold = Number(value.value);
    else if (nameOf(one) === 'characters') characters = String(value.value);
  }
  if (!(threshold > 0 && threshold <= 1)) throw unsupported(node, 'the threshold lies between 0 and 1');
  return { threshold, characters };
}
