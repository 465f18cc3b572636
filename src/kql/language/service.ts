import type { Globals } from '../catalog/global-state.ts';
import { analyse, statementsOf, type Diagnostic } from './diagnostics.ts';
import { items } from './items.ts';
import { library, namesOf, type RawService } from './library.ts';
import { child, kind, nameOf, need, type Node, type Range } from './syntax.ts';

export type CompletionKind =
  | 'keyword'
  | 'operator'
  | 'column'
  | 'table'
  | 'function'
  | 'aggregate'
  | 'saved function'
  | 'local function'
  | 'parameter'
  | 'variable'
  | 'type'
  | 'chart'
  | 'example'
  | 'other';

/** One way to go on; choosing it replaces the completion's range by `before` + `after`, with the caret between them. */
export interface CompletionItem {
  readonly kind: CompletionKind;
  /** What the list shows. */
  readonly label: string;
  /** What typed letters are compared with. */
  readonly match: string;
  readonly before: string;
  readonly after: string;
}

export interface Completion extends Range {
  readonly items: readonly CompletionItem[];
}

/** What is known of the word at a place. */
export interface Hover extends Range {
  readonly text: string;
}

export interface OutlineEntry extends Range {
  /** `let`: a declaration, with its name; `query`: what is asked; `other`: options, parameters and the like. */
  readonly kind: 'let' | 'query' | 'other';
  readonly name: string;
}

export interface RelatedElement extends Range {
  readonly kind: 'declaration' | 'reference' | 'syntax' | 'other';
}

/** What an editor asks of a query's text; positions are UTF-16 offsets. All answers are plain data. */
export interface LanguageService {
  readonly diagnostics: (text: string) => readonly Diagnostic[];
  readonly completion: (text: string, position: number) => Completion;
  readonly hover: (text: string, position: number) => Hover | undefined;
  /** The text laid out anew; as it is when it has syntax errors. */
  readonly format: (text: string) => string;
  readonly outline: (text: string) => readonly OutlineEntry[];
  /** Where else the name at that place stands, or the bracket's other half. */
  readonly related: (text: string, position: number) => readonly RelatedElement[];
}

/** Whether the compiler supports what a completion would insert; what it does not is not offered. */
export type Supports = (kind: CompletionKind, name: string) => boolean;

/** The services of an editor over one catalogue. */
export function createService(globals: Globals, supports: Supports = () => true): LanguageService {
  let last: { readonly text: string; readonly service: RawService } | undefined;
  // An editor asks several things of the same text: diagnostics, then completions and hovers.
  const serviceOf = (text: string): RawService => {
    if (last?.text !== text)
      last = { text, service: new (library().Editor.KustoCodeService.$ctor1)(text, globals.plain) };
    return last.service;
  };
  return {
    diagnostics: (text) => analyse(text, globals).diagnostics,
    completion: (text, position) => completion(serviceOf(text), position, supports),
    hover: (text, position) => hover(serviceOf(text), position),
    format: (text) => format(text, serviceOf),
    outline,
    related: (text, position) => related(serviceOf(text), position),
  };
}

function completion(service: RawService, position: number, supports: Supports): Completion {
  const kinds = namesOf(library().Editor.CompletionKind);
  const found = service.GetCompletionItems(position);
  const offered = items(found?.Items).map((item): CompletionItem => ({
    kind: completionKinds[kinds.get(item.Kind) ?? ''] ?? 'other',
    label: item.DisplayText,
    match: item.MatchText,
    before: item.BeforeText ?? item.DisplayText,
    after: item.AfterText ?? '',
  }));
  return {
    start: found?.EditStart ?? position,
    length: found?.EditLength ?? 0,
    items: offered.filter((item) => supports(item.kind, item.match)),
  };
}

const completionKinds: Readonly<Record<string, CompletionKind>> = {
  Keyword: 'keyword',
  QueryPrefix: 'operator',
  TabularPrefix: 'operator',
  TabularSuffix: 'operator',
  ScalarInfix: 'operator',
  Column: 'column',
  Table: 'table',
  MaterialiedView: 'table',
  BuiltInFunction: 'function',
  AggregateFunction: 'aggregate',
  DatabaseFunction: 'saved function',
  LocalFunction: 'local function',
  Parameter: 'parameter',
  Variable: 'variable',
  ScalarType: 'type',
  RenderChart: 'chart',
  Example: 'example',
};

/** Kinds of hover text that repeat a diagnostic. */
const troubles: ReadonlySet<string> = new Set(['Error', 'Warning', 'Suggestion']);

function hover(service: RawService, position: number): Hover | undefined {
  const kinds = namesOf(library().Editor.QuickInfoKind);
  const texts = items(service.GetQuickInfo(position)?.Items).flatMap((item) =>
    troubles.has(kinds.get(item.Kind) ?? '') || item.Text === null ? [] : [item.Text],
  );
  if (texts.length === 0) return undefined;
  const element = service.GetElement(position);
  return { text: texts.join('\n\n'), start: element?.Start ?? position, length: element?.Length ?? 0 };
}

function format(text: string, serviceOf: (text: string) => RawService): string {
  if (items(library().KustoCode.Parse(text).GetSyntaxDiagnostics()).length > 0) return text;
  const laidOut = serviceOf(text).GetFormattedText()?.Text ?? text;
  // The library ends lines as Windows does.
  return text.includes('\r\n') ? laidOut : laidOut.replaceAll('\r\n', '\n');
}

function outline(text: string): readonly OutlineEntry[] {
  return statementsOf(library().KustoCode.Parse(text).Syntax).map((statement) => ({
    ...outlineName(statement),
    start: statement.TextStart,
    length: statement.Width,
  }));
}

function outlineName(statement: Node): Pick<OutlineEntry, 'kind' | 'name'> {
  if (kind(statement) === 'LetStatement') return { kind: 'let', name: nameOf(need(statement, 'Name')) };
  if (kind(statement) === 'ExpressionStatement') return { kind: 'query', name: sourceName(statement) };
  return { kind: 'other', name: kind(statement).replace(/Statement$/, '') };
}

/** What a query starts from: the leftmost name of its pipe. */
function sourceName(statement: Node): string {
  let node: Node | undefined = statement;
  while (
    node !== undefined &&
    ['ExpressionStatement', 'PipeExpression', 'ParenthesizedExpression'].includes(kind(node))
  )
    node = child(node, 'Expression');
  if (node === undefined) return '';
  return kind(node) === 'NameReference' || kind(node) === 'FunctionCallExpression'
    ? nameOf(node)
    : kind(node)
        .replace(/(Operator|Expression)$/, '')
        .toLowerCase();
}

function related(service: RawService, position: number): readonly RelatedElement[] {
  const kinds = namesOf(library().Editor.RelatedElementKind);
  return items(service.GetRelatedElements(position)?.Elements).map((element) => ({
    start: element.Start,
    length: element.Length,
    kind: relatedKinds[kinds.get(element.Kind) ?? ''] ?? 'other',
  }));
}

const relatedKinds: Readonly<Record<string, RelatedElement['kind']>> = {
  Declaration: 'declaration',
  Reference: 'reference',
  Syntax: 'syntax',
};
