import type { Result } from '../../base/fault.ts';
import type { KeptPorts } from './kept-ports.ts';

/** What looking after a data directory needs beside its facts. */
export interface UpkeepPorts extends KeptPorts {
  /** Writes a consistent copy of a file of facts into a new file. */
  copyFacts(file: string, to: string): Promise<Result<void>>;
  /** Writes a consistent copy of a state file into a new file. */
  copyState(file: string, to: string): Result<void>;
  /** What is wrong inside a state file, a line each. */
  checkState(file: string): Result<readonly string[]>;
  /** Layout of the facts that this program writes, and the version of their engine. */
  readonly versions: { readonly layout: number; readonly engine: string };
}
