import type { KqlType } from '../types.ts';
import { items, type Items } from './items.ts';
import { library, namesOf, type RawDiagnostic, type RawSymbol } from './library.ts';
import { stringText } from './string-text.ts';

/**
 * A node or token of the bound tree, as the library holds it; the functions of this file read it. Positions are UTF-16
 * offsets in the text that the tree was parsed from, which for the body of a called function is the body (see `range`).
 */
export interface Node {
  readonly Kind: number;
  readonly ChildCount: number;
  readonly GetChild: (index: number) => Node | null;
  readonly GetName: (index: number) => string;
  readonly TriviaStart: number;
  readonly TextStart: number;
  readonly End: number;
  readonly Width: number;
  readonly Parent: Node | null;
  readonly Root: Node;
  readonly IsToken: boolean;
  readonly IsMissing: boolean;
  /** The text of a token, without the space and comments before it. */
  readonly Text?: string;
  /** The text with what lies before its first token. */
  readonly toString: () => string;
  readonly ResultType?: TypeSymbol | null;
  readonly ReferencedSymbol?: RawSymbol | null;
  readonly GetCalledFunctionBody?: () => Node | null;
  readonly GetCalledFunctionDiagnostics?: () => Items<RawDiagnostic>;
  readonly GetOriginalNode?: () => Node | null;
}

/** The type of an expression as the library holds it. */
export interface TypeSymbol {
  readonly Kind: number;
  readonly Name: string;
  readonly IsTabular: boolean;
  readonly IsScalar: boolean;
  /** Only of tables. */
  readonly Columns?: Items<RawSymbol>;
  /** Only of tables: it may hold columns that are not known. */
  readonly IsOpen?: boolean;
}

/** A column as the analyser sees it; `known` is false when its type is not known, `type` is then dynamic. */
export interface BoundColumn {
  readonly name: string;
  readonly type: KqlType;
  readonly known: boolean;
}

export type SymbolKind =
  | 'column'
  | 'table'
  | 'variable'
  | 'parameter'
  | 'function'
  | 'aggregate'
  | 'plugin'
  | 'operator'
  | 'pattern'
  | 'graph'
  | 'group'
  | 'tuple'
  | 'database'
  | 'cluster'
  | 'option'
  | 'entity group'
  | 'other';

/** What a name means where it stands. */
export interface BoundSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** Of a function: one that comes with the language. */
  readonly builtIn: boolean;
  /** Of a variable: the expression it stands for (of a let, or the argument of a call), when there is one. */
  readonly source?: Node;
  /** Of a column, a variable or a parameter: its type, when it is a known scalar type. */
  readonly type?: KqlType;
  /** Of a column: the columns it was renamed or united from, by name. */
  readonly originals: readonly string[];
  /** Of a group: the names it stands for. */
  readonly members: readonly string[];
  /** The same name, declared once, is the same identity. */
  readonly identity: object;
}

let kinds: ReadonlyMap<number, string> | undefined;

/**
 * The kind of a node by the library's name: `FilterOperator`, `AddExpression`. The library's names are inverted for
 * `in` (InExpression) and `in~` (InCsExpression).
 */
export function kind(node: Node): string {
  kinds ??= namesOf(library().Syntax.SyntaxKind);
  return kinds.get(node.Kind) ?? 'Unknown';
}

/** The child of that name, such as `Condition`; undefined when the query leaves it out. */
export function child(node: Node, name: string): Node | undefined {
  for (let index = 0; index < node.ChildCount; index += 1)
    if (node.GetName(index) === name) return node.GetChild(index) ?? undefined;
  return undefined;
}

/** The child of that name, which this kind of node always has; throws when it does not. */
export function need(node: Node, name: string): Node {
  const found = child(node, name);
  if (found === undefined) throw new Error(`a ${kind(node)} has no ${name}`);
  return found;
}

/** All children that are there, in order, tokens included. */
export function children(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (let index = 0; index < node.ChildCount; index += 1) {
    const one = node.GetChild(index);
    if (one !== null) found.push(one);
  }
  return found;
}

