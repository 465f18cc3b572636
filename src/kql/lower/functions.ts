import type { Scalar } from '../ir/index.ts';
import { limits } from '../caps/limits.ts';
import { declaredParameters } from '../language/declared-parameters.ts';
import { child, kind, list, nameOf, need, scalarType, type Node } from '../language/syntax.ts';
import { firstCell } from './values.ts';
import { type Lowering } from './lowering.ts';
import { unsupported } from './refusal.ts';
import { Environment, type Binding, type Scope } from './scope.ts';
import { bindStatements } from './statements.ts';
import type { Rel } from '../ir/index.ts';
import { convert } from './convert.ts';
import type { KqlType } from '../types.ts';

/** A call of a user's function as a value: its body with the arguments in place of the parameters. */
export function callUser(lowering: Lowering, node: Node, body: Node, scope: Scope): Scalar {
  const [expression, inner] = enter(lowering, node, body, scope);
  return scalarType(expression) === 'tabular'
    ? firstCell(lowering.relation(expression, inner))
    : lowering.scalar(expression, inner);
}

/** The same as a relation; `piped` is the table that `invoke` hands over as the first argument. */
export function callUserTable(lowering: Lowering, node: Node, body: Node, scope: Scope, piped?: Rel): Rel {
  const [expression, inner] = enter(lowering, node, body, scope, piped);
  return lowering.relation(expression, inner);
}

function enter(
  lowering: Lowering,
  node: Node,
  body: Node,
  scope: Scope,
  piped?: Rel,
): readonly [Node, Scope] {
  if (scope.depth >= limits.calls)
    throw unsupported(node, `functions call each other more than ${limits.calls} deep`);
  const environment = new Environment(scope.environment);
  bindArguments(lowering, node, scope, environment, piped);
  const inner: Scope = {
    environment,
    depth: scope.depth + 1,
    ...(scope.row === undefined ? {} : { row: scope.row }),
  };
  bindStatements(lowering, list(need(body, 'Statements')), inner);
  const expression = child(body, 'Expression');
  if (expression === undefined) throw unsupported(node, 'the function has no result');
  return [expression, inner];
}

function bindArguments(
  lowering: Lowering,
  node: Node,
  scope: Scope,
  environment: Environment,
  piped: Rel | undefined,
): void {
  const declared = declaredParameters(node);
  const argumentList = child(node, 'ArgumentList');
  const given = argumentList === undefined ? [] : list(need(argumentList, 'Expressions'));
  const named = new Map<string, Node>();
  const positional: Node[] = [];
  for (const argument of given) {
    if (kind(argument) === 'SimpleNamedExpression') named.set(nameOf(argument), need(argument, 'Expression'));
    else positional.push(argument);
  }
  const unnamed = positional.values();
  for (const [index, parameter] of declared.entries()) {
    if (index === 0 && piped !== undefined) {
      const shared = lowering.share(piped, false);
      environment.bind(parameter.name, { kind: 'table', relation: () => lowering.use(shared) });
      continue;
    }
    // Arguments without a name fill the parameters that no name was given for.
    const argument = named.get(parameter.name) ?? unnamed.next().value ?? parameter.defaultValue;
    if (argument === undefined) throw unsupported(node, `the argument ${parameter.name} is missing`);
    environment.bind(parameter.name, bindingOf(lowering, argument, scope, parameter.type));
  }
}

function bindingOf(lowering: Lowering, argument: Node, scope: Scope, type: KqlType | undefined): Binding {
  if (scalarType(argument) === 'tabular') {
    const rel = lowering.relation(argument, scope);
    if (rel.op === 'ref') {
      const { shared } = rel;
      const names = rel.columns;
      return { kind: 'table', relation: () => withNames(lowering.use(shared), names) };
    }
    const shared = lowering.share(rel, false);
    return { kind: 'table', relation: () => lowering.use(shared) };
  }
  const scalar = lowering.scalar(argument, scope);
  return { kind: 'scalar', scalar: type === undefined ? scalar : convert(scalar, type) };
}

function withNames(rel: Rel, names: readonly { readonly name: string }[]): Rel {
  return {
    ...rel,
    columns: rel.columns.map((column, index) => ({ ...column, name: names[index]?.name ?? column.name })),
  };
}
