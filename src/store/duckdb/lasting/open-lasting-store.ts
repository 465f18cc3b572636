import type { DuckDBConnection } from '@duckdb/node-api';
import { ok, failed } from '../../../base/fault.ts';
import type { EpochMs } from '../../../base/time.ts';
import { ticksFromEpochMs, type CompiledQuery } from '../../../kql/index.ts';
import { observationTables, type Row, type Table } from '../../../schema/index.ts';
import type {
  DeviceSpan,
  ImportCounts,
  ImportHead,
  LastingStore,
  OpenedLastingStore,
  RememberedImport,
} from '../../lasting-store.ts';
import type { QueryOptions, QueryRun } from '../../query.ts';
import { Appenders } from '../appenders.ts';
import { openInstance } from '../instances.ts';
import { QueryEngine } from '../query-engine.ts';
import { huntingLimits, writingLock, writingSettings } from '../settings.ts';
import { checkTables } from './check.ts';
import { keptKinds, layout, stagedAssets, stagedName, staging } from './layout.ts';
import { copyBeside, migrate } from './migrate.ts';
import { layoutVersion } from './migrations.ts';
import { mergeStaged } from './merge.ts';
import { statementsOf } from './statements.ts';
import { noteBefore, tellStates, type Cause } from './states.ts';
import { failedToOpen, guarded } from './trouble.ts';
import { takeBack, touch } from './undo.ts';

/** While imports are merged; what does not fit goes to the spill folder. */
const mergingLimits = { memoryMb: 300, threads: 2 };

/**
 * Opens the facts that last, makes the file when there is none, and brings an older one forward, a copy of which stays beside it. The folder of the file exists; `spill` is a folder for what
 * does not fit into memory. Faults: `store-held` (another process has it open), `store-newer`, `store-damaged`.
 */
export async function openLastingStore(file: string, spill: string): Promise<OpenedLastingStore> {
  let opened: Awaited<ReturnType<typeof openInstance>> | undefined;
  try {
    opened = await openInstance(file, writingSettings(mergingLimits, spill));
    let connection = await opened.instance.connect();
    const version = await versionOf(connection);
    if (version === undefined) await connection.run(`BEGIN; ${layout.join('; ')}; COMMIT`);
    else if (version < layoutVersion) {
      // Nobody may have it open while it is copied.
      opened.close();
      opened = undefined;
      const copied = await copyBeside(file, version);
      if (!copied.ok) return copied;
      opened = await openInstance(file, writingSettings(mergingLimits, spill));
      connection = await opened.instance.connect();
      await migrate(connection, version);
    } else if (version > layoutVersion) {
      opened.close();
      return failed({
        code: 'store-newer',
        message: `${file} was written by a newer version of fixfirst (layout ${version}, this one knows ${layoutVersion})`,
        remedy: 'install the newer version, or restore a backup that this one made',
      });
    }
    return ok(new DuckDbLastingStore(file, opened, connection));
  } catch (error) {
    opened?.close();
    return failedToOpen(file, error);
  }
}

async function versionOf(connection: DuckDBConnection): Promise<number | undefined> {
  const known = await connection.runAndReadAll(
    `SELECT 1 FROM duckdb_tables() WHERE schema_name = 'kept' AND table_name = 'meta'`,
  );
  if (known.getRows().length === 0) return undefined;
  return (await connection.runAndReadAll('SELECT version FROM kept.meta')).getRows()[0]?.[0] as number;
}

interface ImportUnderWay {
  readonly appenders: Appenders;
  /** Asset key of each reference. */
  readonly keys: Map<string, string>;
}

class DuckDbLastingStore implements LastingStore {
  readonly #file: string;
  readonly #opened: Awaited<ReturnType<typeof openInstance>>;
  readonly #connection: DuckDBConnection;
  readonly #engine: QueryEngine;
  #import: ImportUnderWay | undefined;

  constructor(file: string, opened: Awaited<ReturnType<typeof openInstance>>, connection: DuckDBConnection) {
    this.#file = file;
    this.#opened = opened;
    this.#connection = connection;
    this.#engine = new QueryEngine(opened.instance, writingLock(huntingLimits));
  }

  query(query: CompiledQuery, options?: QueryOptions): QueryRun {
    return this.#engine.query(query, options);
  }

  async nextImportId(): Promise<number> {
    const rows = await this.#rows('SELECT coalesce(max(import_id), 0) + 1 FROM kept.imports');
    return rows[0]![0] as number;
  }