/** The elements of a list, without its separators; of an expression list (in parentheses), those inside it. */
export function list(node: Node): readonly Node[] {
  const inner = child(node, 'Expressions');
  if (kind(node) === 'ExpressionList' && inner !== undefined) return list(inner);
  return children(node).flatMap((one) =>
    kind(one) === 'SeparatedElement' ? children(one).slice(0, 1) : [one],
  );
}

/** A node and everything below it, in the order of the text; without the nodes that are not wanted and what is in them. */
export function* descendants(node: Node, wanted?: (node: Node) => boolean): Generator<Node> {
  if (wanted?.(node) === false) return;
  yield node;
  for (const one of children(node)) yield* descendants(one, wanted);
}

/** The text of a node or token as written, without what lies before and after it. */
export function tokenText(node: Node): string {
  return node.Text ?? node.toString().slice(node.TextStart - node.TriviaStart);
}

/** What a string literal says; literals one after the other are one text. */
export function stringOf(node: Node): string {
  const tokens = child(node, 'Tokens');
  if (tokens === undefined) return stringText(tokenText(node));
  return children(tokens)
    .map((token) => stringText(tokenText(token)))
    .join('');
}

/** The first word of a node, in lower case: of an operator its name, such as `where`. */
export function keyword(node: Node): string {
  let first = node;
  while (!first.IsToken) {
    const [inner] = children(first);
    if (inner === undefined) return '';
    first = inner;
  }
  return tokenText(first).toLowerCase();
}

/** Whether a query has comments. */
export function hasComments(root: Node, text: string): boolean {
  let end = 0;
  for (const node of descendants(root)) {
    if (!node.IsToken || node.Width === 0) continue;
    if (text.slice(end, node.TextStart).includes('//')) return true;
    end = node.End;
  }
  return text.slice(end).includes('//');
}

/** Where a node lies in the text of the query: UTF-16 offset and length. */
export interface Range {
  readonly start: number;
  readonly length: number;
}

/**
 * Where a node lies in the text of the query. The body of a function that the query itself declares lies where it is
 * written; the body of a saved function is not in the text, and its nodes lie at 0 with length 0.
 */
export function range(node: Node): Range {
  const length = node.Width;
  if (kind(node.Root) !== 'FunctionBody') return { start: node.TextStart, length };
  let inner: Node | null = node;
  while (inner !== null && inner.GetOriginalNode === undefined) inner = inner.Parent;
  const original = inner?.GetOriginalNode?.() ?? null;
  if (inner === null || original === null || kind(original.Root) !== 'QueryBlock')
    return { start: 0, length: 0 };
  return { start: original.TextStart + node.TextStart - inner.TextStart, length };
}

/** The name that a name node stands for, in whatever way it is quoted; wildcards stay: `Device*`. */
export function nameOf(node: Node): string {
  switch (kind(node)) {
    case 'NameReference':
    case 'NameDeclaration':
    case 'NamedParameter':
    case 'BracketedName':
    case 'BracedName':
    case 'TokenName':
    case 'SimpleNamedExpression':
    case 'NameAndTypeDeclaration':
    case 'FunctionCallExpression':
      return nameOf(need(node, 'Name'));
    case 'WildcardedName':
    case 'BracketedWildcardedName':
      return tokenText(need(node, 'Pattern'));
    case 'StringLiteralExpression':
    case 'CompoundStringLiteralExpression':
      return stringOf(node);
    default:
      return tokenText(node);
  }
}

/** The parameters of an operator (`kind=`, `hint.strategy=`, `withsource=` …) by name, each with its value. */
export function parameters(node: Node): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  const given = child(node, 'Parameters');
  for (const one of given === undefined ? [] : list(given))
    if (kind(one) === 'NamedParameter') found.set(nameOf(one), need(one, 'Expression'));
  return found;
}

