import {
  startKql,
  ticksFromEpochMs,
  type CatalogFunction,
  type CompiledQuery,
  type CompiledReply,
  type KqlThread,
  type KqlValue,
  type LanguageService,
  type RenderHint,
  type ReplyOptions,
  type ResultColumn,
  type ShowPart,
  type TimeWindow,
} from '../../kql/index.ts';
import type { QueryRun, QuerySummary, ResultBatch } from '../../store/index.ts';
import type { Ports } from '../ports.ts';
import { huntingCatalog } from './catalogue.ts';
import { SittingFacts, type FactsOptions } from './facts.ts';
import { ranFault, stopped, type Outcome } from './hunt-fault.ts';

/** Days of events that a query sees unless it is told otherwise; the published limit. */
export const defaultWindowDays = 30;

/** Most bytes of one answer: all of it is held in memory. */
export const mostBytes = 64 * 1024 * 1024;

/** Time that the engine may work on a query unless it is told otherwise. */
export const defaultTimeoutSeconds = 600;

export interface HuntOptions extends FactsOptions {
  /** Days of events before now that are read; undefined: all. */
  readonly windowDays: number | undefined;
  /** Stored functions that queries may call. */
  readonly functions: readonly CatalogFunction[];
  /** Stops all that the session does. */
  readonly signal?: AbortSignal | undefined;
}

/** How one query is compiled. */
export interface CompileOptions {
  readonly show?: readonly ShowPart[];
  /** Instead of the session's window of events. */
  readonly window?: TimeWindow | undefined;
  /** It will not run: files are read only for steps whose columns data shows, not for the moment of the facts. */
  readonly isWithoutFacts?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Limits of one query. */
export interface RunOptions extends Pick<CompileOptions, 'window' | 'signal'> {
  readonly maxRows: number;
  readonly maxBytes?: number | undefined;
  readonly timeoutMs?: number | undefined;
}

/** A result that comes in batches. */
export interface HuntResult {
  readonly columns: readonly ResultColumn[];
  readonly render: RenderHint | undefined;
  readonly batches: AsyncIterable<ResultBatch>;
  /** Settles after the last batch. */
  readonly outcome: Promise<Outcome<QuerySummary>>;
}

/** What the compiler says of a query without running it. */
export type CompiledHunt = Extract<CompiledReply, { kind: 'compiled' }>;

/**
 * One sitting of hunting: the compiler's thread, and the facts of a set of files in the engine's process. Files are read
 * when the first query needs a table; tables are filled when a query names them.
 */
export class HuntSession {
  readonly #options: HuntOptions;
  readonly #language: KqlThread;
  readonly #facts: SittingFacts;

