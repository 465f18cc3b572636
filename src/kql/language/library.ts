import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import { correct, withinWidth } from './corrections.ts';
import type { Items } from './items.ts';
import type { Node, TypeSymbol } from './syntax.ts';

/** A name of the bound tree as the library holds it. */
export interface RawSymbol {
  readonly Kind: number;
  readonly Name: string;
  readonly Type?: TypeSymbol | null;
  /** Where a variable or a column comes from: the expression of a let, the argument of a parameter. */
  readonly Source?: Node | null;
  /** Only of functions. */
  readonly Signatures?: Items<{ readonly Parameters: Items<RawParameter> }>;
  /** Columns that this one was renamed or united from. */
  readonly OriginalColumns?: Items<RawSymbol>;
  /** Symbols that a wildcard or an ambiguous name stands for. */
  readonly Members?: Items<RawSymbol>;
}

export interface RawParameter {
  readonly Name: string;
  readonly DeclaredTypes: Items<TypeSymbol>;
  readonly DefaultValue: Node | null;
}

export interface RawDiagnostic {
  readonly Code: string;
  readonly Severity: string;
  readonly Message: string;
  readonly Start: number;
  readonly Length: number;
}

export interface RawCode {
  readonly Syntax: Node;
  readonly ResultType: TypeSymbol | null;
  readonly GetSyntaxDiagnostics: () => Items<RawDiagnostic>;
  readonly GetDiagnostics: () => Items<RawDiagnostic>;
}

/** The names that a query may use: an immutable state of the library. */
export interface RawGlobals {
  readonly Functions: readonly RawSymbol[];
  readonly Aggregates: readonly RawSymbol[];
  readonly PlugIns: readonly RawSymbol[];
  readonly WithDatabase: (database: RawSymbol) => RawGlobals;
}

/** What a computed function sees of the place where it is called. */
export interface CallContext {
  readonly Location: Node | null;
}

export interface RawCompletionItem {
  readonly Kind: number;
  readonly DisplayText: string;
  readonly MatchText: string;
  readonly BeforeText: string | null;
  readonly AfterText: string | null;
  readonly OrderText: string | null;
}

export interface RawRange {
  readonly Start: number;
  readonly Length: number;
}

/** The library's services for an editor, on one text. */
export interface RawService {
  readonly GetCompletionItems: (position: number) => {
    readonly Items: Items<RawCompletionItem>;
    readonly EditStart: number;
    readonly EditLength: number;
  } | null;
  readonly GetQuickInfo: (
    position: number,
  ) => { readonly Items: Items<{ readonly Kind: number; readonly Text: string | null }> } | null;
  readonly GetElement: (position: number) => RawRange | null;
  readonly GetFormattedText: () => { readonly Text: string | null } | null;
  readonly GetRelatedElements: (
    position: number,
  ) => { readonly Elements: Items<RawRange & { readonly Kind: number }> } | null;
}

type Constructor<Arguments extends readonly unknown[], T> = new (...given: Arguments) => T;

/** Binds one node; what it gives holds the type of the node. */
export type BindNode = (
  this: unknown,
  ...given: unknown[]
) => { readonly ResultType: { Columns?: Items<RawSymbol> } | null };

/** The part of the library that this folder uses; names and overloads are the library's own. */
export interface Library {
  readonly GlobalState: { readonly Default: RawGlobals };
  readonly KustoCode: {
    readonly Parse: (text: string) => RawCode;
    readonly ParseAndAnalyze: (text: string, globals: RawGlobals) => RawCode;
  };
  readonly Binding: {
    readonly Binder: {
      readonly NodeBinder: {
        readonly prototype: Record<'ParseVisitCommon' | 'VisitParseKvOperator', BindNode>;
      };
    };
  };
  readonly Syntax: { readonly SyntaxKind: Readonly<Record<string, unknown>> };
  readonly Editor: {
    readonly KustoCodeService: {
      readonly $ctor1: Constructor<[text: string, globals: RawGlobals], RawService>;
    };
    readonly CompletionKind: Readonly<Record<string, unknown>>;
    readonly QuickInfoKind: Readonly<Record<string, unknown>>;
    readonly RelatedElementKind: Readonly<Record<string, unknown>>;
  };
  readonly Symbols: {
    readonly SymbolKind: Readonly<Record<string, unknown>>;
    readonly ScalarTypes: Readonly<Record<string, TypeSymbol>>;
    readonly Tabularity: { readonly Tabular: number };
    readonly ColumnSymbol: Constructor<
      [name: string, type: TypeSymbol, description: string, original: null, source: null, examples: null],
      RawSymbol
    > & { GetTrulyOriginalColumns: (columns: Items<RawSymbol>) => Items<RawSymbol> };
    readonly TableSymbol: {
      readonly ctor: Constructor<[columns: readonly RawSymbol[]], TypeSymbol>;
      readonly $ctor6: Constructor<
        [name: string, columns: readonly RawSymbol[], description: string],
        RawSymbol & TypeSymbol
      >;
      /** The constructor that all others of tables call. */
      $ctor5: (this: TypeSymbol, name: string, ...more: readonly never[]) => void;
    };
    readonly FunctionSymbol: {
      readonly ctor: Constructor<
        [
          name: string,
          result: (context: CallContext) => TypeSymbol,
          tabularity: number,
          parameters: readonly unknown[],
        ],
        RawSymbol
      >;
      readonly $ctor16: Constructor<
        [name: string, parameters: string, body: string, description: string],
        RawSymbol
      >;
    };
    readonly Parameter: { readonly ParseList: (text: string) => Items<unknown> };
    readonly DatabaseSymbol: {
      readonly ctor: Constructor<[name: string, members: readonly RawSymbol[]], RawSymbol>;
    };
  };
}

/** The names of an enumeration of the library by their numbers. */
export function namesOf(enumeration: Readonly<Record<string, unknown>>): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const [name, value] of Object.entries(enumeration))
    if (typeof value === 'number') names.set(value, name);
  return names;
}

let loaded: Library | undefined;

/**
 * The parser and analyser of KQL. It is generated code that defines global names, so it is evaluated once in the global
 * context of this thread: about 0.3 s and 50 MB.
 */
export function library(): Library {
  loaded ??= load();
  return loaded;
}

function load(): Library {
  const { resolve } = createRequire(import.meta.url);
  try {
    for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) {
      const path = resolve(`@kusto/language-service-next/${file}`);
      runInThisContext(readFileSync(path, 'utf8'), { filename: path });
    }
  } catch (error) {
    throw new Error(`the KQL analyser cannot be loaded: ${reason(error)}`);
  }
  const { Kusto } = globalThis as { readonly Kusto?: { readonly Language?: Library } };
  if (Kusto?.Language === undefined) throw new Error('the KQL analyser cannot be loaded: it defines no name');
  correct(Kusto.Language);
  return Kusto.Language;
}

/** Parses a query and binds its names; throws `QueryTooLong` for one whose tables become too wide. */
export function parseAndAnalyse(text: string, globals: RawGlobals): RawCode {
  return withinWidth(() => library().KustoCode.ParseAndAnalyze(text, globals));
}

/**
 * What an error says, on one short line and without its stack: an uncaught error of the library would print its source,
 * 4 MB on one line.
 */
export function reason(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : 'an unknown error';
  const [line = ''] = text.split('\n', 1);
  return line.slice(0, 200);
}
