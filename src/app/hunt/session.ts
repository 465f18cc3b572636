import { describeFault, type Fault } from '../../base/fault.ts';
import {
  ticksFromEpochMs,
  startKql,
  type CatalogFunction,
  type CompiledReply,
  type KqlThread,
  type KqlValue,
  type LanguageService,
  type RenderHint,
  type ResultColumn,
  type ShowPart,
  type TimeWindow,
} from '../../kql/index.ts';
import { noAssetsFile } from '../../posture/index.ts';
import type {
  Facts as OpenFacts,
  QueryFault,
  QuerySummary,
  ResultBatch,
  TemporaryStore,
} from '../../store/index.ts';
import { assessEstate } from '../assess.ts';
import { gatherEstate } from '../gather-estate.ts';
import { fillHuntingTables } from '../hunting-tables/index.ts';
import { makeEstate } from '../make-estate.ts';
import type { Ports } from '../ports.ts';
import { readFacts } from '../read-facts.ts';
import { huntingCatalog } from './catalogue.ts';
import type { ExternalFiles } from './external-files.ts';
import type { GeoFile } from './geo-file.ts';

/** Days of events that a query sees unless it is told otherwise; the published limit. */
export const defaultWindowDays = 30;

/** Devices of the sample estate. */
const sampleDevices = 300;

export interface HuntOptions {
  /** Files and folders with exports; none: the sample estate. */
  readonly paths: readonly string[];
  /** What `now()` is, in epoch milliseconds; by default the newest observation. */
  readonly asOf?: number | undefined;
  /** Days of events before now that are read; undefined: all. */
  readonly windowDays: number | undefined;
  /** Stored functions that queries may call. */
  readonly functions: readonly CatalogFunction[];
  /** Files that stand for addresses of `externaldata`. */
  readonly external?: ExternalFiles | undefined;
  /** Where addresses are, for `geo_info_from_ip_address`. */
  readonly geo?: GeoFile | undefined;
  /** Told of each file that was not read whole. */
  readonly onFileTrouble?: ((text: string) => void) | undefined;
  /** Queries run in a process of their own that may be ended without harm. */
  readonly isolated: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Limits of one query. */
export interface RunOptions {
  readonly maxRows: number;
  readonly maxBytes?: number | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Instead of the session's window of events. */
  readonly window?: TimeWindow | undefined;
}

/** Why a query gave no rows: it cannot be compiled, or it did not come to its end. */
export interface HuntFault {
  readonly status: 'syntax' | 'bind' | 'unsupported' | 'refused' | 'failed';
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  readonly line?: number;
  readonly column?: number;
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: HuntFault };

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

/** Facts that are filled and open for queries, and what of them is filled. */
interface Filled {
  readonly store: TemporaryStore;
  readonly facts: OpenFacts | undefined;
  readonly tables: ReadonlySet<string>;
  readonly now: bigint;
}

/**
 * One sitting of hunting: the compiler's thread, and the facts of a set of files. Files are read when the first query needs
 * a table; tables are filled when a query names them.
 */
export class HuntSession {
  readonly #options: HuntOptions;
  readonly #ports: Ports;
  readonly #language: KqlThread;
  #folder: { readonly path: string; remove(): Promise<void> } | undefined;
  #filled: Filled | undefined;

