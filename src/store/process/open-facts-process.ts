import type { CompiledQuery } from '../../kql/index.ts';
import type { QueryFault } from '../query-fault.ts';
import {
  queryRun,
  type Facts,
  type OpenedFacts,
  type QueryOptions,
  type QueryOutcome,
  type QueryRun,
  type ResultBatch,
} from '../query.ts';
import { EngineProcess } from './engine-process.ts';
import type { ProcessLimits, QueryRequest } from './protocol.ts';

/** bench/engine-walls.ts shows in which band these work. */
const defaultLimits: ProcessLimits = {
  memoryMb: 1000,
  threads: 2,
  heapMb: 400,
  addressSpaceMb: 3500,
  residentMb: 2500,
};

/**
 * Opens a file of facts in a process of its own that may die without this one. A query that does not stop when it is told
 * to, or takes too much memory, ends that process; queries that were running there get the fault `store-engine-lost`, and
 * the next one finds a new process. No one may write to the file meanwhile. A file that is still being made may be promised:
 * the process starts meanwhile, and what that promise throws is thrown on.
 */
export async function openFactsProcess(
  file: string | Promise<string>,
  limits: Partial<ProcessLimits> = {},
): Promise<OpenedFacts> {
  const facts = new ProcessFacts(Promise.resolve(file), { ...defaultLimits, ...limits });
  try {
    await file;
  } catch (error) {
    await facts.close();
    throw error;
  }
  const fault = await facts.ready();
  if (fault === undefined) return { ok: true, value: facts };
  await facts.close();
  return { ok: false, fault };
}

class ProcessFacts implements Facts {
  readonly #file: Promise<string>;
  readonly #limits: ProcessLimits;
  #process: EngineProcess | undefined;
  #closed = false;

  constructor(file: Promise<string>, limits: ProcessLimits) {
    this.#file = file;
    this.#limits = limits;
    this.#current();
  }

  /** Settles when a process takes queries; starts one if there is none. */
  async ready(): Promise<QueryFault | undefined> {
    return this.#current().opened();
  }

  query(query: CompiledQuery, options: QueryOptions = {}): QueryRun {
    return queryRun(() => this.#run('query', query, options));
  }

  explain(query: CompiledQuery, options: QueryOptions = {}): QueryRun {
    return queryRun(() => this.#run('explain', query, options));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#process?.close();
  }

  async *#run(
    kind: QueryRequest['kind'],
    query: CompiledQuery,
    options: QueryOptions,
  ): AsyncGenerator<ResultBatch, QueryOutcome, void> {
    if (this.#closed) throw new Error('the facts are closed');
    return yield* this.#current().run(kind, query, options);
  }

  #current(): EngineProcess {
    if (this.#process !== undefined) return this.#process;
    const process = new EngineProcess(this.#file, this.#limits);
    this.#process = process;
    void this.#replaceWhenGone(process);
    return process;
  }

  /** One that had opened the facts is replaced at once; another that cannot, when the next query asks. */
  async #replaceWhenGone(process: EngineProcess): Promise<void> {
    const fault = await process.opened();
    if (fault !== undefined) await process.close();
    await process.gone();
    this.#process = undefined;
    if (fault === undefined && !this.#closed) this.#current();
  }
}