/** The scalar types by the library's names. */
export const scalarTypes: ReadonlyMap<string, KqlType> = new Map(
  (
    ['string', 'long', 'int', 'real', 'bool', 'datetime', 'timespan', 'dynamic', 'guid', 'decimal'] as const
  ).map((type) => [type, type]),
);

/** The columns of a tabular expression, in order; undefined when the node is not tabular. */
export function columnsOf(node: Node): readonly BoundColumn[] | undefined {
  const type = node.ResultType;
  return type?.IsTabular === true ? columnsOfType(type) : undefined;
}

/** The columns of a table's type, in order. */
export function columnsOfType(type: TypeSymbol): readonly BoundColumn[] {
  return items(type.Columns).map((column) => {
    const known = scalarTypes.get(column.Type?.Name ?? '');
    return { name: column.Name, type: known ?? 'dynamic', known: known !== undefined };
  });
}

/** Whether a tabular expression may hold columns that are only known from the data. */
export function isOpen(node: Node): boolean {
  return node.ResultType?.IsOpen === true;
}

/** The type of an expression: a scalar type, `tabular`, `null` (an untyped null), `none` (no value), else `unknown`. */
export function scalarType(node: Node): KqlType | 'tabular' | 'null' | 'none' | 'unknown' {
  const type = node.ResultType;
  if (type === null || type === undefined || type.Name === 'void') return 'none';
  if (type.IsTabular) return 'tabular';
  return scalarTypes.get(type.Name) ?? (type.Name === 'null' ? 'null' : 'unknown');
}

const symbolKinds: Readonly<Record<string, SymbolKind>> = {
  Column: 'column',
  Table: 'table',
  MaterializedView: 'table',
  Variable: 'variable',
  Parameter: 'parameter',
  Function: 'function',
  Operator: 'operator',
  Pattern: 'pattern',
  Graph: 'graph',
  GraphModel: 'graph',
  Group: 'group',
  Tuple: 'tuple',
  Database: 'database',
  Cluster: 'cluster',
  Option: 'option',
  EntityGroup: 'entity group',
};

interface SymbolNames {
  readonly kinds: ReadonlyMap<number, string>;
  readonly functions: ReadonlySet<object>;
  readonly aggregates: ReadonlySet<object>;
  readonly plugins: ReadonlySet<object>;
}

let symbolNames: SymbolNames | undefined;

function names(): SymbolNames {
  if (symbolNames === undefined) {
    const { Symbols, GlobalState } = library();
    symbolNames = {
      kinds: namesOf(Symbols.SymbolKind),
      functions: new Set(GlobalState.Default.Functions),
      aggregates: new Set(GlobalState.Default.Aggregates),
      plugins: new Set(GlobalState.Default.PlugIns),
    };
  }
  return symbolNames;
}

/** What the node's name means there; undefined when it names nothing known. */
export function symbol(node: Node): BoundSymbol | undefined {
  const raw = node.ReferencedSymbol;
  if (raw === null || raw === undefined) return undefined;
  const known = names();
  const builtIn = known.functions.has(raw) || known.aggregates.has(raw) || known.plugins.has(raw);
  const type = scalarTypes.get(raw.Type?.Name ?? '');
  return {
    kind: known.aggregates.has(raw)
      ? 'aggregate'
      : known.plugins.has(raw)
        ? 'plugin'
        : (symbolKinds[known.kinds.get(raw.Kind) ?? ''] ?? 'other'),
    name: raw.Name,
    builtIn,
    ...(raw.Source === null || raw.Source === undefined ? {} : { source: raw.Source }),
    ...(type === undefined ? {} : { type }),
    originals: items(raw.OriginalColumns).map((column) => column.Name),
    members: known.kinds.get(raw.Kind) === 'Group' ? items(raw.Members).map((member) => member.Name) : [],
    identity: raw,
  };
}

/**
 * The body of the function that a call calls, bound with the types of this call's arguments: a `FunctionBody` with
 * `Statements` and `Expression`. Undefined for functions of the language, which have none.
 */
export function calledBody(node: Node): Node | undefined {
  return node.GetCalledFunctionBody?.() ?? undefined;
}
