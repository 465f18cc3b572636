import { DuckDBInstance } from '@duckdb/node-api';
import { resolve } from 'node:path';
import { invariant } from '../../base/fault.ts';

const open = new Set<string>();

/**
 * Opens a database file, once at a time in this process: the engine does not guard against a second opening there, and two
 * writers lose committed rows (measured). `close` lets the file go.
 */
export async function openInstance(
  file: string,
  settings: Record<string, string>,
): Promise<{ readonly instance: DuckDBInstance; close(): void }> {
  const path = resolve(file);
  invariant(!open.has(path), `${path} is opened twice in one process`);
  open.add(path);
  try {
    const instance = await DuckDBInstance.create(path, settings);
    return {
      instance,
      close() {
        instance.closeSync();
        open.delete(path);
      },
    };
  } catch (error) {
    open.delete(path);
    throw error;
  }
}
