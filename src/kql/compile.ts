import { QueryTooLong } from './caps/limits.ts';
import { checkText } from './caps/query-size.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { Globals } from './catalog/global-state.ts';
import { printDuckDb, resultColumns } from './dialects/duckdb/print.ts';
import type { Rel } from './ir/index.ts';
import { analyse } from './language/diagnostics.ts';
import { descendants, kind, list, nameOf, need, range, type Node } from './language/syntax.ts';
import { Lowering } from './lower/lowering.ts';
import { NeedsSchema } from './lower/late-columns.ts';
import { Refusal } from './lower/refusal.ts';
import { Environment } from './lower/scope.ts';
import { expressions } from './lower/expressions.ts';
import { lowerQuery } from './lower/statements.ts';
import { tables } from './lower/tables.ts';
import { operators } from './operators/index.ts';
import { Patched } from './patched.ts';
import { schemaClause } from './plugins/schema.ts';
import { withPolicy, type RowPolicy } from './rewrite/row-policy.ts';
import { withinWindow, type TimeWindow } from './rewrite/time-window.ts';
import type { CompiledQuery, KqlValue } from './types.ts';

/** Why a query cannot be run, and where: line and column from 1. */
export interface CompileFault {
  readonly status: 'syntax' | 'bind' | 'unsupported' | 'refused';
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export interface CompileOptions {
  /** Moment of the query, in ticks. */
  readonly now: bigint;
  /** Events that are read; without it all. */
  readonly window?: TimeWindow | undefined;
  /** Rows that may be seen; without it all. */
  readonly policy?: RowPolicy | undefined;
}

export type Compiled =
  | {
      readonly ok: true;
      readonly query: CompiledQuery;
      readonly rel: Rel;
      readonly operators: readonly string[];
      readonly mismatches: readonly string[];
    }
  | { readonly ok: false; readonly fault: CompileFault };

/** A query of which one step's columns are known only from its data: what to run first, and how to go on with its rows. */
export interface Waiting {
  readonly probe: CompiledQuery;
  readonly resume: (rows: readonly (readonly KqlValue[])[]) => Compiled | Waiting;
}

/**
 * Compiles one query to one SELECT of DuckDB. A query whose columns are known only from its data (`bag_unpack` and `pivot`
 * without an output schema) is a fault here; `compileWith` compiles it.
 */
export function compile(text: string, globals: Globals, options: CompileOptions): Compiled {
  const step = compileStep(new Patched(text), globals, options);
  if ('ok' in step) return step;
  const message = 'the columns of a step are known only from its data: give it an output schema';
  return {
    ok: false,
    fault: { status: 'unsupported', code: 'kql-unsupported', message, line: 1, column: 1 },
  };
}

/** Steps of one query whose columns are asked from data. */
const maxProbes = 20;

/**
 * Compiles one query to one SELECT of DuckDB; `run` runs a SELECT that is asked before, and gives its rows in the types of
 * its columns. What `run` throws goes to the caller.
 */
export async function compileWith(
  text: string,
  globals: Globals,
  options: CompileOptions,
  run: (probe: CompiledQuery) => Promise<readonly (readonly KqlValue[])[]>,
): Promise<Compiled> {
  let step = compileStep(new Patched(text), globals, options);
  for (let asked = 0; !('ok' in step); asked += 1) {
    if (asked === maxProbes) {
      const message = `more than ${maxProbes} steps have columns that are known only from data`;
      return {
        ok: false,
        fault: { status: 'unsupported', code: 'kql-unsupported', message, line: 1, column: 1 },
      };
    }
    step = step.resume(await run(step.probe));
  }
  return step;
}

/** Compiles until the query is done, or asks data first. */
export function compileStep(source: Patched, globals: Globals, options: CompileOptions): Compiled | Waiting {
  try {
    checkText(source.text);
    return understood(source, globals, options);
  } catch (error) {
    if (error instanceof QueryTooLong) return tooLong(error.message);
    // The analyser and we ourselves go through a query recursively.
    if (error instanceof RangeError && /call stack/i.test(error.message))
      return tooLong('the query is nested too deeply, or has too many operators after each other');
    throw error;
  }
}

function tooLong(message: string): Compiled {
  return {
    ok: false,
    fault: { status: 'unsupported', code: 'kql-unsupported', message, line: 1, column: 1 },
  };
}

function understood(source: Patched, globals: Globals, options: CompileOptions): Compiled | Waiting {
  const { text } = source;
  const analysis = analyse(text, globals);
  const calls = analysis.root === undefined ? [] : unknownToAnalyser(analysis.root);
  const error = analysis.diagnostics.find(
    ({ severity, kind: of, start }) =>
      severity === 'error' &&
      !(of === 'bind' && calls.some((call) => covers(call, start, analysis.original))),
  );
  if (error !== undefined || analysis.root === undefined) {
    const away = analysis.root === undefined ? undefined : readsElsewhere(analysis.root);
    if (away !== undefined) {
      const message = `${nameOf(need(away, 'Name'))}() would read from elsewhere; only the tables of this installation can be read`;
      const place = source.position(analysis.original(range(away).start));
      return { ok: false, fault: { status: 'refused', code: 'kql-refused', message, ...place } };
    }
    const { kind: status, code, message, start } = error!;
    if (code === 'too-long') return tooLong(message);
    return { ok: false, fault: { status, code, message, ...source.position(start) } };
  }
  const lowering = new Lowering(globals.catalog, {
    registries: { expressions, tables, operators },
    hiddenNames: namedIn(text, globals.hiddenNames),
    now: options.now,
  });
  const refusal = ({ kind, node, message }: Refusal): Compiled => {
    const place = source.position(analysis.original(range(node).start));
    return { ok: false, fault: { status: kind, code: `kql-${kind}`, message, ...place } };
  };
  const print = (rel: Rel): CompiledQuery => ({
    sql: printDuckDb(guarded(rel, globals.catalog, options)),
    columns: resultColumns(rel),
    tables: [...lowering.tables],
    ...(lowering.render === undefined ? {} : { render: lowering.render }),
  });
  try {
    const rel = lowerQuery(lowering, analysis.root, { environment: new Environment(), depth: 0 });
    return {
      ok: true,
      rel,
      query: print(rel),
      operators: [...lowering.operatorsSeen],
      mismatches: lowering.mismatches,
    };
  } catch (thrown) {
    if (thrown instanceof Refusal) return refusal(thrown);
    if (!(thrown instanceof NeedsSchema)) throw thrown;
    const { start, length } = range(thrown.node);
    return {
      probe: print(thrown.probe),
      resume(rows) {
        try {
          const clause = schemaClause(thrown.read(rows));
          return compileStep(source.with(analysis.original(start + length), clause), globals, options);
        } catch (late) {
          if (late instanceof Refusal) return refusal(late);
          throw late;
        }
      },
    };
  }
}

/** The query with what its reader may see put at every scan. */
function guarded(rel: Rel, catalog: Catalog, { window, policy }: CompileOptions): Rel {
  const seen = policy === undefined ? rel : withPolicy(rel, catalog, policy);
  return window === undefined ? seen : withinWindow(seen, catalog, window);
}

/**
 * Calls that the analyser takes for wrong: options of `bag_unpack` that it does not know, and properties
 * of the inner nodes of a path. The lowering checks them.
 */
function unknownToAnalyser(root: Node): readonly Node[] {
  return [...descendants(root)].filter((node) => {
    if (kind(node) !== 'FunctionCallExpression') return false;
    const name = nameOf(need(node, 'Name'));
    if (name === 'bag_unpack') return true;
    const [first] = list(need(need(node, 'ArgumentList'), 'Expressions'));
    return (
      (name === 'map' || name === 'all' || name === 'any') &&
      first !== undefined &&
      kind(first) === 'FunctionCallExpression' &&
      nameOf(need(first, 'Name')) === 'inner_nodes'
    );
  });
}

function covers(node: Node, offset: number, original: (offset: number) => number): boolean {
  const { start, length } = range(node);
  return original(start) <= offset && offset < original(start + length);
}

/** Functions that name what lies outside: the analyser knows none of it, so that the error would mislead. */
const elsewhere: ReadonlySet<string> = new Set([
  'adx',
  'app',
  'arg',
  'cluster',
  'database',
  'external_table',
  'graph',
  'resource',
  'stored_query_result',
  'workspace',
]);

function readsElsewhere(root: Node): Node | undefined {
  for (const node of descendants(root))
    if (kind(node) === 'FunctionCallExpression' && elsewhere.has(nameOf(need(node, 'Name')))) return node;
  return undefined;
}

/** Those names that occur in a text as words. */
function namedIn(text: string, names: ReadonlySet<string>): ReadonlySet<string> {
  return new Set((text.match(/\w+/g) ?? []).filter((word) => names.has(word)));
}
