import {
  child,
  descendants,
  keyword,
  kind,
  list,
  nameOf,
  need,
  scalarType,
  type Node,
} from '../language/syntax.ts';
import type { Rel } from '../ir/index.ts';
import { isGraph } from '../operators/graph.ts';
import type { Lowering } from './lowering.ts';
import { refused, unsupported } from './refusal.ts';
import type { Scope } from './scope.ts';

/** Binds the names of `let` statements; other statements than `let`, `set` and `declare query_parameters` are refused. */
export function bindStatements(lowering: Lowering, statements: readonly Node[], scope: Scope): void {
  for (const statement of statements) bindStatement(lowering, statement, scope);
}

/** Binds one statement; an expression statement is left to the caller. */
function bindStatement(lowering: Lowering, statement: Node, scope: Scope): void {
  switch (kind(statement)) {
    case 'LetStatement':
      bindLet(lowering, statement, scope);
      return;
    case 'SetOptionStatement':
    case 'ExpressionStatement':
    case 'EmptyStatement':
    case 'SkippedTokens':
      return;
    case 'QueryParametersStatement':
      bindParameters(lowering, statement, scope);
      return;
    case 'AliasStatement':
    case 'RestrictStatement':
      throw refused(statement, 'alias and restrict statements are not taken');
    default:
      throw unsupported(statement, `the statement ${kind(statement)} is not supported`);
  }
}

function bindLet(lowering: Lowering, statement: Node, scope: Scope): void {
  const name = nameOf(need(statement, 'Name'));
  const expression = need(statement, 'Expression');
  // A function's body is bound anew at each call, with the types of its arguments.
  if (kind(expression) === 'FunctionDeclaration') {
    const body = child(need(expression, 'Body'), 'Expression');
    if (keyword(expression) === 'view' && body !== undefined && scalarType(body) === 'tabular')
      lowering.views.set(name, () => lowering.relation(body, scope));
    return;
  }
  if (scalarType(expression) === 'tabular') {
    const materialize = kind(expression) === 'MaterializeExpression';
    const shared = lazily(() => lowering.share(lowering.relation(expression, scope), materialize));
    scope.environment.bind(name, { kind: 'table', relation: () => lowering.use(shared()) });
    return;
  }
  const tableOf = (other: string): Rel | undefined => {
    const binding = scope.environment.find(other);
    return binding?.kind === 'table' ? binding.relation() : undefined;
  };
  if (isGraph(expression, tableOf)) {
    const graph = lazily(() => lowering.relation(expression, scope));
    scope.environment.bind(name, { kind: 'table', relation: graph });
    return;
  }
  const value = lazily(() => lowering.constant(lowering.scalar(expression, scope)));
  scope.environment.bind(name, {
    kind: 'scalar',
    get scalar() {
      return value();
    },
  });
}

function bindParameters(lowering: Lowering, statement: Node, scope: Scope): void {
  for (const parameter of list(need(statement, 'Parameters'))) {
    const name = nameOf(need(parameter, 'NameAndType'));
    const value = child(parameter, 'DefaultValue');
    if (value === undefined) throw unsupported(parameter, `the query parameter ${name} has no value`);
    scope.environment.bind(name, {
      kind: 'scalar',
      scalar: lowering.scalar(child(value, 'Value') ?? value, scope),
    });
  }
}

/** The value of a function that is called once at most. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** An expression before the last one gives no rows, but what it names with `as` is known to those after it. */
function nameTables(lowering: Lowering, statement: Node, scope: Scope): void {
  const names = ['AsOperator', 'GraphToTableAsClause'];
  if ([...descendants(statement)].some((node) => names.includes(kind(node))))
    lowering.relation(need(statement, 'Expression'), scope);
}

/** The relation of a query: the last expression of its block. */
export function lowerQuery(lowering: Lowering, block: Node, scope: Scope): Rel {
  const statements = list(need(block, 'Statements'));
  bindStatements(lowering, statements, scope);
  const last = statements.findLast((statement) => kind(statement) === 'ExpressionStatement');
  if (last === undefined) throw unsupported(block, 'the query has no expression that gives rows');
  for (const statement of statements)
    if (statement !== last && kind(statement) === 'ExpressionStatement')
      nameTables(lowering, statement, scope);
  const expression = need(last, 'Expression');
  // A pipe that ends in `consume` has no type, and no rows.
  if (scalarType(expression) === 'tabular' || kind(expression) === 'PipeExpression')
    return lowering.relation(expression, scope);
  // A bare value is a table of one cell.
  const scalar = lowering.scalar(expression, scope);
  return {
    op: 'project',
    input: { op: 'unit', columns: [] },
    columns: [lowering.columnFor('print_0', scalar)],
    expressions: [scalar],
  };
}
