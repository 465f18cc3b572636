import { DuckDBInstance } from '@duckdb/node-api';
import type { OpenedFacts } from '../query.ts';
import { engineFault } from './engine-fault.ts';
import { QueryEngine } from './query-engine.ts';
import { huntingLimits, readingLock, readingSettings, type EngineLimits } from './settings.ts';

/**
 * Opens a file of facts for queries only, ready for the first one. While it is open no one may write to the file; the
 * engine refuses one that another process writes. Fault `store-unusable` when it is no such file, damaged or held.
 */
export async function openFacts(file: string, limits: EngineLimits = huntingLimits): Promise<OpenedFacts> {
  let instance: DuckDBInstance | undefined;
  try {
    const opened = await DuckDBInstance.create(file, readingSettings(limits));
    instance = opened;
    const engine = new QueryEngine(opened, readingLock);
    await engine.ready();
    return {
      ok: true,
      value: {
        query: (query, options) => engine.query(query, options),
        explain: (query, options) => engine.explain(query, options),
        async close() {
          await engine.close();
          opened.closeSync();
        },
      },
    };
  } catch (error) {
    instance?.closeSync();
    return { ok: false, fault: engineFault(error) };
  }
}
