import { windowFunctions } from '../functions/index.ts';
import { sessionStart } from '../functions/windows.ts';
import { literal, ref, type Column, type Rel, type Scalar, type WindowCall } from '../ir/index.ts';
import { convert } from './convert.ts';
import type { Lowering } from './lowering.ts';

/**
 * Engines take no window inside a window (`row_cumsum(x, id != prev(id))`), and none in a condition. Computes the inner
 * ones (with `all`: all of them) in projections below, so that each expression has windows of columns only.
 */
export function liftWindows(
  lowering: Lowering,
  input: Rel,
  expressions: readonly Scalar[],
  all = false,
): { readonly input: Rel; readonly expressions: readonly Scalar[] } {
  let rel = input;
  let current = expressions.map(rewritten);
  for (;;) {
    const ready: WindowCall[] = [];
    for (const expression of current) collect(expression, all, ready);
    const lifted = ready.length === 0 ? sessionsIn(current) : ready;
    if (lifted.length === 0) return { input: rel, expressions: current };
    const below = rel;
    const made = new Map<WindowCall, Column>();
    const parts = lifted.map((window): readonly [Column, Scalar] => {
      const scalar = window.fn === 'row_window_session' ? session(lowering, below, window) : window;
      const column = lowering.columnFor('', scalar);
      made.set(window, column);
      return [column, scalar];
    });
    rel = {
      op: 'project',
      input: below,
      columns: [...below.columns, ...parts.map(([column]) => column)],
      expressions: [...below.columns.map((column) => ref(column)), ...parts.map(([, scalar]) => scalar)],
    };
    current = current.map((expression) => replaced(expression, made));
  }
}

/** A copy with calls that are made of others written out. */
function rewritten(scalar: Scalar): Scalar {
  if (scalar.op !== 'call' && scalar.op !== 'window') return scalar;
  const args = scalar.args.map(rewritten);
  const same = args.every((arg, index) => arg === scalar.args[index]);
  if (scalar.op === 'call') return same ? scalar : { ...scalar, args };
  const next = windowFunctions.get(scalar.fn)?.rewrite?.(args, (fn, inner, type, nullable = true) => ({
    op: 'window',
    fn,
    args: inner,
    order: scalar.order,
    type,
    nullable: type !== 'string' && nullable,
  }));
  if (next !== undefined) return rewritten(next);
  return same ? scalar : { ...scalar, args };
}

/** Windows without windows inside that stand in another one, or anywhere. */
function collect(scalar: Scalar, inside: boolean, found: WindowCall[]): void {
  if (scalar.op !== 'call' && scalar.op !== 'window') return;
  for (const arg of scalar.args) collect(arg, inside || scalar.op === 'window', found);
  if (scalar.op === 'window' && inside && !scalar.args.some(hasWindow) && !found.includes(scalar))
    found.push(scalar);
}

function sessionsIn(scalars: readonly Scalar[]): readonly WindowCall[] {
  return scalars.flatMap((scalar): readonly WindowCall[] => {
    if (scalar.op === 'window' && scalar.fn === 'row_window_session') return [scalar];
    return scalar.op === 'call' || scalar.op === 'window' ? sessionsIn(scalar.args) : [];
  });
}

function hasWindow(scalar: Scalar): boolean {
  return scalar.op === 'window' || (scalar.op === 'call' && scalar.args.some(hasWindow));
}

function replaced(scalar: Scalar, by: ReadonlyMap<WindowCall, Column>): Scalar {
  if (scalar.op !== 'call' && scalar.op !== 'window') return scalar;
  const column = scalar.op === 'window' ? by.get(scalar) : undefined;
  if (column !== undefined) return ref(column);
  const args = scalar.args.map((arg) => replaced(arg, by));
  return args.every((arg, index) => arg === scalar.args[index]) ? scalar : { ...scalar, args };
}

/** Session starts need the start of the row before: one aggregate gives them all. */
function session(lowering: Lowering, rel: Rel, window: WindowCall): Scalar {
  const [value, first, neighbour, restart = literal('bool', false)] = window.args;
  const starts = lowering.column('', 'dynamic');
  return sessionStart(
    {
      op: 'subquery',
      rel: {
        op: 'aggregate',
        input: rel,
        columns: [starts],
        keys: [],
        aggregates: [
          {
            fn: 'make_sessions',
            args: [value!, convert(first!, 'timespan'), convert(neighbour!, 'timespan'), restart],
            type: 'dynamic',
            nullable: true,
          },
        ],
      },
      type: 'dynamic',
      nullable: true,
    },
    window.order,
    window.type,
  );
}
