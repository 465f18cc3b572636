import type { Globals, View } from '../catalog/global-state.ts';
import { items } from './items.ts';
import { parseAndAnalyse, type RawCode, type RawDiagnostic } from './library.ts';
import { calledBody, child, descendants, kind, range, symbol, type Node, type Range } from './syntax.ts';

/** What the analyser says of a place in the query, or in the body of a function that the query calls. */
export interface Finding {
  readonly said: RawDiagnostic;
  /** Where to show it: in the query's text; for the body of a saved function, at its call. */
  readonly place: Range;
  /** The tree that `said` counts its offsets in. */
  readonly root: Node;
  /** The saved function that it is in. */
  readonly savedFunction?: string;
}

/** A query, bound, and what was needed of the catalogue to bind it. */
export interface Reading {
  readonly code: RawCode;
  readonly view: View;
  readonly findings: readonly Finding[];
}

/** Rounds of looking for hidden and JSON columns: what one round explains can show what the next needs. */
const maxRounds = 3;

/** The view that most queries need: the published columns. */
export const plainView: View = { hidden: new Set(), json: new Set() };

/**
 * Binds a query. When names or types do not fit, it is bound again with the hidden columns that it names, and with the text
 * columns that it reads as JSON being dynamic (as `AdditionalFields.IsAudit` does where the published type is string); the
 * new reading counts if it fits better.
 */
export function readQuery(text: string, globals: Globals): Reading {
  let best = read(text, globals, plainView);
  for (let round = 0; round < maxRounds; round += 1) {
    const errors = errorsOf(best);
    if (errors.length === 0) return best;
    const view: View = {
      hidden: new Set([...best.view.hidden, ...errors.flatMap((error) => hiddenNames(error, globals))]),
      json: new Set([...best.view.json, ...errors.flatMap(jsonColumns)]),
    };
    if (view.hidden.size + view.json.size === best.view.hidden.size + best.view.json.size) return best;
    const next = read(text, globals, view);
    if (errorsOf(next).length >= errors.length) return best;
    best = next;
  }
  return best;
}

function read(text: string, globals: Globals, view: View): Reading {
  const code = parseAndAnalyse(text, view === plainView ? globals.plain : globals.withView(view));
  const findings = items(code.GetDiagnostics()).map((said): Finding => ({
    said,
    place: { start: said.Start, length: said.Length },
    root: code.Syntax,
  }));
  const saved = new Set(globals.catalog.functions.map((one) => one.name));
  if (saved.size === 0) return { code, view, findings };
  return { code, view, findings: [...findings, ...savedFindings(code.Syntax, saved, { bodies: 0 })] };
}

function errorsOf(reading: Reading): readonly Finding[] {
  return reading.findings.filter((finding) => finding.said.Severity === 'Error');
}

/** Bodies of called functions that are looked into, and how deep they may call each other. */
const limits = { bodies: 500, depth: 20 };

interface Caller {
  readonly place: Range;
  readonly name: string;
  readonly depth: number;
}

/**
 * Errors in the bodies of saved functions, shown at the call in the query's text. The library says nothing of them; errors
 * in functions that the query itself declares are among the query's own.
 */
function* savedFindings(
  root: Node,
  saved: ReadonlySet<string>,
  seen: { bodies: number },
  caller?: Caller,
): Generator<Finding> {
  const depth = (caller?.depth ?? 0) + 1;
  for (const call of descendants(root)) {
    const body = kind(call) === 'FunctionCallExpression' ? calledBody(call) : undefined;
    if (body === undefined || depth > limits.depth || seen.bodies >= limits.bodies) continue;
    seen.bodies += 1;
    const called = symbol(call)?.name ?? '';
    const { place, name } = caller ?? { place: range(call), name: called };
    if (saved.has(called) && range(body).length === 0)
      for (const said of items(call.GetCalledFunctionDiagnostics?.()))
        if (said.Severity === 'Error') yield { said, root: body, place, savedFunction: name };
    yield* savedFindings(body, saved, seen, { place, name, depth });
  }
}

/** Errors that say: a name is not known (KS142), or not on both sides of a join (KS145). */
const unknownName: ReadonlySet<string> = new Set(['KS142', 'KS145']);

/** The hidden columns that would explain an error. */
function hiddenNames({ said, root }: Finding, globals: Globals): readonly string[] {
  if (!unknownName.has(said.Code)) return [];
  const names =
    root
      .toString()
      .slice(said.Start, said.Start + said.Length)
      .match(/\w+/g) ?? [];
  return names.filter((name) => globals.hiddenNames.has(name));
}

/** Errors that say: no member of that name (KS142), no element access here (KS147), not dynamic (KS141). */
const notJson: ReadonlySet<string> = new Set(['KS142', 'KS147', 'KS141']);

/** The text columns whose members or elements the query asks for where the error is. */
function jsonColumns({ said, root }: Finding): readonly string[] {
  if (!notJson.has(said.Code)) return [];
  const hit = (node: Node) => node.TextStart < said.Start + said.Length && said.Start < node.End;
  return [...descendants(root, hit)].flatMap((node) => {
    const of = child(node, 'Expression');
    const column = of !== undefined && readsMember.has(kind(node)) ? symbol(of) : undefined;
    return column?.kind === 'column' && column.type === 'string' ? [column.name, ...column.originals] : [];
  });
}

/** `of.member`, `of[index]` and `mv-expand of`. */
const readsMember: ReadonlySet<string> = new Set([
  'PathExpression',
  'ElementExpression',
  'MvExpandExpression',
]);
