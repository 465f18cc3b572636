import type { KqlType } from '../../src/kql/index.ts';
import { items } from '../../src/kql/language/items.ts';
import type { RawDiagnostic } from '../../src/kql/language/library.ts';
import {
  child,
  children,
  descendants,
  kind,
  list,
  nameOf,
  need,
  scalarType,
  scalarTypes,
  symbol,
  tokenText,
  type Node,
} from '../../src/kql/language/syntax.ts';

/** A column of a guessed table should have another type. */
interface Demand {
  readonly column: string;
  readonly type: KqlType;
}

/** The guessed columns by name. */
type Columns = ReadonlyMap<string, { readonly type: KqlType }>;

/** The types that an error demands of guessed columns: what the analyser says, or the type of what the column stands beside. */
export function demandsOf(root: Node, error: RawDiagnostic, columns: Columns): readonly Demand[] {
  const node = nodeAt(root, error.Start, error.Start + error.Length);
  const all = (of: Node | undefined, type: KqlType | undefined) => demandAll(of, type, columns);
  switch (error.Code) {
    // No member of that name.
    case 'KS142':
      return all(memberOf(node), 'dynamic');
    // No element access.
    case 'KS147':
      return all(memberOf(node) ?? node, 'dynamic');
    // No array; no bag.
    case 'KS234':
    case 'KS235':
      return all(node, 'dynamic');
    // An operator that is not defined for these types.
    case 'KS106':
      return operands(node, columns);
    // A type is expected; beside a value that cannot change, it is the other side that does.
    case 'KS107':
    case 'KS141': {
      const own = all(node, scalarTypes.get(/type (?:of )?(\w+)/.exec(error.Message)?.[1] ?? ''));
      return own.length > 0 ? own : all(comparison(node)?.left, typeOf(node));
    }
    // Something that adds up is expected.
    case 'KS138':
      return all(node, boundType(comparison(node)?.right) ?? 'long');
    // No signature takes these arguments: of `bin(column, 1h)` it is the column.
    case 'KS127': {
      const [first, second] = argumentsOf(node);
      return all(first, second !== undefined && typeOf(second) === 'timespan' ? 'datetime' : 'long');
    }
    // A step that does not fit the axis of make-series.
    case 'KS178':
      return all(axis(node), 'datetime');
    // Keys of a join of different types.
    case 'KS227': {
      const types = items(node.ReferencedSymbol?.OriginalColumns).map((column) => column.Type?.Name ?? '');
      return all(node, scalarTypes.get(types.find((type) => type !== 'string') ?? ''));
    }
    default:
      return [];
  }
}

function demandAll(of: Node | undefined, type: KqlType | undefined, columns: Columns): readonly Demand[] {
  if (of === undefined || type === undefined) return [];
  return [...guessedIn(of, columns)].map((column) => ({ column, type }));
}

/** What the operands of an operator demand of each other; of two texts, what the operator makes sense for. */
function operands(operator: Node, columns: Columns): readonly Demand[] {
  const whole = operator.Parent;
  if (whole === null) return [];
  const left = child(whole, 'Left');
  const right = child(whole, 'Right');
  const text = tokenText(operator);
  if (left === undefined || right === undefined)
    return demandAll(child(whole, 'Expression'), 'long', columns);
  const usual = text === 'and' || text === 'or' ? 'bool' : text === '-' ? 'datetime' : 'long';
  const beside = (other: Node): KqlType => {
    const type = typeOf(other);
    if (type === undefined || type === 'string') return usual;
    return type === 'timespan' && (text === '-' || text === '+') ? 'datetime' : type;
  };
  return [
    ...demandAll(typeOf(left) === 'string' ? left : undefined, beside(right), columns),
    ...demandAll(typeOf(right) === 'string' ? right : undefined, beside(left), columns),
  ];
}