  constructor(options: HuntOptions, ports: Ports) {
    this.#options = options;
    this.#ports = ports;
    this.#language = startKql({
      ...huntingCatalog(options.functions),
      ...(options.external === undefined ? {} : { externalFiles: options.external.catalogue }),
      ...(options.geo === undefined ? {} : { geo: options.geo.catalogue }),
    });
  }

  /** Compiles a query without running it; steps whose columns only data shows are looked up in the facts. */
  async compile(
    text: string,
    show: readonly ShowPart[] = [],
    window?: TimeWindow,
  ): Promise<Outcome<CompiledHunt>> {
    const answers: (readonly (readonly KqlValue[])[])[] = [];
    for (;;) {
      const now = this.#filled?.now ?? ticksFromEpochMs(this.#options.asOf ?? 0);
      const reply = await this.#language.compile(text, {
        now,
        window: window ?? this.#window(now),
        answers,
        show,
      });
      if (!reply.ok) {
        return {
          ok: false,
          fault: { status: 'failed', code: `compiler-${reply.reason}`, message: reply.message },
        };
      }
      if (reply.value.kind === 'fault') return { ok: false, fault: reply.value.fault };
      if (reply.value.kind === 'compiled') {
        // The moment of the facts is known once they are read.
        if (this.#filled !== undefined || reply.value.query.tables.length === 0)
          return { ok: true, value: reply.value };
        const filled = await this.#fill(reply.value.query.tables);
        if (!filled.ok) return filled;
        answers.length = 0;
        continue;
      }
      const probed = await this.#probe(reply.value.probe);
      if (!probed.ok) return probed;
      answers.push(probed.value);
    }
  }

  /** Compiles without facts: what a query is, or why it cannot be compiled. Steps that need data count as compiled. */
  async check(text: string): Promise<Outcome<{ readonly tables: readonly string[] }>> {
    const reply = await this.#language.compile(text, { now: 0n, window: undefined, answers: [], show: [] });
    if (!reply.ok)
      return {
        ok: false,
        fault: { status: 'failed', code: `compiler-${reply.reason}`, message: reply.message },
      };
    if (reply.value.kind === 'fault') return { ok: false, fault: reply.value.fault };
    return {
      ok: true,
      value: { tables: reply.value.kind === 'compiled' ? reply.value.query.tables : reply.value.tables },
    };
  }

  /** Runs a query. */
  async run(text: string, options: RunOptions): Promise<Outcome<HuntResult>> {
    const compiled = await this.compile(text, [], options.window);
    if (!compiled.ok) return compiled;
    const { query } = compiled.value;
    const filled = await this.#fill(query.tables);
    if (!filled.ok) return filled;
    const runner = filled.value.facts ?? filled.value.store;
    const run = runner.query(query, options);
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
    const compiled = await this.compile(text, part === 'tree' || part === 'ir' ? [part] : []);
    if (!compiled.ok) return compiled;
    const { query, shown } = compiled.value;
    if (part === 'sql') return { ok: true, value: query.sql };
    if (part !== 'plan') return { ok: true, value: shown[part] ?? '' };
    const filled = await this.#fill(query.tables);
    if (!filled.ok) return filled;
    return { ok: true, value: await filled.value.store.explain(query) };
  }

  /** Fills tables before they are asked for, so that the first answer comes at once. */
  async prepare(tables: readonly string[]): Promise<Outcome<undefined>> {
    const filled = await this.#fill(tables);
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
    await this.#release();
    await this.#folder?.remove();
    this.#folder = undefined;
  }

  #window(now: bigint): TimeWindow | undefined {
    const { windowDays } = this.#options;
    if (windowDays === undefined || this.#filled === undefined) return undefined;
    return { from: now - BigInt(Math.round(windowDays * 86_400)) * 10_000_000n };
  }

  async #probe(probe: Parameters<OpenFacts['query']>[0]): Promise<Outcome<readonly (readonly KqlValue[])[]>> {
    const filled = await this.#fill(probe.tables);
    if (!filled.ok) return filled;
    const run = (filled.value.facts ?? filled.value.store).query(probe, { signal: this.#options.signal });
    const rows: (readonly KqlValue[])[] = [];
    for await (const batch of run) rows.push(...rowsOf(batch));
    const outcome = await run.outcome;
    return outcome.ok ? { ok: true, value: rows } : { ok: false, fault: ranFault(outcome.fault) };
  }

  async #release(): Promise<void> {
    await this.#filled?.facts?.close();
    await this.#filled?.store.close();
    this.#filled = undefined;
  }

  /** Reads the files if that was not done, and fills what is missing. A process that only reads needs all anew. */
  async #fill(tables: readonly string[]): Promise<Outcome<Filled>> {
    const before = this.#filled;
    const missing = tables.filter((table) => before?.tables.has(table) !== true);
    if (before !== undefined && missing.length === 0) return { ok: true, value: before };
    const wanted = new Set([...(before?.tables ?? []), ...missing]);
    await this.#release();
    this.#folder ??= await this.#ports.temporaryFolder();
    const store = await this.#ports.openHuntingStore(this.#folder.path, [
      ...(this.#options.external?.tables ?? []),
      ...(this.#options.geo === undefined ? [] : [this.#options.geo.table]),
    ]);
    try {
      const now = await this.#load(store, wanted);
      if (!this.#options.isolated) {
        this.#filled = { store, facts: undefined, tables: wanted, now };
        return { ok: true, value: this.#filled };
      }
      const opened = await this.#ports.openFactsProcess(await store.handOver());
      if (!opened.ok) {
        await store.close();
        return { ok: false, fault: ranFault(opened.fault) };
      }
      this.#filled = { store, facts: opened.value, tables: wanted, now };
      return { ok: true, value: this.#filled };
    } catch (error) {
      await store.close();
      if (error instanceof NothingRead) return { ok: false, fault: nothingRead };
      throw error;
    }
  }

  async #load(store: TemporaryStore, tables: ReadonlySet<string>): Promise<bigint> {
    const { signal } = this.#options;
    if (tables.size === 0) return ticksFromEpochMs(this.#options.asOf ?? 0);
    const paths = this.#options.paths.length > 0 ? this.#options.paths : [await this.#sampleEstate()];
    const facts = await readFacts(store, { paths, seed: 1, asOf: this.#options.asOf, signal }, this.#ports);
    const { onFileTrouble } = this.#options;
    for (const { file, status, fault } of facts.files)
      if (status !== 'ok')
        onFileTrouble?.(`${file}: ${status}${fault === undefined ? '' : `, ${describeFault(fault)}`}`);
    if (facts.files.every((file) => file.status === 'rejected')) throw new NothingRead();
    this.#ports.progress('joining devices, identities and findings');
    const estate = await gatherEstate(store, facts.files, facts.intelligence, noAssetsFile, facts.asOf.time);
    signal?.throwIfAborted();
    this.#ports.progress('filling tables');
    await fillHuntingTables(
      store,
      {
        estate,
        files: facts.files,
        intelligence: facts.intelligence,
        plan: async () => (await assessEstate(estate, facts, { seed: 1, signal }, this.#ports)).actions,
      },
      tables,
    );
    await store.flush();
    await this.#options.external?.fill(store);
    const { geo } = this.#options;
    if (geo !== undefined && tables.has(geo.table.name)) await geo.fill(store);
    return ticksFromEpochMs(facts.asOf.time);
  }

  async #sampleEstate(): Promise<string> {
    const path = `${this.#folder!.path}/sample-estate`;
    const made = await makeEstate({ devices: sampleDevices, seed: 1 }, path);
    if (!made.ok) throw new Error(made.fault.message);
    return path;
  }
}

/** None of the files could be read, so that any answer would be wrong. */
class NothingRead extends Error {}

const nothingRead: HuntFault = {
  status: 'failed',
  code: 'nothing-read',
  message: 'none of the files of --from could be read, so there is nothing to ask',
};

/** Rows of a batch. */
export function rowsOf(batch: ResultBatch): readonly (readonly KqlValue[])[] {
  return Array.from({ length: batch.rowCount }, (_, row) => batch.columns.map((column) => column[row]!));
}

function ranFault(fault: QueryFault): HuntFault {
  return {
    status: 'failed',
    code: fault.code,
    message: fault.message,
    ...(fault.remedy === undefined ? {} : { remedy: fault.remedy }),
  };
}

/** A fault of hunting in the form of all others. */
export function faultOf(fault: HuntFault): Fault {
  return {
    code: fault.status === 'failed' ? 'query-failed' : 'bad-query',
    message: fault.message,
    ...(fault.line === undefined ? {} : { place: `line ${fault.line}, column ${fault.column ?? 1}` }),
    ...(fault.remedy === undefined ? {} : { remedy: fault.remedy }),
  };
}
