import { describeFault } from '../../base/fault.ts';
import { ticksFromEpochMs } from '../../kql/index.ts';
import type { EstatePolicy } from '../estate-policy.ts';
import { noAssetsFile } from '../../posture/index.ts';
import type { Facts, TemporaryStore } from '../../store/index.ts';
import { assessEstate } from '../assess-estate.ts';
import { gatherEstate } from '../gather-estate.ts';
import { fillHuntingTables } from '../hunting-tables/index.ts';
import { makeEstate } from '../make-estate.ts';
import type { KeptPorts } from '../kept/kept-ports.ts';
import type { Ports } from '../ports.ts';
import { readFacts, type Facts as ReadFacts } from '../read-facts.ts';
import type { ExternalFiles } from './external-files.ts';
import type { GeoFile } from './geo-file.ts';
import { cannotRead, ranFault, stopped, type HuntFault, type Outcome } from './hunt-fault.ts';
import { copyKeptFacts } from './kept-facts.ts';

/** Devices of the sample estate. */
const sampleDevices = 300;

/** Where the facts of a sitting come from. */
export interface FactsOptions {
  /** Files and folders with exports; none: what was imported into the data directory, else the sample estate. */
  readonly paths: readonly string[];
  /** The data directory; undefined: it is not looked at. */
  readonly kept?: KeptPorts | undefined;
  /** Told once what is asked when no paths are given. */
  readonly onAsked?: ((asked: Asked) => void) | undefined;
  /** What `now()` is, in epoch milliseconds; by default the newest observation. */
  readonly asOf?: number | undefined;
  /** Files that stand for addresses of `externaldata`. */
  readonly external?: ExternalFiles | undefined;
  /** Where addresses are, for `geo_info_from_ip_address`. */
  readonly geo?: GeoFile | undefined;
  /** Told of each file that was not read whole. */
  readonly onFileTrouble?: ((text: string) => void) | undefined;
}

/** What is asked when no files are named; the age of the newest import is in milliseconds. */
export type Asked =
  | { readonly kind: 'imported'; readonly imports: number; readonly newestAge: number }
  | { readonly kind: 'sample' };

/** Facts that are open for queries, and what of them is filled. */
export interface Filled {
  readonly facts: Facts;
  readonly tables: ReadonlySet<string>;
  /** What `now()` is, in ticks. */
  readonly now: bigint;
}

/**
 * The facts of a sitting, in the process of the engine. Files are read when a table is first asked for. That process only
 * reads, so a table that is missing makes all be filled anew.
 */
export class SittingFacts {
  readonly #options: FactsOptions;
  readonly #ports: Ports;
  #folder: { readonly path: string; remove(): Promise<void> } | undefined;
  #filled: (Filled & { readonly store: TemporaryStore }) | undefined;
  #asked: Asked['kind'] | undefined;

  constructor(options: FactsOptions, ports: Ports) {
    this.#options = options;
    this.#ports = ports;
  }

  /** What is filled now. */
  get filled(): Filled | undefined {
    return this.#filled;
  }

  /** Facts with these tables; a fault when none of the files could be read, or when it was stopped. */
  async fill(tables: readonly string[], signal: AbortSignal | undefined): Promise<Outcome<Filled>> {
    const before = this.#filled;
    if (before !== undefined && tables.every((table) => before.tables.has(table)))
      return { ok: true, value: before };
    const wanted = new Set([...(before?.tables ?? []), ...tables]);
    await this.#release();
    this.#folder ??= await this.#ports.temporaryFolder();
    const store = await this.#ports.openHuntingStore(this.#folder.path, [
      ...(this.#options.external?.tables ?? []),
      ...(this.#options.geo === undefined ? [] : [this.#options.geo.table]),
    ]);
    try {
      const loading = this.#load(store, wanted, signal);
      // The process of the engine starts while the files are read.
      const opened = await this.#ports.openFactsProcess(loading.then(() => store.handOver()));
      if (!opened.ok) {
        await store.close();
        return { ok: false, fault: ranFault(opened.fault) };
      }
      this.#filled = { store, facts: opened.value, tables: wanted, now: await loading };
      return { ok: true, value: this.#filled };
    } catch (error) {
      await store.close();
      if (error instanceof NoFacts) return { ok: false, fault: error.fault };
      if (signal?.aborted === true) return { ok: false, fault: stopped };
      throw error;
    }
  }

  /** Ends the process and deletes the files. */
  async close(): Promise<void> {
    await this.#release();
    await this.#folder?.remove();
    this.#folder = undefined;
  }

  async #release(): Promise<void> {
    await this.#filled?.facts.close();
    await this.#filled?.store.close();
    this.#filled = undefined;
  }

  /** Reads the files and fills the tables; answers what `now()` is. */
  async #load(
    store: TemporaryStore,
    tables: ReadonlySet<string>,
    signal: AbortSignal | undefined,
  ): Promise<bigint> {
    if (tables.size === 0) return ticksFromEpochMs(this.#options.asOf ?? 0);
    const facts = await this.#read(store, tables, signal);
    this.#ports.progress('joining devices, identities and findings');
    const estate = await gatherEstate(
      store,
      facts.files,
      facts.intelligence,
      noAssetsFile,
      facts.asOf.time,
      facts.policy,
    );
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
    signal?.throwIfAborted();
    await store.flush();
    await this.#options.external?.fill(store);
    const { geo } = this.#options;
    if (geo !== undefined && tables.has(geo.table.name)) await geo.fill(store);
    return ticksFromEpochMs(facts.asOf.time);
  }

  async #read(
    store: TemporaryStore,
    tables: ReadonlySet<string>,
    signal: AbortSignal | undefined,
  ): Promise<ReadFacts & { readonly policy?: EstatePolicy }> {
    const { paths, kept, asOf, onFileTrouble } = this.#options;
    if (paths.length === 0 && kept !== undefined) {
      const copied = await copyKeptFacts(kept, store, { tables, asOf, signal });
      if (!copied.ok) throw new NoFacts(cannotRead(copied.fault));
      if (copied.value !== undefined) {
        const { imports, newestImport } = copied.value;
        this.#tell({ kind: 'imported', imports, newestAge: Math.max(0, kept.now() - newestImport) });
        return copied.value;
      }
    }
    if (paths.length === 0) this.#tell({ kind: 'sample' });
    const given = paths.length > 0 ? paths : [await this.#sampleEstate()];
    const facts = await readFacts(store, { paths: given, seed: 1, asOf, signal }, this.#ports);
    for (const { file, status, fault } of facts.files)
      if (status !== 'ok')
        onFileTrouble?.(`${file}: ${status}${fault === undefined ? '' : `, ${describeFault(fault)}`}`);
    if (facts.files.every((file) => file.status === 'rejected')) throw new NoFacts(nothingRead);
    return facts;
  }

  #tell(asked: Asked): void {
    if (this.#asked !== asked.kind) this.#options.onAsked?.(asked);
    this.#asked = asked.kind;
  }

  async #sampleEstate(): Promise<string> {
    const path = `${this.#folder!.path}/sample-estate`;
    const made = await makeEstate({ devices: sampleDevices, seed: 1 }, path);
    if (!made.ok) throw new Error(made.fault.message);
    return path;
  }
}

/** There are no facts to ask, so that any answer would be wrong. */
class NoFacts extends Error {
  readonly fault: HuntFault;

  constructor(fault: HuntFault) {
    super(fault.message);
    this.fault = fault;
  }
}

const nothingRead: HuntFault = cannotRead({
  message: 'none of the files of --from could be read, so there is nothing to ask',
});