/** Functions whose value has the type of their arguments. */
const keepsType: ReadonlySet<string> = new Set(
  (
    'abs any anyif arg_max arg_min avg avgif bin bin_at case ceiling coalesce floor iff iif max max_of maxif min min_of ' +
    'minif next percentile prev round sum sumif take_any take_anyif'
  ).split(' '),
);

/** The guessed columns that the value of an expression comes from without a change of its type. */
function guessedIn(node: Node, columns: Columns, seen: Set<Node> = new Set()): ReadonlySet<string> {
  if (seen.has(node)) return new Set();
  seen.add(node);
  const inside = (nodes: readonly Node[]) =>
    new Set(nodes.flatMap((one) => [...guessedIn(one, columns, seen)]));
  switch (kind(node)) {
    case 'NameReference': {
      const meant = symbol(node);
      if (meant?.source !== undefined && !takesAll(meant.source)) return inside([meant.source]);
      if (meant?.kind !== 'column') return new Set();
      return new Set([meant.name, ...meant.originals].filter((name) => columns.has(name)));
    }
    case 'FunctionCallExpression':
      return keepsType.has(nameOf(need(node, 'Name'))) ? inside(argumentsOf(node)) : new Set();
    case 'ParenthesizedExpression':
    case 'SimpleNamedExpression':
    case 'OrderedExpression':
    case 'MvExpandExpression':
      return inside(children(node).filter((one) => kind(one) !== 'NameDeclaration'));
    case 'AddExpression':
    case 'SubtractExpression':
    case 'MultiplyExpression':
    case 'DivideExpression':
    case 'ModuloExpression':
      return inside(children(node));
    default:
      return new Set();
  }
}

/** Whether a call gives all columns under their own names: `arg_max(Time, *)`. */
function takesAll(node: Node): boolean {
  return (
    kind(node) === 'FunctionCallExpression' && argumentsOf(node).some((one) => kind(one) === 'StarExpression')
  );
}

/** The smallest node that covers a part of the text; of equally wide ones the outermost that is no mere place in a list. */
function nodeAt(root: Node, start: number, end: number): Node {
  let found = root;
  const covers = (node: Node) => node.Width > 0 && node.TextStart <= start && end <= node.End;
  for (const node of descendants(root, covers))
    if (node.Width < found.Width || (node.Width === found.Width && places.has(kind(found)))) found = node;
  return found;
}

const places: ReadonlySet<string> = new Set(['List', 'SeparatedElement']);

/** Of `base.member` and `base[index]`, met at what follows the base: the base. */
function memberOf(node: Node): Node | undefined {
  for (let one = node; one.Parent !== null && one.TextStart === node.TextStart; one = one.Parent)
    if (child(one.Parent, 'Selector') === one) return child(one.Parent, 'Expression');
  return undefined;
}

/** The comparison that a node is on a side of. */
function comparison(node: Node): { readonly left: Node; readonly right: Node } | undefined {
  for (let one: Node | null = node; one !== null && !kind(one).endsWith('Operator'); one = one.Parent) {
    const left = child(one, 'Left');
    const right = child(one, 'Right');
    if (left !== undefined && right !== undefined) return { left, right };
  }
  return undefined;
}

/** The type of the bounds of `between`. */
function boundType(right: Node | undefined): KqlType | undefined {
  const first = right === undefined ? undefined : (child(right, 'First') ?? right);
  return first === undefined ? undefined : typeOf(first);
}

/** The axis of the make-series that a node is in. */
function axis(node: Node): Node | undefined {
  for (let one: Node | null = node; one !== null; one = one.Parent) {
    const on = child(one, 'OnClause');
    if (on !== undefined) return child(on, 'Expression');
  }
  return undefined;
}

function argumentsOf(node: Node): readonly Node[] {
  for (let one: Node | null = node; one !== null; one = one.Parent)
    if (kind(one) === 'FunctionCallExpression') return list(need(need(one, 'ArgumentList'), 'Expressions'));
  return [];
}

function typeOf(node: Node): KqlType | undefined {
  return scalarTypes.get(scalarType(node));
}
