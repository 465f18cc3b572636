import { limits, QueryTooLong } from '../caps/limits.ts';
import { count, items } from './items.ts';
import type { BindNode, Library, RawSymbol } from './library.ts';

/** Changes the few things in the library that are wrong for us; called once, when it is loaded. */
export function correct({ Binding, Symbols }: Library): void {
  tellOriginalsOnce(Symbols);
  limitWidth(Symbols);
  const { prototype } = Binding.Binder.NodeBinder;
  prototype.ParseVisitCommon = replacing(prototype.ParseVisitCommon);
  prototype.VisitParseKvOperator = replacing(prototype.VisitParseKvOperator);
}

/**
 * The columns that a united column was made of are told once each. The library tells them as often as they occur, which
 * `let b = union a, a; let c = union b, b; …` doubles with each step.
 */
function tellOriginalsOnce({ ColumnSymbol }: Library['Symbols']): void {
  const all = ColumnSymbol.GetTrulyOriginalColumns;
  ColumnSymbol.GetTrulyOriginalColumns = (columns) => [...new Set(items(all(columns)))];
}

/** Set when a table became too wide: the library takes what is thrown in the body of a function for its own failure. */
let tooWide: QueryTooLong | undefined;

/** No table is wider than the limit, however often `let b = a | join a on k; …` doubles it. */
function limitWidth({ TableSymbol }: Library['Symbols']): void {
  const make = TableSymbol.$ctor5;
  const makeLimited: typeof make = function (...given) {
    make.apply(this, given);
    if (count(this.Columns) <= limits.columns) return;
    tooWide = new QueryTooLong('a step of the query has too many columns');
    throw tooWide;
  };
  makeLimited.prototype = make.prototype as object;
  TableSymbol.$ctor5 = makeLimited;
}

/** Runs the analyser; throws `QueryTooLong` when a table became too wide in it. */
export function withinWidth<T>(run: () => T): T {
  tooWide = undefined;
  const made = run();
  throwTooWide();
  return made;
}

function throwTooWide(): void {
  if (tooWide !== undefined) throw tooWide;
}

/**
 * A column that `parse` and `parse-kv` make takes the place of the one of that name. The library keeps both, and from the
 * next step on the old one has the name.
 */
function replacing(bind: BindNode): BindNode {
  return function (...given) {
    const bound = bind.apply(this, given);
    const { ResultType: type } = bound;
    const columns = items(type?.Columns);
    const byName = new Map<string, RawSymbol>(columns.map((column) => [column.Name, column]));
    if (type !== null && byName.size < columns.length) type.Columns = [...byName.values()];
    return bound;
  };
}
