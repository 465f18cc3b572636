import type { CompiledQuery, KqlValue } from '../kql/index.ts';
import type { QueryFault } from './query-fault.ts';

export interface QueryOptions {
  /** Stops the query; its outcome is then the fault `query-cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Most rows to give; the summary says when there were more. */
  readonly maxRows?: number | undefined;
  /** Most bytes to give: 8 for each value and 1 for each character of a text; the summary says when there were more. */
  readonly maxBytes?: number | undefined;
  /** Longest time in milliseconds that the engine may work on it; time that the reader takes does not count. */
  readonly timeoutMs?: number | undefined;
}

/** Some rows of a result, column by column in the order of the query's columns. */
export interface ResultBatch {
  readonly columns: readonly (readonly KqlValue[])[];
  readonly rowCount: number;
}

/** What a query came to. */
export interface QuerySummary {
  readonly rows: number;
  /** The limit at which the result was cut; left out when it is whole. */
  readonly truncated?: 'rows' | 'bytes';
  /** Time that the engine worked on it, in milliseconds. */
  readonly ms: number;
}

export type QueryOutcome =
  { readonly ok: true; readonly value: QuerySummary } | { readonly ok: false; readonly fault: QueryFault };

/**
 * One run of a query. It starts when its batches are first asked for, and it can be read once. The batches end quietly
 * whatever happens: only the outcome tells a whole result from one that broke off.
 */
export interface QueryRun extends AsyncIterable<ResultBatch> {
  /** Settles after the last batch was taken, or when the reader stopped before that (fault `query-cancelled`). */
  readonly outcome: Promise<QueryOutcome>;
}

/** Runs compiled queries, in this process or in another one. */
export interface QueryRunner {
  /** Never changes anything. One runner takes several queries at once. */
  query(query: CompiledQuery, options?: QueryOptions): QueryRun;
}

/** Facts that are open for queries only. */
export interface Facts extends QueryRunner {
  /** The engine's plan of a query, as text for a person: rows of a heading and a text. It does not run the query. */
  explain(query: CompiledQuery, options?: QueryOptions): QueryRun;
  /** Stops all queries and lets go of the file. */
  close(): Promise<void>;
}

export type OpenedFacts =
  { readonly ok: true; readonly value: Facts } | { readonly ok: false; readonly fault: QueryFault };

/** Makes a run of a generator that yields the batches and returns the outcome. */
export function queryRun(batches: () => AsyncGenerator<ResultBatch, QueryOutcome, void>): QueryRun {
  let settle: (outcome: QueryOutcome) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const outcome = new Promise<QueryOutcome>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  // The reader of the batches sees the same error.
  outcome.catch(() => undefined);
  let started = false;
  return {
    outcome,
    async *[Symbol.asyncIterator]() {
      if (started) throw new Error('a run is read once');
      started = true;
      try {
        settle(yield* batches());
      } catch (error) {
        fail(error);
        throw error;
      } finally {
        settle({
          ok: false,
          fault: { code: 'query-cancelled', message: 'the result was not read to its end' },
        });
      }
    },
  };
}
