import type { Globals, View } from '../catalog/global-state.ts';
import { QueryTooLong } from '../caps/limits.ts';
import { items } from './items.ts';
import { reason, type RawDiagnostic } from './library.ts';
import { plainView, readQuery, type Reading } from './reading.ts';
import { kind, list, need, type Node } from './syntax.ts';

/** What is wrong with a query, and where: UTF-16 offset and length, line and column from 1. */
export interface Diagnostic {
  /** The analyser's code (`KS142`), or one of ours: `empty-query`, `too-long`, `analyser-failed`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'suggestion';
  readonly message: string;
  readonly start: number;
  readonly length: number;
  readonly line: number;
  readonly column: number;
  /** `syntax`: no valid KQL; `bind`: valid, but a name or a type does not fit. */
  readonly kind: 'syntax' | 'bind';
}

/** A query as the analyser understands it, and the view of the catalogue that it needed for that. */
export interface Analysis extends View {
  /** A `QueryBlock`; undefined when the analyser failed. Its text is `text`. */
  readonly root: Node | undefined;
  /** The text that was analysed: the query's, with the column of `invoke FileProfile(SHA1)` in quotes. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The offset in the query's text of an offset in the analysed text. */
  readonly original: (offset: number) => number;
}

/** Parses a query and binds its names; never throws for what a query says. */
export function analyse(text: string, globals: Globals): Analysis {
  const { quoted, original } = quoteFileProfile(text);
  try {
    const reading = readQuery(quoted, globals);
    const diagnostics = diagnosticsOf(reading, text, original);
    return { root: reading.code.Syntax, text: quoted, diagnostics, original, ...reading.view };
  } catch (error) {
    const tooLong = error instanceof QueryTooLong;
    const diagnostic: Diagnostic = {
      code: tooLong ? 'too-long' : 'analyser-failed',
      severity: 'error',
      message: tooLong ? error.message : `the analyser failed here (${reason(error)})`,
      kind: 'bind',
      ...located(text, { start: 0, length: text.length }),
    };
    return { root: undefined, text: quoted, diagnostics: [diagnostic], original, ...plainView };
  }
}

/** The query's statements that are there, in order. */
export function statementsOf(root: Node): readonly Node[] {
  return list(need(root, 'Statements')).filter((statement) => !statement.IsMissing);
}

function diagnosticsOf(
  { code, findings }: Reading,
  text: string,
  original: (offset: number) => number,
): readonly Diagnostic[] {
  const syntax = new Set(items(code.GetSyntaxDiagnostics()).map(identity));
  /** Each only once: a saved function tells of the functions inside it, and they of themselves. */
  const found = new Map<string, Diagnostic>();
  for (const { said, place, savedFunction } of findings) {
    const start = original(place.start);
    const key = `${said.Code} ${place.start} ${place.length} ${said.Message}`;
    if (found.has(key)) continue;
    found.set(key, {
      code: said.Code,
      severity: severities[said.Severity] ?? 'suggestion',
      message:
        savedFunction === undefined ? said.Message : `In the function ${savedFunction}: ${said.Message}`,
      kind: syntax.has(identity(said)) && savedFunction === undefined ? 'syntax' : 'bind',
      ...located(text, { start, length: original(place.start + place.length) - start }),
    });
  }
  const diagnostics = [...found.values()];
  if (diagnostics.some(({ severity }) => severity === 'error') || asksSomething(code.Syntax))
    return diagnostics;
  const message = 'The text holds no query: it is empty, or only comments and declarations.';
  const place = located(text, { start: text.length, length: 0 });
  return [...diagnostics, { code: 'empty-query', severity: 'error', message, kind: 'syntax', ...place }];
}

const severities: Readonly<Record<string, Diagnostic['severity']>> = { Error: 'error', Warning: 'warning' };

function identity({ Code, Start, Length }: RawDiagnostic): string {
  return `${Code} ${Start} ${Length}`;
}

function asksSomething(root: Node): boolean {
  return statementsOf(root).some(
    (statement) => kind(statement) === 'ExpressionStatement' && statement.Width > 0,
  );
}

/** A range with the line and column where it starts. */
function located(text: string, range: { readonly start: number; readonly length: number }) {
  const before = text.slice(0, range.start);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { ...range, line: before.split('\n').length, column: range.start - lineStart + 1 };
}

/** `invoke FileProfile(SHA1, 1000)` names a column where the language wants text. */
const bareColumn = /(\binvoke\s+FileProfile\s*\(\s*)([A-Za-z_]\w*)(?=\s*[,)])/g;

interface Quoted {
  readonly quoted: string;
  readonly original: (offset: number) => number;
}

/** Puts the bare column name of FileProfile in quotes, as the function's text argument. */
function quoteFileProfile(text: string): Quoted {
  /** Offsets in the new text at which one character was added. */
  const added: number[] = [];
  const quoted = text.replace(bareColumn, (whole, before: string, name: string, offset: number) => {
    if (new RegExp(`\\blet\\s+${name}\\b`).test(text)) return whole;
    const opening = offset + before.length + added.length;
    added.push(opening, opening + name.length + 1);
    return `${before}"${name}"`;
  });
  return { quoted, original: (offset) => offset - added.filter((at) => at < offset).length };
}