  async begin(): Promise<void> {
    await this.#guarded(() => this.#connection.run(`BEGIN; ${staging.join('; ')}`));
    const isStaged = new Set<Table>(keptKinds.map(({ table }) => table));
    this.#import = {
      appenders: new Appenders(this.#connection, (table) =>
        isStaged.has(table) || table === stagedAssets ? stagedName(table) : table.name,
      ),
      keys: new Map(),
    };
  }

  append<T extends Table>(table: T, rows: readonly Row<T>[]): Promise<void> {
    return this.#guarded(() => this.#under().appenders.append(table, rows));
  }

  name(ref: string, assetKey: string): void {
    const { keys } = this.#under();
    if (!keys.has(ref)) keys.set(ref, assetKey);
  }

  merge(head: ImportHead, mode: 'keep' | 'dry-run'): Promise<ImportCounts> {
    const { appenders, keys } = this.#under();
    return this.#whole(async () => {
      await appenders.append(
        stagedAssets,
        [...keys].map(([Ref, AssetKey]) => ({ Ref, AssetKey })),
      );
      appenders.flush();
      await mergeStaged(this.#connection, head);
      const counts = await tellStates(this.#connection, {
        importId: head.importId,
        isUndo: false,
        at: ticksFromEpochMs(head.importedAt),
      });
      if (mode === 'dry-run') return counts;
      await this.#keepCounts(head.importId, counts);
      await this.#connection.run(dropStaging);
      await this.#connection.run('COMMIT');
      return counts;
    });
  }

  drop(): Promise<void> {
    return this.#whole(() => {
      this.#under().appenders.flush();
      return Promise.resolve();
    });
  }

  async undo(importId: number, at: EpochMs): Promise<ImportCounts | undefined> {
    const known = await this.#rows(
      `SELECT 1 FROM kept.imports WHERE import_id = ${importId} AND NOT is_undone`,
    );
    if (known.length === 0) return undefined;
    const cause: Cause = { importId, isUndo: true, at: ticksFromEpochMs(at) };
    return this.#whole(async () => {
      await this.#connection.run('BEGIN');
      await touch(this.#connection, importId);
      await noteBefore(this.#connection);
      await takeBack(this.#connection, importId);
      const counts = await tellStates(this.#connection, cause);
      await this.#connection.run('COMMIT');
      return counts;
    });
  }

  write<T extends Table>(table: T, rows: readonly Row<T>[]): Promise<void> {
    return this.#whole(async () => {
      await this.#connection.run('BEGIN');
      const appenders = new Appenders(this.#connection);
      await appenders.append(table, rows);
      appenders.flush();
      await this.#connection.run('COMMIT');
    });
  }

  async noteFile(report: unknown, importId: number | undefined): Promise<void> {
    const sql = `INSERT INTO kept.files SELECT (SELECT coalesce(max(place), 0) + 1 FROM kept.files), ${importId ?? 'NULL'}, $report`;
    await this.#guarded(() => this.#connection.run(sql, { report: JSON.stringify(report) }));
  }

  async files(): Promise<readonly unknown[]> {
    const rows = await this.#rows(`SELECT report FROM kept.files
      WHERE import_id IS NULL OR import_id IN (SELECT import_id FROM kept.imports WHERE NOT is_undone) ORDER BY place`);
    return rows.map(([report]) => JSON.parse(report as string) as unknown);
  }

  async reportsOfImports(): Promise<ReadonlyMap<number, unknown>> {
    const rows = await this.#rows('SELECT import_id, report FROM kept.files WHERE import_id IS NOT NULL');
    return new Map(rows.map(([id, report]) => [id as number, JSON.parse(report as string) as unknown]));
  }

  async imports(): Promise<readonly RememberedImport[]> {
    const rows = await this.#rows(
      `SELECT import_id, source, checks, is_complete, time, time_basis, imported_at, is_undone, counts
        FROM kept.imports ORDER BY import_id`,
    );
    return rows.map((row) => ({
      importId: row[0] as number,
      source: row[1] as string,
      checks: row[2] as string,
      isComplete: row[3] as boolean,
      time: Number(row[4]),
      timeBasis: row[5] as RememberedImport['timeBasis'],
      importedAt: Number(row[6]),
      isUndone: row[7] as boolean,
      counts: JSON.parse(row[8] as string) as ImportCounts,
    }));
  }

  async deviceSpans(): Promise<readonly DeviceSpan[]> {
    const rows = await this.#rows(
      `SELECT d."Ref", i.source, min(i.time), max(i.time) FROM (${statementsOf(devices)}) s JOIN ${devices.rows} d USING (row_id)
        JOIN kept.imports i USING (import_id) WHERE NOT i.is_undone GROUP BY ALL`,
    );
    return rows.map(([ref, source, first, last]) => ({
      ref: ref as string,
      source: source as string,
      first: Number(first),
      last: Number(last),
    }));
  }

  check(): ReturnType<LastingStore['check']> {
    return checkTables(this.#connection);
  }

  async close(): Promise<void> {
    await this.#end();
    await this.#engine.close();
    this.#connection.closeSync();
    this.#opened.close();
  }

  #under(): ImportUnderWay {
    if (this.#import === undefined) throw new Error('no import is under way');
    return this.#import;
  }

  async #keepCounts(importId: number, counts: ImportCounts): Promise<void> {
    await this.#connection.run('UPDATE kept.imports SET counts = $counts WHERE import_id = $importId', {
      counts: JSON.stringify(counts),
      importId,
    });
  }

  /** Rolls back what was not committed. */
  async #end(): Promise<void> {
    this.#import = undefined;
    try {
      await this.#connection.run('ROLLBACK');
    } catch {
      // No transaction was open.
    }
  }

  async #rows(sql: string): Promise<readonly (readonly unknown[])[]> {
    return (await this.#guarded(() => this.#connection.runAndReadAll(sql))).getRows();
  }

  #guarded<T>(work: () => Promise<T>): Promise<T> {
    return guarded(this.#file, work);
  }

  /** Does work that ends its transaction, and rolls back what it did not commit. */
  async #whole<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#guarded(work);
    } finally {
      await this.#end();
    }
  }
}

const dropStaging = [...keptKinds.map(({ table }) => table), stagedAssets]
  .map((table) => `DROP TABLE "${stagedName(table)}"`)
  .join('; ');

const devices = keptKinds.find(({ table }) => table === observationTables.device)!;