  constructor(options: HuntOptions, ports: Ports) {
    this.#options = options;
    this.#facts = new SittingFacts(options, ports);
    this.#language = startKql({
      ...huntingCatalog(options.functions),
      ...(options.external === undefined ? {} : { externalFiles: options.external.catalogue }),
      ...(options.geo === undefined ? {} : { geo: options.geo.catalogue }),
    });
  }

  /** Compiles a query without running it; steps whose columns only data shows are looked up in the facts. */
  async compile(text: string, options: CompileOptions = {}): Promise<Outcome<CompiledHunt>> {
    const signal = this.#stop(options.signal);
    const answers: (readonly (readonly KqlValue[])[])[] = [];
    for (;;) {
      const now = this.#facts.filled?.now ?? ticksFromEpochMs(this.#options.asOf ?? 0);
      const window = options.window ?? this.#window(now);
      const reply = await this.#ask(text, { now, window, answers, show: options.show ?? [] }, signal);
      if (!reply.ok) return reply;
      if (reply.value.kind === 'compiled') {
        // The moment of the facts is known once they are read.
        const { tables } = reply.value.query;
        if (options.isWithoutFacts === true || this.#facts.filled !== undefined || tables.length === 0)
          return { ok: true, value: reply.value };
        const filled = await this.#facts.fill(tables, signal);
        if (!filled.ok) return filled;
        answers.length = 0;
        continue;
      }
      const probed = await this.#probe(reply.value.probe, signal);
      if (!probed.ok) return probed;
      answers.push(probed.value);
    }
  }

  /** Compiles without facts: what a query is, or why it cannot be compiled. Steps that need data count as compiled. */
  async check(text: string): Promise<Outcome<{ readonly tables: readonly string[] }>> {
    const options = { now: 0n, window: undefined, answers: [], show: [] };
    const reply = await this.#ask(text, options, this.#options.signal);
    if (!reply.ok) return reply;
    const { tables } = reply.value.kind === 'compiled' ? reply.value.query : reply.value;
    return { ok: true, value: { tables } };
  }

  /** Runs a query. */
  async run(text: string, options: RunOptions): Promise<Outcome<HuntResult>> {
    const signal = this.#stop(options.signal);
    const compiled = await this.compile(text, options);
    if (!compiled.ok) return compiled;
    const { query } = compiled.value;
    const filled = await this.#facts.fill(query.tables, signal);
    if (!filled.ok) return filled;
    const run = filled.value.facts.query(query, { ...options, signal });
    return {
      ok: true,
      value: {
        columns: query.columns.map(({ name, type }) => ({ name, type })),
        render: query.render,
        batches: run,
        outcome: run.outcome.then((outcome) =>
          outcome.ok ? outcome : { ok: false, fault: ranFault(outcome.fault) },
        ),
      },
    };
  }

  /** A stage of a query as text: the bound tree, the algebra, the SQL, or the engine's plan of it. */
  async show(text: string, part: ShowPart | 'sql' | 'plan'): Promise<Outcome<string>> {
    const { signal } = this.#options;
    const compiled = await this.compile(text, { show: part === 'tree' || part === 'ir' ? [part] : [] });
    if (!compiled.ok) return compiled;
    const { query, shown } = compiled.value;
    if (part === 'sql') return { ok: true, value: query.sql };
    if (part !== 'plan') return { ok: true, value: shown[part] ?? '' };
    const filled = await this.#facts.fill(query.tables, signal);
    if (!filled.ok) return filled;
    const plan = await allRows(filled.value.facts.explain(query, { signal }));
    if (!plan.ok) return plan;
    return { ok: true, value: plan.value.map(([, lines]) => String(lines)).join('\n') };
  }

  /** Fills tables before they are asked for, so that the first answer comes at once. */
  async prepare(tables: readonly string[]): Promise<Outcome<undefined>> {
    const filled = await this.#facts.fill(tables, this.#options.signal);
    return filled.ok ? { ok: true, value: undefined } : filled;
  }

  /** What an editor asks of a query's text. */
  async service<Method extends keyof LanguageService>(
    method: Method,
    ...given: Parameters<LanguageService[Method]>
  ): Promise<ReturnType<LanguageService[Method]> | undefined> {
    const answer = await this.#language.service(method, ...given);
    return answer.ok ? answer.value : undefined;
  }

  async close(): Promise<void> {
    await this.#language.close();
    await this.#facts.close();
  }

  /** Stops a query: its own signal or that of the session. */
  #stop(own: AbortSignal | undefined): AbortSignal | undefined {
    const all = this.#options.signal;
    return own === undefined || all === undefined || own === all ? (own ?? all) : AbortSignal.any([own, all]);
  }

  #window(now: bigint): TimeWindow | undefined {
    const { windowDays } = this.#options;
    if (windowDays === undefined || this.#facts.filled === undefined) return undefined;
    return { from: now - BigInt(Math.round(windowDays * 86_400)) * 10_000_000n };
  }

  /** What the compiler answers; who is stopped does not wait for it. */
  async #ask(
    text: string,
    options: ReplyOptions,
    signal: AbortSignal | undefined,
  ): Promise<Outcome<Exclude<CompiledReply, { kind: 'fault' }>>> {
    const reply = await unlessStopped(this.#language.compile(text, options), signal);
    if (reply === undefined) return { ok: false, fault: stopped };
    if (!reply.ok) {
      const { reason, message } = reply;
      return { ok: false, fault: { status: 'failed', code: `compiler-${reason}`, message } };
    }
    return reply.value.kind === 'fault'
      ? { ok: false, fault: reply.value.fault }
      : { ok: true, value: reply.value };
  }

  async #probe(
    probe: CompiledQuery,
    signal: AbortSignal | undefined,
  ): Promise<Outcome<readonly (readonly KqlValue[])[]>> {
    const filled = await this.#facts.fill(probe.tables, signal);
    return filled.ok ? allRows(filled.value.facts.query(probe, { signal })) : filled;
  }
}

/** What work answers; undefined when it was stopped before. */
function unlessStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      resolve(undefined);
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}

async function allRows(run: QueryRun): Promise<Outcome<readonly (readonly KqlValue[])[]>> {
  const rows: (readonly KqlValue[])[] = [];
  for await (const batch of run) rows.push(...rowsOf(batch));
  const outcome = await run.outcome;
  return outcome.ok ? { ok: true, value: rows } : { ok: false, fault: ranFault(outcome.fault) };
}

/** Rows of a batch. */
export function rowsOf(batch: ResultBatch): readonly (readonly KqlValue[])[] {
  return Array.from({ length: batch.rowCount }, (_, row) => batch.columns.map((column) => column[row]!));
}
