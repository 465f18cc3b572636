import { canEvaluate, type Expression } from '../functions/processes/expression.ts';
import type { ScanSettings } from '../functions/processes/scan.ts';
import { ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import {
  child,
  kind,
  list,
  nameOf,
  need,
  parameters,
  symbol,
  tokenText,
  type Node,
} from '../language/syntax.ts';
import { convert } from '../lower/convert.ts';
import { starColumns } from '../lower/values.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import { findColumn, type Scope } from '../lower/scope.ts';
import type { KqlType } from '../types.ts';
import { piped, type LowerOperator } from './operator.ts';

/** A cell of what a step holds, by the id of the column that stands for it. */
type StateCells = ReadonlyMap<string, { readonly step: number; readonly index: number }>;

/**
 * `scan`: what depends on the row alone is computed by the engine, the rest by the process. The match id is a column of the
 * result only when it is asked for; the binder always has it, so it is hidden otherwise.
 */
export const scan: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  const shown = starColumns(rel.columns);
  const declared = declaredColumns(lowering, node, scope);
  const record = [...shown, ...declared.map((one) => one.column)];
  const stepNodes = list(need(node, 'Steps'));
  const names = stepNodes.map((step) => nameOf(need(step, 'Name')));
  const states = names.map(() => record.map((c) => lowering.column(c.name, c.type, c.type !== 'string')));
  const cells: StateCells = new Map(
    states.flatMap((columns, step) => columns.map((column, index) => [column.id, { step, index }] as const)),
  );
  const extra: Scalar[] = [];
  const inner = scanScope(scope, shown, names, states, record);
  const compile = (one: Node, scalar: Scalar): Expression => compiled(one, scalar, cells, shown, extra);
  const steps = stepNodes.map((step): ScanSettings['steps'][number] => {
    const condition = need(step, 'Condition');
    const clause = child(step, 'ComputationClause');
    const assignments = clause === undefined ? [] : list(need(clause, 'Assignments'));
    return {
      output: outputOf(step),
      condition: compile(condition, convert(lowering.scalar(condition, inner), 'bool')),
      assignments: assignments.map((assignment) => {
        const index = declared.findIndex(({ column }) => column.name === nameOf(need(assignment, 'Name')));
        const target = declared[index];
        if (target === undefined) throw unsupported(assignment, 'only declared columns can be assigned');
        const value = need(assignment, 'Expression');
        return { index, value: compile(value, convert(lowering.scalar(value, inner), target.column.type)) };
      }),
    };
  });
  const expressions = [...shown.map((column) => ref(column)), ...extra];
  const settings: ScanSettings = {
    width: shown.length,
    empty: [...shown.map((c) => (c.type === 'string' ? '' : null)), ...declared.map((one) => one.cell)],
    types: record.map((column) => column.type),
    steps,
  };
  const asked = parameters(node).get('with_match_id');
  return {
    op: 'process',
    process: 'scan',
    inputs: [
      {
        op: 'project',
        input: rel,
        columns: [...shown, ...extra.map((scalar) => lowering.columnFor('', scalar))],
        expressions,
      },
    ],
    settings,
    columns: [
      ...record.map((c) => lowering.column(c.name, c.type)),
      lowering.column(asked === undefined ? 'match_id' : nameOf(asked), 'long', false, asked === undefined),
    ],
  } satisfies Rel;
};

function declaredColumns(
  lowering: Lowering,
  node: Node,
  scope: Scope,
): readonly { readonly column: Column; readonly cell: string | null }[] {
  const clause = child(node, 'DeclareClause');
  if (clause === undefined) return [];
  const outer: Scope = { environment: scope.environment, depth: scope.depth };
  return list(need(clause, 'Declarations')).map((declaration) => {
    const both = need(declaration, 'NameAndType');
    const name = nameOf(need(both, 'Name'));
    const type = symbol(need(both, 'Name'))?.type;
    if (type === undefined) throw unsupported(declaration, `the type of ${name} is not known`);
    const given = child(declaration, 'DefaultValue');
    const node_ = given === undefined ? undefined : (child(given, 'Value') ?? given);
    const value = node_ === undefined ? undefined : convert(lowering.scalar(node_, outer), type);
    if (value !== undefined && value.op !== 'literal')
      throw unsupported(given ?? declaration, 'the default of a declared column must be a constant');
    return {
      column: lowering.column(name, type),
      cell: value === undefined ? emptyCell(type) : cellOf(value),
    };
  });
}

