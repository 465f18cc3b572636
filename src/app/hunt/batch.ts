import { valueJson, type ResultColumn } from '../../kql/index.ts';
import type { HuntFault } from './hunt-fault.ts';
import { mostBytes, rowsOf, type HuntSession } from './session.ts';

/** What became of one query of a batch. */
export interface BatchLine {
  readonly file: string;
  readonly status: 'ok' | HuntFault['status'];
  readonly code?: string;
  readonly message?: string;
  readonly line?: number;
  readonly column?: number;
  readonly columns?: readonly ResultColumn[];
  /** Number of rows, or the rows themselves as arrays of JSON values. */
  readonly rows?: number | readonly (readonly unknown[])[];
  readonly truncated?: 'rows' | 'bytes';
  /** Time of compiling and running, in milliseconds. */
  readonly ms: number;
}

export interface BatchOptions {
  readonly withRows: boolean;
  readonly maxRows: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from any start. */
  readonly clock: () => number;
}

/** Runs queries one after the other, each with its own fate; tables are filled once for all of them. */
export async function* runBatch(
  session: HuntSession,
  queries: readonly { readonly file: string; readonly text: string }[],
  options: BatchOptions,
): AsyncGenerator<BatchLine, void> {
  const tables = new Set<string>();
  for (const { text } of queries) {
    options.signal?.throwIfAborted();
    const checked = await session.check(text);
    if (checked.ok) for (const table of checked.value.tables) tables.add(table);
  }
  const prepared = await session.prepare([...tables]);
  for (const { file, text } of queries) {
    options.signal?.throwIfAborted();
    // Without facts each query says why it has no answer.
    if (!prepared.ok) {
      yield { file, status: 'failed', code: prepared.fault.code, message: prepared.fault.message, ms: 0 };
      continue;
    }
    yield await runOne(session, file, text, options);
  }
}

async function runOne(
  session: HuntSession,
  file: string,
  text: string,
  options: BatchOptions,
): Promise<BatchLine> {
  const started = options.clock();
  const took = () => Math.round((options.clock() - started) * 10) / 10;
  const broken = ({ status, code, message, line, column }: HuntFault): BatchLine => ({
    file,
    status,
    code,
    message,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ms: took(),
  });
  const ran = await session.run(text, { ...options, maxBytes: mostBytes });
  if (!ran.ok) return broken(ran.fault);
  const { columns, batches, outcome } = ran.value;
  const rows: unknown[][] = [];
  for await (const batch of batches) {
    if (!options.withRows) continue;
    for (const row of rowsOf(batch))
      rows.push(row.map((value, index) => valueJson(columns[index]!.type, value)));
  }
  const ended = await outcome;
  if (!ended.ok) return broken(ended.fault);
  return {
    file,
    status: 'ok',
    columns,
    rows: options.withRows ? rows : ended.value.rows,
    ...(ended.value.truncated === undefined ? {} : { truncated: ended.value.truncated }),
    ms: took(),
  };
}
