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
  /** Versions by what they are of: the program, the layout of the facts. */
  readonly versions: { readonly program: string; readonly layout: number };
}