function emptyCell(type: KqlType): string | null {
  return type === 'string' ? '' : null;
}

function cellOf(value: Extract<Scalar, { op: 'literal' }>): string | null {
  if (value.value === null) return emptyCell(value.type);
  if (typeof value.value !== 'number') return String(value.value);
  return Number.isFinite(value.value)
    ? String(value.value)
    : value.value > 0
      ? 'inf'
      : value.value < 0
        ? '-inf'
        : 'nan';
}

/** Columns of the row by name, and `step.column` for what a step holds. */
function scanScope(
  scope: Scope,
  row: readonly Column[],
  names: readonly string[],
  states: readonly (readonly Column[])[],
  record: readonly Column[],
): Scope {
  const declared = new Set(record.slice(row.length).map((column) => column.name));
  return {
    environment: scope.environment,
    depth: scope.depth,
    row,
    first(node) {
      if (kind(node) === 'NameReference' && declared.has(nameOf(node)) && symbol(node)?.kind === 'column')
        throw unsupported(node, `write step.${nameOf(node)}: a declared column alone has no value yet`);
      if (kind(node) !== 'PathExpression') return undefined;
      const base = need(node, 'Expression');
      if (kind(base) !== 'NameReference') return undefined;
      const step = names.indexOf(nameOf(base));
      if (step === -1 || findColumn(row, nameOf(base)) !== undefined) return undefined;
      const name = nameOf(need(node, 'Selector'));
      const column = findColumn(states[step], name);
      if (column === undefined) throw unsupported(node, `the step ${nameOf(base)} holds no column ${name}`);
      return ref(column);
    },
  };
}

/** An expression of the process; what reads only the row becomes a further cell of it. */
function compiled(
  node: Node,
  scalar: Scalar,
  cells: StateCells,
  row: readonly Column[],
  extra: Scalar[],
): Expression {
  const readsState = (one: Scalar): boolean =>
    one.op === 'column'
      ? cells.has(one.id)
      : (one.op === 'call' || one.op === 'window') && one.args.some(readsState);
  const walk = (one: Scalar): Expression => {
    if (one.op === 'literal') return { op: 'literal', cell: cellOf(one), type: one.type };
    if (one.op === 'column') {
      const cell = cells.get(one.id);
      if (cell !== undefined) return { op: 'state', ...cell, type: one.type };
      return { op: 'cell', index: row.findIndex((column) => column.id === one.id), type: one.type };
    }
    if (!readsState(one)) {
      extra.push(one);
      return { op: 'cell', index: row.length + extra.length - 1, type: one.type };
    }
    if (
      one.op !== 'call' ||
      !canEvaluate(
        one.fn,
        one.args.map((arg) => arg.type),
        one.type,
      )
    ) {
      const what = one.op === 'call' || one.op === 'window' ? one.fn : 'a subquery';
      throw unsupported(
        node,
        `scan cannot compute ${what} over what a step holds; compute it before the scan with extend, or compare plain columns`,
      );
    }
    return { op: 'call', fn: one.fn, args: one.args.map(walk), type: one.type };
  };
  return walk(scalar);
}

function outputOf(step: Node): 'all' | 'last' | 'none' {
  const given = child(step, 'ScanStepOutput');
  const text =
    given === undefined
      ? 'all'
      : tokenText(given)
          .replace(/^output\s*=\s*/, '')
          .trim();
  if (text !== 'all' && text !== 'last' && text !== 'none')
    throw unsupported(given ?? step, 'the output of a step is all, last or none');
  return text;
}
